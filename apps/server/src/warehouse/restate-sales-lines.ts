import { bringSalesLines, type SalesLineState } from '../fulfillment/index.ts';
import type { Transaction } from '../platform/index.ts';
import { type SalesProgressLine, salesProgress } from './life/sales-progress.ts';

type Line = { orderKind: string; orderLineId: string };
type Row = {
  orderLineId: string;
  lines: SalesProgressLine[];
  wantedMilli: number;
  heldMilli: number;
};

const progressOf = `
select sold.id as "orderLineId", (sold.quantity_milli - sold.moved_milli)::float8 as "wantedMilli",
  (select coalesce(json_agg(json_build_object('state', line.state, 'freedMilli', line.freed_milli,
      'isDelivered', exists (select 1 from handling_unit_lines part
        join handling_units unit on unit.org_id = part.org_id and unit.id = part.unit_id and unit.state = 'shipped'
        join outbound_shipments shipment on shipment.org_id = unit.org_id and shipment.id = unit.shipment_id
        where part.org_id = line.org_id and part.line_id = line.id and shipment.state = 'delivered'))), '[]')
   from outbound_lines line where line.org_id = sold.org_id and line.order_id = sold.order_id
     and line.order_line_id = sold.id) as lines,
  (select coalesce(sum(div((amount_milli - taken_milli - released_milli)::numeric * covers_milli, amount_milli)), 0)::float8
   from stock_reservations kept where kept.org_id = sold.org_id and kept.order_line_id = sold.id
     and kept.state in ('soft', 'hard', 'part-taken')) as "heldMilli"
from sales_order_lines sold where sold.org_id = (select current_setting('app.org')::uuid) and sold.id = any ($1::uuid[])
order by sold.id`;

/** Nothing of it is in the warehouse (any more): as far as stock is kept for it. */
const keptState = ({ wantedMilli, heldMilli }: Row): SalesLineState => {
  if (heldMilli <= 0) return 'backordered';
  return heldMilli >= wantedMilli ? 'allocated' : 'part-allocated';
};

/** After something in the warehouse changed: lines of customers' orders are where their goods are. */
export async function restateSalesLines(tx: Transaction, lines: readonly Line[]): Promise<void> {
  const ids = lines
    .filter(({ orderKind }) => orderKind === 'sales-order')
    .map(({ orderLineId }) => orderLineId);
  if (ids.length === 0) return;
  await tx.em.flush();
  const rows = await tx.query<Row>(progressOf, [[...new Set(ids)]]);
  await bringSalesLines(
    tx,
    rows.map((row) => ({ orderLineId: row.orderLineId, to: salesProgress(row.lines) ?? keptState(row) })),
  );
}
