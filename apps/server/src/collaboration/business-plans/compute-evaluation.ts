import { addDays, daysBetween } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import { salesNotReadable } from './business-plans.errors.ts';
import { type AgreementInForce, loadAgreement } from './load-agreement.ts';
import type { PlanEvent } from './plan-event.ts';
import type { PlanEventContent } from './plan-event-content.ts';
import { readSales, type WindowSales } from './read-sales.ts';

/** How far back sales are averaged where no plan was there when the event was locked. */
const daysBefore = 56;

export type ItemEvaluation = {
  itemId: string;
  itemNumber: string;
  description: string;
  category: string | null;
  isCannibalised: boolean;
  /** What would have been sold without the event: the plan at lock, else the daily average of eight weeks before. */
  baselineMethod: 'plan-at-lock' | 'weeks-before';
  baseMilli: number;
  plannedLiftMilli: number;
  soldMilli: number;
  /** Sold minus base. */
  actualLiftMilli: number;
  /** Planned extra units, pre-build included, that were not sold; never more than is on the shelf. null: nothing extra planned. */
  leftoverMilli: number | null;
  inStockRatio: number | null;
  /** Days of the window with known sales. */
  dayCount: number;
};

type ItemFact = {
  itemId: string;
  itemNumber: string;
  description: string;
  category: string | null;
  onHandMilli: number | null;
  plannedBaseMilli: number | null;
  plannedLiftMilli: number | null;
};

const readFacts = (source: Database | Transaction, event: PlanEvent): Promise<ItemFact[]> =>
  rowsOf<ItemFact>(
    source,
    `select item.id as "itemId", item.item_number as "itemNumber", item.description, item.category,
       (select sum(balance.quantity_milli)::float8 from stock_balances balance
        where balance.org_id = $2 and balance.item_id = item.id and balance.state = 'available'
          and ($4::uuid[] is null or balance.location_id = any ($4))) as "onHandMilli",
       expected.base_milli as "plannedBaseMilli", expected.lift_milli as "plannedLiftMilli"
     from items item
     left join lateral (
       select sum(one.base_milli)::float8 as base_milli, sum(one.lift_milli)::float8 as lift_milli
       from plan_event_expectations one where one.plan_event_id = $1 and one.item_id = item.id) expected on true
     where item.org_id = $2 and item.id in (
       select scope.item_id from agreement_item_locations scope where scope.agreement_id = $3)
       and ($5::uuid[] is null or item.id = any ($5))
     order by item.item_number`,
    [
      event.planEventId,
      event.buyerId,
      event.agreementId,
      event.content.locationIds,
      itemIdsOf(event.content),
    ],
  );

const itemIdsOf = ({ items, cannibalised }: PlanEventContent): string[] | null =>
  items.length === 0 ? null : [...items, ...cannibalised].map(({ itemId }) => itemId);

type Totals = Pick<WindowSales, 'soldMilli' | 'knownCount' | 'inStockCount'> & {
  dayCount: number;
  placeDays: number;
};

/** Sums over places; `placeDays` counts the known days of every place, so that an average is per place and day. */
function sumByItem(sales: readonly WindowSales[]): Map<string, Totals> {
  const totals = new Map<string, Totals>();
  for (const row of sales) {
    const sum = totals.get(row.itemId) ?? {
      soldMilli: 0,
      knownCount: 0,
      inStockCount: 0,
      dayCount: 0,
      placeDays: 0,
    };
    sum.soldMilli += row.soldMilli;
    sum.knownCount += row.knownCount;
    sum.inStockCount += row.inStockCount;
    sum.dayCount = Math.max(sum.dayCount, row.dayCount);
    sum.placeDays += row.dayCount;
    totals.set(row.itemId, sum);
  }
  return totals;
}

function evaluateItem(
  fact: ItemFact,
  content: PlanEventContent,
  { during, before }: { during: Totals | undefined; before: Totals | undefined },
): ItemEvaluation {
  const { startsOn, endsBefore } = content.sellThrough;
  const windowDays = daysBetween(startsOn, endsBefore);
  const own = content.items.find(({ itemId }) => itemId === fact.itemId);
  const loss = content.cannibalised.find(({ itemId }) => itemId === fact.itemId);
  const dayCount = during?.dayCount ?? 0;
  const perDayMilli =
    before === undefined || before.placeDays === 0 ? 0 : before.soldMilli / before.placeDays;
  const isPlanned = fact.plannedBaseMilli !== null;
  const known = isPlanned ? dayCount / windowDays : 1;
  const baseMilli = Math.round(
    isPlanned ? (fact.plannedBaseMilli ?? 0) * known : perDayMilli * (during?.placeDays ?? 0),
  );
  const ratio = loss?.liftRatio ?? own?.liftRatio ?? content.liftRatio ?? 0;
  const plannedLiftMilli = fact.plannedLiftMilli ?? own?.liftMilli ?? Math.round(baseMilli * ratio);
  const soldMilli = during?.soldMilli ?? 0;
  const actualLiftMilli = soldMilli - baseMilli;
  const extraMilli = Math.max(0, plannedLiftMilli) + (own?.preBuildMilli ?? 0);
  const leftMilli = Math.max(0, extraMilli - Math.max(0, actualLiftMilli));
  return {
    itemId: fact.itemId,
    itemNumber: fact.itemNumber,
    description: fact.description,
    category: fact.category,
    isCannibalised: loss !== undefined,
    baselineMethod: isPlanned ? 'plan-at-lock' : 'weeks-before',
    baseMilli,
    plannedLiftMilli,
    soldMilli,
    actualLiftMilli,
    leftoverMilli: extraMilli === 0 ? null : Math.min(leftMilli, fact.onHandMilli ?? leftMilli),
    inStockRatio:
      during === undefined || during.knownCount === 0 ? null : during.inStockCount / during.knownCount,
    dayCount,
  };
}

/** What came of an event, from the sales. Throws where the sales are not the reader's to see. */
export async function computeEvaluation(
  context: Context,
  source: Database | Transaction,
  event: PlanEvent,
): Promise<ItemEvaluation[]> {
  const agreement: AgreementInForce = await loadAgreement(context, source, event.agreementId);
  const { content } = event;
  const { startsOn, endsBefore } = content.sellThrough;
  const covered = { itemIds: itemIdsOf(content), locationIds: content.locationIds };
  const quietFrom =
    content.sellIn !== null && content.sellIn.startsOn < startsOn ? content.sellIn.startsOn : startsOn;
  const during = await readSales(context, source, agreement, { startsOn, endsBefore, ...covered });
  const before = await readSales(context, source, agreement, {
    startsOn: addDays(quietFrom, -daysBefore),
    endsBefore: quietFrom,
    ...covered,
  });
  if (during === null || before === null) throw salesNotReadable(event.planEventId);
  const sums = { during: sumByItem(during), before: sumByItem(before) };
  return (await readFacts(source, event)).map((fact) =>
    evaluateItem(fact, content, {
      during: sums.during.get(fact.itemId),
      before: sums.before.get(fact.itemId),
    }),
  );
}
