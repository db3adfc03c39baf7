/**
 * The facts of one order as JSON, each as a subquery about `placed`, with when it became known (`toldAt`). Every
 * subquery finds its rows by the order, which all tables of facts are indexed by.
 */

export const lineColumns = `'lineNumber', line.line_number, 'unit', line.unit, 'gtin14', line.gtin14,
    'itemNumber', line.item_number, 'supplierItemNumber', line.supplier_item_number, 'addedBy', line.added_by,
    'requestedOn', schedule.requested_on, 'quantityMilli', schedule.quantity_milli,
    'unitPriceMicros', line.unit_price_micros`;

export const fromLines = `
from order_lines line
  join schedule_lines schedule on schedule.org_id = line.org_id and schedule.order_id = line.order_id
    and schedule.order_line_id = line.id
where line.org_id = placed.org_id and line.order_id = placed.id`;

export const changesOf = `
select coalesce(json_agg(json_build_object('changeId', change.id, 'changeNumber', change.change_number,
    'changedOn', change.changed_on, 'isReplacement', change.is_replacement, 'contentHash', change.content_hash,
    'toldAt', change.recorded_at,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'isDeleted', is_deleted,
        'requestedOn', requested_on, 'quantityMilli', quantity_milli, 'unitPriceMicros', unit_price_micros)), '[]')
      from order_change_lines asked where asked.org_id = change.org_id and asked.order_id = change.order_id
        and asked.change_id = change.id))
  order by change.told_number), '[]')
from order_changes change where change.org_id = placed.org_id and change.order_id = placed.id`;

export const answersOf = `
select coalesce(json_agg(answer.told order by answer.told_at, answer.promise_number), '[]') from (
  select made.promise_number, min(made.recorded_at) as told_at,
    json_build_object('about', made.about_change_id, 'promiseNumber', made.promise_number,
      'lineNumber', line.line_number, 'unitPriceMicros', made.unit_price_micros,
      'toldAt', min(made.recorded_at), 'decision', min(decided.decision), 'decidedAt', min(decided.recorded_at),
      'parts', json_agg(json_build_object('outcome', made.outcome, 'promisedOn', made.promised_on,
        'quantityMilli', made.quantity_milli, 'reason', made.reason) order by made.part_number)) as told
  from promises made
    join schedule_lines schedule on schedule.org_id = made.org_id and schedule.order_id = made.order_id
      and schedule.id = made.schedule_line_id
    join order_lines line on line.org_id = made.org_id and line.order_id = made.order_id
      and line.id = schedule.order_line_id
    left join promise_decisions decided on decided.org_id = made.org_id
      and decided.schedule_line_id = made.schedule_line_id and decided.promise_number = made.promise_number
  where made.org_id = placed.org_id and made.order_id = placed.id
  group by made.org_id, made.schedule_line_id, made.about_change_id, made.promise_number, line.line_number,
    made.unit_price_micros) answer`;

export const noticesOf = `
select coalesce(json_agg(json_build_object('shipmentId', notice.id, 'shipmentNumber', notice.shipment_number,
    'purpose', notice.purpose, 'writtenOn', notice.written_on, 'despatchedOn', notice.despatched_on,
    'deliverOn', notice.deliver_on, 'carrierReference', notice.carrier_reference, 'contentHash', notice.content_hash,
    'toldAt', notice.recorded_at,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'shippedMilli', shipped_milli,
        'lotNumber', lot_number, 'expiresOn', expires_on, 'palletSscc', pallet_sscc, 'ssccs', ssccs,
        'serialNumbers', serial_numbers)
        order by line.id), '[]')
      from ship_notice_lines line where line.org_id = notice.org_id and line.order_id = notice.order_id
        and line.notice_id = notice.id))
  order by notice.told_number), '[]')
from ship_notices notice where notice.org_id = placed.org_id and notice.order_id = placed.id`;

export const receiptsOf = `
select coalesce(json_agg(json_build_object('receiptId', receipt.id, 'receiptNumber', receipt.receipt_number,
    'purpose', receipt.purpose, 'shipmentNumber', receipt.shipment_number, 'receivedOn', receipt.received_on,
    'contentHash', receipt.content_hash, 'toldAt', receipt.recorded_at,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'receivedMilli', received_milli,
        'deviations', deviations, 'lotNumber', lot_number, 'expiresOn', expires_on, 'sscc', sscc, 'serials', serials)
        order by line.id), '[]')
      from receipt_lines line where line.org_id = receipt.org_id and line.order_id = receipt.order_id
        and line.receipt_id = receipt.id))
  order by receipt.told_number), '[]')
from receipts receipt where receipt.org_id = placed.org_id and receipt.order_id = placed.id`;

export const invoiceColumns = `'invoiceId', billed.id, 'kind', billed.kind,
    'invoiceNumber', billed.invoice_number, 'invoicedOn', billed.invoiced_on, 'totalMinor', billed.total_minor,
    'contentHash', billed.content_hash, 'toldAt', billed.recorded_at, 'wholeHash', billed.whole_hash,
    'lines', (select coalesce(json_agg(json_strip_nulls(json_build_object('lineNumber', line_number, 'gtin', gtin14,
        'buyerItemNumber', buyer_item_number, 'supplierItemNumber', supplier_item_number, 'unit', unit,
        'invoicedMilli', invoiced_milli, 'unitPriceMicros', unit_price_micros)) order by position), '[]')
      from invoice_lines line where line.org_id = billed.org_id and line.order_id = billed.order_id
        and line.invoice_id = billed.id)`;

export const fromInvoices = `
from invoices billed where billed.org_id = placed.org_id and billed.order_id = placed.id`;

export const closingsOf = `
select coalesce(json_agg(json_build_object('kind', kind, 'lineNumbers', line_numbers, 'toldAt', recorded_at)
  order by told_number), '[]')
from order_closings closing where closing.org_id = placed.org_id and closing.order_id = placed.id`;
