import type { ForecastPurpose, SharedMeasure } from '@coplan/collaboration';
import { daysBetween, type LocalDate } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';
import { readShared } from '../sharing/index.ts';
import { regroupByDays } from './bucket-axis.ts';
import type { GridAxis } from './grid-axis.ts';
import type { GridLine } from './grid-lines.ts';
import type { GridMeasure, MeasureCode } from './grid-measures.ts';

/** Values in units by item-location, one per grid column. */
export type FactCells = Map<string, (number | null)[]>;

type Series = {
  itemLocationId: string;
  startsOn: LocalDate;
  bucketDays: number;
  amountsMilli: (number | null)[];
};

const ownHistory = `
select item_location_id as "itemLocationId", starts_on::text as "startsOn", bucket_days as "bucketDays",
  to_json(sold_milli) as "amountsMilli"
from sales_series sold where org_id = $1 and item_location_id = any ($2::uuid[])
  and bucket_days = (select min(finest.bucket_days) from sales_series finest
    where finest.org_id = sold.org_id and finest.item_location_id = sold.item_location_id)`;

const ownForecast = `
select series.item_location_id as "itemLocationId", series.starts_on::text as "startsOn",
  series.bucket_days as "bucketDays", to_json(series.mean_milli) as "amountsMilli"
from forecast_series series
where series.org_id = $1 and series.item_location_id = any ($2::uuid[]) and series.version_id = (
  select version.id from forecast_versions version where version.org_id = $1 and version.state = 'published'
  order by version.issued_at desc limit 1)`;

/** Both sides see their orders; a commit in the bucket that it answers. */
const orders = `
select item_location_id as "itemLocationId", due_on::text as "startsOn", 1 as "bucketDays",
  json_build_array(sum(quantity_milli)) as "amountsMilli"
from order_consumption
where buyer_id = $1 and item_location_id = any ($2::uuid[]) and cancelled_at is null and due_on >= $3
group by item_location_id, due_on`;

const commits = `
select item_location_id as "itemLocationId", starts_on::text as "startsOn", bucket_days as "bucketDays",
  json_build_array(committed_milli) as "amountsMilli"
from commits
where buyer_id = $1 and item_location_id = any ($2::uuid[]) and state in ('submitted', 'short', 'accepted')
  and starts_on >= $3`;

/** Stands behind the buyer's order forecast; the seller has rows only while stock on hand is shared. */
const receipts = `
select outlook.item_location_id as "itemLocationId", plan.starts_on::text as "startsOn",
  plan.bucket_days as "bucketDays", to_json(outlook.receipts_milli) as "amountsMilli"
from forecast_plans plan join order_outlooks outlook on outlook.buyer_id = plan.buyer_id and outlook.plan_id = plan.id
where plan.id = $4 and outlook.buyer_id = $1 and outlook.item_location_id = any ($2::uuid[]) and plan.starts_on >= $3::date - 800`;

const projected = `
select outlook.item_location_id as "itemLocationId", plan.starts_on::text as "startsOn",
  plan.bucket_days as "bucketDays", to_json(outlook.balance_milli) as "amountsMilli"
from forecast_plans plan join order_outlooks outlook on outlook.buyer_id = plan.buyer_id and outlook.plan_id = plan.id
where plan.id = $4 and outlook.buyer_id = $1 and outlook.item_location_id = any ($2::uuid[]) and plan.starts_on >= $3::date - 800`;

type Fact = {
  code: MeasureCode;
  name: string;
  sql: string;
  /** Of single buckets, which are added up; else one series that covers all its buckets. */
  isSparse: boolean;
  /** What the buyer shares it under; null: it belongs to both. */
  measure: SharedMeasure | null;
  /** The seller reads it through the shared views instead of the buyer's tables. */
  isViewed: boolean;
};

const salesFacts: readonly Fact[] = [
  { code: 'history', name: 'Sold', sql: ownHistory, isSparse: false, measure: 'pos', isViewed: true },
  {
    code: 'statistical',
    name: 'Statistical forecast',
    sql: ownForecast,
    isSparse: false,
    measure: 'forecast',
    isViewed: true,
  },
];
const orderFacts: readonly Fact[] = [
  { code: 'orders', name: 'Ordered', sql: orders, isSparse: true, measure: null, isViewed: false },
  { code: 'commit', name: 'Commit', sql: commits, isSparse: true, measure: null, isViewed: false },
  { code: 'receipts', name: 'Receipts', sql: receipts, isSparse: false, measure: 'on-hand', isViewed: false },
  {
    code: 'projected',
    name: 'Projected stock',
    sql: projected,
    isSparse: false,
    measure: 'on-hand',
    isViewed: false,
  },
];

