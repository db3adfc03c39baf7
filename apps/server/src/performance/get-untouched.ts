import {
  compareUntouched,
  counterfactualVersion,
  type DecidedItem,
  type UntouchedWeek,
} from '@coplan/collaboration';
import { addDays, daysBetween, type LocalDate, localDateAt, startOfIsoWeek } from '@coplan/kernel';
import { z } from 'zod';
import { readSalesHistory, type SalesHistory } from '../inventory/index.ts';
import type { Context } from '../platform/index.ts';

export const getUntouchedInput = z.object({ weekCount: z.int().min(2).max(53).default(13) });

/** Proposals that are compared at most; beyond it a shorter span is asked for. */
const proposalsMax = 50_000;

type Decided = {
  itemLocationId: string;
  state: 'ordered' | 'rejected' | 'expired';
  decidedOn: LocalDate;
  deliverOn: LocalDate;
  proposedMilli: number;
  decidedMilli: number;
  unitPriceMicros: number;
  currency: string;
  onHandMilli: number;
  coming: { dueOn: LocalDate; quantityMilli: number }[];
};

/** What a proposal found on the shelf and on its way is in its own stored input. */
const decidedProposals = `
select item_location_id as "itemLocationId", state, order_on::text as "decidedOn", deliver_on::text as "deliverOn",
  proposed_quantity_milli::float8 as "proposedMilli",
  case when state = 'ordered' then quantity_milli else 0 end::float8 as "decidedMilli",
  unit_price_micros::float8 as "unitPriceMicros", currency,
  coalesce((input #>> '{input,stock,onHandMilli,value}')::float8, 0) as "onHandMilli",
  coalesce(input #> '{input,receipts}', '[]') as coming
from proposals
where state in ('ordered', 'rejected', 'expired') and order_on >= $1::date and order_on < $2::date
order by item_location_id, order_on, created_at, id limit ${proposalsMax}`;

/** Goods that came without a proposal: of orders that somebody placed by hand or by another system. */
const otherReceipts = `
select place.id as "itemLocationId", receipt.received_on::text as "receivedOn",
  sum(part.received_milli)::float8 as "receivedMilli"
from receipt_lines part
  join receipts receipt on receipt.org_id = part.org_id and receipt.id = part.receipt_id
  join order_lines line on line.org_id = part.org_id and line.order_id = part.order_id
    and line.line_number = part.line_number
  join orders placed on placed.org_id = line.org_id and placed.id = line.order_id
  join item_locations place on place.org_id = line.org_id and place.item_id = line.item_id
    and place.location_id = placed.ship_to_id
where place.id = any ($1::uuid[]) and receipt.received_on >= $2::date and receipt.received_on < $3::date
  and receipt.purpose = 'original' and not exists (select 1 from proposals made
    where made.org_id = placed.org_id and made.order_id = placed.id and made.item_location_id = place.id)
group by 1, 2`;

type Other = { itemLocationId: string; receivedOn: LocalDate; receivedMilli: number };

/** Weeks before the span whose sales say what is usual, where those of the span are not known. */
const weeksBefore = 8;

type WeekSold = { sum: number; isStocked: boolean } | null;

/**
 * What was wanted in each week from `startsOn`: what was sold; with an empty shelf at least the mean of stocked weeks; that
 * mean where nothing is known. null: no sales at all.
 */
function weeklyDemand(
  sales: SalesHistory | undefined,
  startsOn: LocalDate,
  weekCount: number,
): number[] | null {
  if (sales === undefined) return null;
  const perWeek = 7 / sales.bucketDays;
  const first = Math.floor(daysBetween(sales.startsOn, startsOn) / sales.bucketDays);
  const weekOf = (week: number): WeekSold => {
    const [from, until] = [first + week * perWeek, first + (week + 1) * perWeek];
    if (from < 0) return null;
    const known = sales.soldMilli.slice(from, until).filter((amount) => amount !== null);
    const isStocked = sales.inStock.slice(from, until).every((is) => is);
    return known.length < perWeek ? null : { sum: known.reduce((sum, amount) => sum + amount, 0), isStocked };
  };
  const weeks = Array.from({ length: weeksBefore + weekCount }, (_, index) => weekOf(index - weeksBefore));
  const good = weeks.flatMap((week) => (week?.isStocked === true ? week.sum : []));
  const mean =
    good.length === 0 ? 0 : Math.round(good.reduce((sum, amount) => sum + amount, 0) / good.length);
  return weeks
    .slice(weeksBefore)
    .map((week) => (week === null ? mean : week.isStocked ? week.sum : Math.max(week.sum, mean)));
}

