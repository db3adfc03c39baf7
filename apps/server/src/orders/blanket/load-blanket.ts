/** What is agreed about the blanket order `placed`, and what was released of it; null where it is none. */
export const blanketOf = `
select json_build_object('state', blanket.state, 'startsOn', blanket.starts_on, 'endsBefore', blanket.ends_before,
  'firmDays', blanket.firm_days, 'materialDays', blanket.material_days, 'planningDays', blanket.planning_days,
  'cumulativeFrom', blanket.cumulative_from, 'resetsYearly', blanket.resets_yearly,
  'items', (select coalesce(json_agg(json_build_object('itemLine', item.item_line, 'itemNumber', item.item_number,
      'supplierItemNumber', item.supplier_item_number, 'gtin14', item.gtin14, 'unit', item.unit,
      'unitPriceMicros', item.unit_price_micros, 'totalMilli', item.total_milli)
      order by length(item.item_line), item.item_line), '[]')
    from blanket_items item where item.org_id = blanket.org_id and item.order_id = blanket.order_id),
  'callOffs', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'itemLine', item_line,
      'startsOn', called.starts_on, 'endsBefore', called.ends_before, 'time', time)
      order by called.starts_on, length(line_number), line_number), '[]')
    from blanket_call_offs called where called.org_id = blanket.org_id and called.order_id = blanket.order_id),
  'releases', (select coalesce(json_agg(json_build_object('releaseId', released.id, 'kind', kind,
      'releaseNumber', release_number, 'version', version, 'issuedOn', issued_on, 'startsOn', released.starts_on,
      'endsBefore', released.ends_before, 'contentHash', content_hash) order by told_number), '[]')
    from blanket_releases released where released.org_id = blanket.org_id and released.order_id = blanket.order_id))
from blanket_orders blanket where blanket.org_id = placed.org_id and blanket.order_id = placed.id`;
