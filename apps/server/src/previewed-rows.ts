import type { PreviewedRow, ReadPreviewedRows } from './platform/index.ts';

const orders = `
select 'order' as kind, it.id::text as key, 'PO ' || it.po_number as label,
  it.org_id = $2::uuid or it.supplier_id = $2::uuid as "isShared",
  jsonb_build_object('state', it.state, 'promised on', it.promised_on, 'supplier reference', it.supplier_reference) as fields
from orders it
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.id::text = any($1) end limit 200`;

const scheduleLines = `
select 'order line' as kind, it.id::text as key, 'PO ' || ordered.po_number || ' line ' || line.line_number || ' ' || line.item_number as label,
  it.org_id = $2::uuid or it.supplier_id = $2::uuid as "isShared", jsonb_build_object('state', it.state) as fields
from schedule_lines it
  join order_lines line on line.org_id = it.org_id and line.id = it.order_line_id
  join orders ordered on ordered.org_id = it.org_id and ordered.id = it.order_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.id::text = any($1) end
order by ordered.po_number, line.line_number limit 200`;

const promises = `
select 'promise' as kind, it.id::text as key, 'PO ' || ordered.po_number || ' line ' || line.line_number || ' part ' || it.part_number as label,
  it.org_id = $2::uuid or it.supplier_id = $2::uuid as "isShared",
  jsonb_build_object('outcome', it.outcome, 'promised on', it.promised_on, 'quantity', it.quantity_milli / 1000.0,
    'reason', it.reason) as fields
from promises it
  join schedule_lines schedule on schedule.org_id = it.org_id and schedule.id = it.schedule_line_id
  join order_lines line on line.org_id = it.org_id and line.id = schedule.order_line_id
  join orders ordered on ordered.org_id = it.org_id and ordered.id = it.order_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.id::text = any($1) end
order by ordered.po_number, line.line_number, it.part_number limit 200`;

const orderDocuments = `
select 'document' as kind, it.document_id::text as key, 'PO ' || ordered.po_number || ': ' || it.document_type as label,
  it.org_id = $2::uuid as "isShared", jsonb_build_object('state', it.state) as fields
from order_documents it join orders ordered on ordered.org_id = it.org_id and ordered.id = it.order_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.document_id::text = any($1) end limit 200`;

/** Only the last 60 periods are compared by their days: what lies further back seldom changes. */
const sales = `
select 'sales' as kind, it.item_location_id || '/' || it.bucket_days as key, item.item_number || ' at ' || place.code as label,
  it.org_id = $2::uuid as "isShared",
  (select jsonb_object_agg('sold ' || case it.bucket_days when 7 then 'in the week from ' else 'on ' end
      || (it.starts_on + (number::integer - 1) * it.bucket_days), sold / 1000.0)
    from unnest(it.sold_milli) with ordinality as period (sold, number)
    where number > cardinality(it.sold_milli) - 60) as fields
from sales_series it
  join item_locations pair on pair.org_id = it.org_id and pair.id = it.item_location_id
  join items item on item.org_id = pair.org_id and item.id = pair.item_id
  join locations place on place.org_id = pair.org_id and place.id = pair.location_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid
  else it.item_location_id || '/' || it.bucket_days = any($1) end limit 200`;

const stock = `
select 'stock' as kind, it.item_id || '/' || it.location_id || '/' || it.state || coalesce('/' || it.lot_id, '') as key,
  item.item_number || ' at ' || place.code || ', ' || it.state as label,
  it.org_id = $2::uuid as "isShared", jsonb_build_object('quantity', it.quantity_milli / 1000.0) as fields
from stock_balances it
  join items item on item.org_id = it.org_id and item.id = it.item_id
  join locations place on place.org_id = it.org_id and place.id = it.location_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid
  else it.item_id || '/' || it.location_id || '/' || it.state || coalesce('/' || it.lot_id, '') = any($1) end limit 200`;