type Span = { startsOn: LocalDate; weekCount: number };

function toItem(
  key: string,
  proposals: readonly Decided[],
  about: Span & { demandMilli: readonly number[]; others: readonly Other[] },
): DecidedItem {
  const { startsOn, weekCount, demandMilli, others } = about;
  const weekOf = (day: LocalDate): number => Math.floor(daysBetween(startsOn, day) / 7);
  const [first] = proposals;
  const firstWeek = weekOf(first?.decidedOn ?? startsOn);
  const otherMilli = Array.from({ length: weekCount }, () => 0);
  const arrive = (day: LocalDate, quantityMilli: number): void => {
    const week = weekOf(day);
    if (week >= firstWeek && week < weekCount) otherMilli[week] = (otherMilli[week] ?? 0) + quantityMilli;
  };
  for (const { dueOn, quantityMilli } of first?.coming ?? []) arrive(dueOn, quantityMilli);
  for (const { receivedOn, receivedMilli } of others) arrive(receivedOn, receivedMilli);
  return {
    key,
    openingMilli: first?.onHandMilli ?? 0,
    unitPriceMicros: first?.unitPriceMicros ?? 0,
    // Before its first proposal nothing of the item can differ.
    demandMilli: demandMilli.map((wanted, week) => (week < firstWeek ? 0 : wanted)),
    otherMilli,
    proposals: proposals.map(({ decidedOn, deliverOn, proposedMilli, decidedMilli }) => ({
      decidedWeek: weekOf(decidedOn),
      arrivalWeek: Math.max(weekOf(decidedOn), weekOf(deliverOn)),
      proposedMilli,
      decidedMilli,
    })),
  };
}

export type Untouched = {
  counterfactualVersion: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  currency: string | null;
  itemCount: number;
  weeks: UntouchedWeek[];
};

/**
 * Had all proposals been accepted untouched: service, orders and stock per week, beside what people made of them. From
 * stored proposals, sales and receipts of the acting buyer; both worlds meet the same demand (`compareUntouched`). The
 * weeks are whole ones that are over.
 */
export async function getUntouched(
  { db, clock }: Context,
  { weekCount }: z.output<typeof getUntouchedInput>,
): Promise<Untouched> {
  const endsBefore = startOfIsoWeek(localDateAt(clock.now(), 'UTC'));
  const startsOn = addDays(endsBefore, -7 * weekCount);
  const decided = await db.read<Decided>(decidedProposals, [startsOn, endsBefore]);
  const byPlace = new Map<string, Decided[]>();
  for (const proposal of decided) {
    const known = byPlace.get(proposal.itemLocationId);
    if (known === undefined) byPlace.set(proposal.itemLocationId, [proposal]);
    else known.push(proposal);
  }
  const itemLocationIds = [...byPlace.keys()];
  const [sales, others] = await Promise.all([
    readSalesHistory(db, { itemLocationIds }),
    db.read<Other>(otherReceipts, [itemLocationIds, startsOn, endsBefore]),
  ]);
  const items = [...byPlace].flatMap(([key, proposals]) => {
    const history = sales.find(({ itemLocationId }) => itemLocationId === key);
    const demandMilli = weeklyDemand(history, startsOn, weekCount);
    if (demandMilli === null) return [];
    const own = others.filter(({ itemLocationId }) => itemLocationId === key);
    return [toItem(key, proposals, { startsOn, weekCount, demandMilli, others: own })];
  });
  const days = Array.from({ length: weekCount }, (_, week) => addDays(startsOn, 7 * week));
  const currency = decided[0]?.currency ?? null;
  const weeks = compareUntouched(items, days);
  return { counterfactualVersion, startsOn, endsBefore, currency, itemCount: items.length, weeks };
}
