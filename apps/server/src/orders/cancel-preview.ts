import { addDays, type LocalDate } from '@coplan/kernel';
import type { z } from 'zod';
import { readSalesHistory } from '../inventory/index.ts';
import type { Context } from '../platform/index.ts';
import type { getOrderInput } from './get-order.ts';
import { loadFacts } from './life/load-facts.ts';
import { readOrderLife } from './life/order-life.ts';
import { orderNotFound } from './orders.errors.ts';

/** What one line's rest means to its place. Quantities in thousandths; a day is null where nothing is sold. */
export type LostLine = {
  lineNumber: string;
  itemNumber: string;
  openMilli: number;
  stockMilli: number;
  /** Of other orders and transfers, due until a week after this line. */
  otherComingMilli: number;
  soldPerDayMilli: number | null;
  runsOutOn: LocalDate | null;
  /** With this line as promised. */
  runsOutWithItOn: LocalDate | null;
};

export type CancelPreview = {
  isSupplierTold: 'edi' | 'portal';
  openMinor: number;
  currency: string;
  /** So close to delivery that the supplier's word was agreed upon. */
  isInsideFreeze: boolean;
  /** Lines whose forecast is free again. */
  consumptionCount: number;
  lines: LostLine[];
};

type Row = {
  lineNumber: string;
  itemLocationId: string | null;
  stockMilli: number;
  otherComingMilli: number;
};

const placesOf = `
select line.line_number as "lineNumber", planned.id as "itemLocationId",
  coalesce((select sum(balance.quantity_milli) from stock_balances balance where balance.org_id = placed.org_id
    and balance.item_id = line.item_id and balance.location_id = placed.ship_to_id
    and balance.state = 'available'), 0)::float8 as "stockMilli",
  coalesce((select sum(receipt.quantity_milli) from scheduled_receipts receipt where receipt.org_id = placed.org_id
    and receipt.item_id = line.item_id and receipt.location_id = placed.ship_to_id
    and receipt.due_on <= placed.deliver_on + 7
    and not exists (select 1 from schedule_lines own where own.org_id = placed.org_id and own.order_id = placed.id
      and receipt.source_kind = 'order' and receipt.source_id like own.id || '#%')), 0)::float8 as "otherComingMilli"
from orders placed join order_lines line on line.org_id = placed.org_id and line.order_id = placed.id
  left join item_locations planned on planned.org_id = placed.org_id and planned.item_id = line.item_id
    and planned.location_id = placed.ship_to_id
where placed.org_id = $1 and placed.id = $2`;

const weeksLooked = 8;

/** Mean sales per day over the last weeks that are known. */
function perDay(history: { bucketDays: number; soldMilli: (number | null)[] } | undefined): number | null {
  if (history === undefined) return null;
  const known = history.soldMilli
    .slice((-7 * weeksLooked) / history.bucketDays)
    .filter((sold): sold is number => sold !== null);
  const sum = known.reduce((total, sold) => total + sold, 0);
  return known.length === 0 || sum === 0 ? null : sum / (known.length * history.bucketDays);
}

/** Beyond a year nobody plans by it. */
const daysMax = 365;

const lastDay = (today: LocalDate, milli: number, soldPerDay: number | null): LocalDate | null => {
  if (soldPerDay === null) return null;
  const days = Math.floor(milli / soldPerDay);
  return days > daysMax ? null : addDays(today, days);
};

/** What happens when an order is cancelled now: what is no longer coming, and when its place runs out. */
export async function previewCancel(
  { db, actor, clock }: Context,
  { orderId }: z.output<typeof getOrderInput>,
): Promise<CancelPreview> {
  const { organisationId: buyerId } = actor;
  const [head] = await db.read<{ channel: 'edi' | 'portal'; currency: string; deliverOn: LocalDate }>(
    'select channel, currency, deliver_on as "deliverOn" from orders where org_id = $1 and id = $2',
    [buyerId, orderId],
  );
  const facts = await loadFacts(db, { buyerId, orderId });
  if (head === undefined || facts === undefined) throw orderNotFound({ orderId });
  const today = clock.now().toISOString().slice(0, 10) as LocalDate;
  const open = readOrderLife(facts, 'sent').lines.filter(({ openMilli }) => openMilli > 0);
  const rows = await db.read<Row>(placesOf, [buyerId, orderId]);
  const itemLocationIds = rows.flatMap(({ itemLocationId }) => itemLocationId ?? []);
  const histories = await readSalesHistory(db, { itemLocationIds });
  const [used] = await db.read<{ count: number }>(
    `select count(*)::integer as count from order_consumption
     where buyer_id = $1 and order_id = $2 and cancelled_at is null`,
    [buyerId, orderId],
  );
  const { freezeDays = 0 } = facts.tolerance;
  return {
    isSupplierTold: head.channel,
    currency: head.currency,
    openMinor: open.reduce(
      (sum, { openMilli, agreedPriceMicros }) =>
        sum + Math.round((openMilli * agreedPriceMicros) / 10_000_000),
      0,
    ),
    isInsideFreeze: freezeDays > 0 && addDays(today, freezeDays) >= head.deliverOn,
    consumptionCount: used?.count ?? 0,
    lines: open.flatMap(({ line, openMilli }): LostLine[] => {
      const row = rows.find(({ lineNumber }) => lineNumber === line.lineNumber);
      if (row === undefined) return [];
      const { stockMilli, otherComingMilli } = row;
      const soldPerDayMilli = perDay(histories.find((one) => one.itemLocationId === row.itemLocationId));
      const without = stockMilli + otherComingMilli;
      return [
        {
          ...{
            lineNumber: line.lineNumber,
            itemNumber: line.itemNumber,
            openMilli,
            stockMilli,
            otherComingMilli,
          },
          soldPerDayMilli: soldPerDayMilli === null ? null : Math.round(soldPerDayMilli),
          runsOutOn: lastDay(today, without, soldPerDayMilli),
          runsOutWithItOn: lastDay(today, without + openMilli, soldPerDayMilli),
        },
      ];
    }),
  };
}