const factsOf = (purpose: ForecastPurpose): readonly Fact[] =>
  purpose === 'sales' ? salesFacts : orderFacts;

const openMeasures = `
select rule.measure from sharing_rules rule
where rule.agreement_id = $1 and rule.reader_id = (select current_setting('app.org')::uuid) and rule.closed_at is null
  and rule.place = 'location' and rule.item = 'item'`;

/** The facts that the asking side may see item by item and place by place. */
async function visibleFacts({ db }: Context, axis: GridAxis, purpose: ForecastPurpose): Promise<Fact[]> {
  const { agreement } = axis;
  const facts = factsOf(purpose).filter(
    ({ code }) => (code !== 'receipts' && code !== 'projected') || outlookPlanId(axis) !== null,
  );
  if (agreement.mySide === 'buyer') return facts;
  const rows = await db.read<{ measure: SharedMeasure }>(openMeasures, [agreement.agreementId]);
  const open = new Set(rows.map(({ measure }) => measure));
  return facts.filter(({ measure }) => measure === null || open.has(measure));
}

/** The buyer's order forecast that receipts and projected stock stand behind. */
function outlookPlanId({ agreement, current }: GridAxis): string | null {
  const plan = agreement.mySide === 'buyer' ? current.minePublished : current.partner;
  return plan?.planId ?? null;
}

/** Columns that a series does not cover stay null; several buckets of one item-location are added up. */
function toCells(series: readonly Series[], axis: GridAxis, { isSparse }: Fact): FactCells {
  const cells: FactCells = new Map();
  const to = { startsOn: axis.startsOn, bucketDays: axis.bucketDays, bucketCount: axis.bucketCount };
  for (const { itemLocationId, amountsMilli, ...from } of series) {
    const held = cells.get(itemLocationId) ?? new Array<number | null>(axis.bucketCount).fill(null);
    cells.set(itemLocationId, held);
    if (isSparse) {
      const column = Math.floor(daysBetween(to.startsOn, from.startsOn) / to.bucketDays);
      const amount = amountsMilli[0] ?? null;
      if (amount !== null && column >= 0 && column < to.bucketCount) {
        held[column] = (held[column] ?? 0) + amount / 1_000;
      }
      continue;
    }
    for (const [column, amount] of regroupByDays(amountsMilli, from, to).entries()) {
      if (amount !== null) held[column] = amount / 1_000;
    }
  }
  return cells;
}

async function readSeries(
  context: Context,
  axis: GridAxis,
  { fact, itemLocationIds }: { fact: Fact; itemLocationIds: readonly string[] },
): Promise<Series[]> {
  const { agreement } = axis;
  if (agreement.mySide === 'buyer' || !fact.isViewed || fact.measure === null) {
    const values: unknown[] = [agreement.buyerId, itemLocationIds];
    if (fact.sql.includes('$3')) values.push(axis.startsOn);
    if (fact.sql.includes('$4')) values.push(outlookPlanId(axis));
    return context.db.read<Series>(fact.sql, values);
  }
  const rows = await readShared(context.db, context, {
    measure: fact.measure,
    agreementId: agreement.agreementId,
    ownerId: agreement.buyerId,
    itemLocationIds,
    source: fact.measure === 'forecast' ? 'shared_forecast' : null,
    purpose: 'planning grid',
  });
  return rows.flatMap(({ itemLocationId, startsOn, bucketDays, amounts }) =>
    itemLocationId === null
      ? []
      : [{ itemLocationId, startsOn: startsOn as LocalDate, bucketDays, amountsMilli: amounts }],
  );
}

/** The measures besides plans that the asking side sees; the others are absent. */
export async function findFactMeasures(
  context: Context,
  axis: GridAxis,
  purpose: ForecastPurpose,
): Promise<GridMeasure[]> {
  return (await visibleFacts(context, axis, purpose)).map(({ code, name }) => ({
    code,
    name,
    planId: null,
    isEditable: false,
    layer: null,
    partyName: null,
  }));
}

/** The cells of those measures for one block of lines. */
export async function readFactCells(
  context: Context,
  axis: GridAxis,
  { lines, purpose }: { lines: readonly GridLine[]; purpose: ForecastPurpose },
): Promise<Map<MeasureCode, FactCells>> {
  if (lines.length === 0) return new Map();
  const itemLocationIds = lines.map(({ itemLocationId }) => itemLocationId);
  const facts = await visibleFacts(context, axis, purpose);
  const read = await Promise.all(
    facts.map(async (fact) => {
      const series = await readSeries(context, axis, { fact, itemLocationIds });
      return [fact.code, toCells(series, axis, fact)] as const;
    }),
  );
  return new Map(read);
}
