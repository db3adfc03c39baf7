import type { LocalDate, OrderId } from '@coplan/kernel';
import { z } from 'zod';
import type { OrderKind } from '../../fulfillment/index.ts';
import type { Context } from '../../platform/index.ts';

export const listPackingInput = z.object({ limit: z.int().min(1).max(500).default(200) });

export type PackingOrder = {
  orderKind: OrderKind;
  orderId: OrderId;
  poNumber: string;
  buyerName: string;
  shipToName: string;
  leavesOn: LocalDate;
  pickedLineCount: number;
  packedLineCount: number;
  cartonCount: number;
  /** Lines of the order that somebody is still picking. */
  pickingLineCount: number;
};

const orders = `
select placed.order_kind as "orderKind", placed.order_id as "orderId", placed.order_number as "poNumber",
  placed.customer_name as "buyerName", placed.ship_to_name as "shipToName", placed.leaves_on as "leavesOn",
  sums.picked as "pickedLineCount", sums.packed as "packedLineCount", sums.picking as "pickingLineCount",
  (select count(*)::integer from handling_units unit where unit.org_id = sums.org_id and unit.order_id = placed.order_id
     and unit.state in ('open', 'packed')) as "cartonCount"
from (
  select org_id, order_id, (count(*) filter (where state = 'picked'))::integer as picked,
    (count(*) filter (where state = 'packed'))::integer as packed,
    (count(*) filter (where state = 'released'))::integer as picking
  from outbound_lines where org_id = (select current_setting('app.org')::uuid)
    and state in ('released', 'picked', 'packed')
  group by org_id, order_id having count(*) filter (where state in ('picked', 'packed')) > 0) sums
  join outbound_orders placed on placed.seller_id = sums.org_id and placed.order_id = sums.order_id
order by "leavesOn", "poNumber" limit $1`;

/** Orders with something picked or packed that has not left; what leaves first comes first. */
export const listPacking = async (
  { db }: Context,
  { limit }: z.output<typeof listPackingInput>,
): Promise<{ orders: PackingOrder[] }> => ({ orders: await db.read<PackingOrder>(orders, [limit]) });