const receipts = `
select 'expected receipt' as kind, it.id::text as key, it.source_label as label, it.org_id = $2::uuid as "isShared",
  jsonb_build_object('due on', it.due_on, 'quantity', it.quantity_milli / 1000.0) as fields
from scheduled_receipts it
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.id::text = any($1) end limit 200`;

const orderLines = `
select 'order line' as kind, 'ordered ' || it.id as key, 'PO ' || ordered.po_number || ' line ' || it.line_number || ' ' || it.item_number as label,
  it.org_id = $2::uuid or it.supplier_id = $2::uuid as "isShared",
  jsonb_build_object('ordered', it.quantity_milli / 1000.0, 'unit price', it.unit_price_micros / 1000000.0) as fields
from order_lines it join orders ordered on ordered.org_id = it.org_id and ordered.id = it.order_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else 'ordered ' || it.id = any($1) end
order by ordered.po_number, it.line_number limit 200`;

const changes = `
select 'change' as kind, it.change_id || '/' || it.line_number as key, 'PO ' || ordered.po_number || ' line ' || it.line_number as label,
  it.org_id = $2::uuid or it.supplier_id = $2::uuid as "isShared",
  jsonb_build_object('asked for', it.quantity_milli / 1000.0, 'asked for on', it.requested_on, 'deleted', it.is_deleted) as fields
from order_change_lines it join orders ordered on ordered.org_id = it.org_id and ordered.id = it.order_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid
  else it.change_id || '/' || it.line_number = any($1) end limit 200`;

const shipped = `
select 'ship notice' as kind, it.id::text as key, 'PO ' || ordered.po_number || ' line ' || it.line_number as label,
  it.org_id = $2::uuid or it.supplier_id = $2::uuid as "isShared",
  jsonb_build_object('shipped', it.shipped_milli / 1000.0, 'lot', it.lot_number) as fields
from ship_notice_lines it join orders ordered on ordered.org_id = it.org_id and ordered.id = it.order_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.id::text = any($1) end limit 200`;

const received = `
select 'receipt' as kind, it.id::text as key, 'PO ' || ordered.po_number || ' line ' || it.line_number as label,
  it.org_id = $2::uuid or it.supplier_id = $2::uuid as "isShared",
  jsonb_build_object('received', it.received_milli / 1000.0) as fields
from receipt_lines it join orders ordered on ordered.org_id = it.org_id and ordered.id = it.order_id
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.id::text = any($1) end limit 200`;

const invoices = `
select 'invoice' as kind, it.id::text as key, 'Invoice ' || it.invoice_number as label,
  it.org_id = $2::uuid or it.supplier_id = $2::uuid as "isShared",
  jsonb_build_object('state', it.state, 'total', it.total_minor / 100.0, 'currency', it.currency) as fields
from invoices it
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.id::text = any($1) end limit 200`;

/** What cannot be understood yet is kept until it can, under the name of what is missing. */
const waiting = `
select 'waiting document' as kind, it.id::text as key, 'PO ' || it.po_number || ': ' || it.document_type as label,
  it.buyer_id = $2::uuid or it.supplier_id = $2::uuid as "isShared",
  jsonb_build_object('state', it.state, 'waits because', it.issue_text) as fields
from waiting_documents it
where case when $1::text[] is null then it.xmin = pg_current_xact_id()::xid else it.id::text = any($1) end limit 200`;

const statements = [
  ...[orders, orderLines, scheduleLines, promises, changes, shipped, received, invoices, waiting],
  ...[orderDocuments, sales, stock, receipts],
];

/** What a document can change of orders, sales, stock and receipts, in the words of their pages. */
export const readPreviewedRows: ReadPreviewedRows = async (query, { keys, viewerId }) => {
  const rows: PreviewedRow[] = [];
  for (const statement of statements) {
    rows.push(...(await query<PreviewedRow>(statement, [keys, viewerId])));
  }
  return rows;
};
