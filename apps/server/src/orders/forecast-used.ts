import type { LocalDate } from '@coplan/kernel';
import type { z } from 'zod';
import type { Context } from '../platform/index.ts';
import type { getOrderInput } from './get-order.ts';

/** The forecast that a line uses up, and who else uses it in the same week. Quantities in thousandths. */
export type ForecastUse = {
  lineNumber: string;
  itemNumber: string;
  agreementId: string;
  /** Monday of the week. */
  weekOn: LocalDate;
  usedMilli: number;
  usedByAllMilli: number;
  isGivenBack: boolean;
  others: { orderId: string; poNumber: string; usedMilli: number }[];
};

const used = `
select line.line_number as "lineNumber", line.item_number as "itemNumber", used.agreement_id as "agreementId",
  date_trunc('week', used.due_on)::date as "weekOn", used.quantity_milli as "usedMilli", used.cancelled_at is not null as "isGivenBack",
  coalesce((select sum(other.quantity_milli)::float8 from order_consumption other
    where other.buyer_id = used.buyer_id and other.agreement_id = used.agreement_id and other.cancelled_at is null
      and other.item_location_id = used.item_location_id and date_trunc('week', other.due_on)::date = date_trunc('week', used.due_on)::date), 0)
    as "usedByAllMilli",
  (select coalesce(json_agg(json_build_object('orderId', placed.id, 'poNumber', placed.po_number,
      'usedMilli', other.quantity_milli) order by placed.po_number), '[]')
   from order_consumption other join orders placed on placed.org_id = other.buyer_id and placed.id = other.order_id
   where other.buyer_id = used.buyer_id and other.agreement_id = used.agreement_id and other.cancelled_at is null
     and other.item_location_id = used.item_location_id and date_trunc('week', other.due_on)::date = date_trunc('week', used.due_on)::date
     and other.order_id <> used.order_id) as others
from order_consumption used
  join order_lines line on line.org_id = used.buyer_id and line.id = used.order_line_id
where used.order_id = $1 order by length(line.line_number), line.line_number`;

/** Which forecast an order uses up, line by line, with the other orders of that week: both parties see it. */
export const getForecastUse = async (
  { db }: Context,
  { orderId }: z.output<typeof getOrderInput>,
): Promise<{ rows: ForecastUse[] }> => ({ rows: await db.read<ForecastUse>(used, [orderId]) });
