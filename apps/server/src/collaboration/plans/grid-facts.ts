import type { ForecastPurpose } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import type { Context, Database } from '../../platform/index.ts';
import { regroupByDays } from './bucket-axis.ts';
import type { GridAxis } from './grid-axis.ts';
import type { GridLine } from './grid-lines.ts';
import type { GridMeasure, MeasureCode } from './grid-measures.ts';

/** Values in units by item-location, one per grid column. */
export type FactCells = Map<string, (number | null)[]>;

type Series = {
  itemLocationId: string;
  startsOn: LocalDate;
  bucketDays: 1 | 7;
  amountsMilli: (number | null)[];
};

const ownHistory = `
select item_location_id as "itemLocationId", starts_on::text as "startsOn", bucket_days as "bucketDays",
  to_json(sold_milli) as "amountsMilli"
from sales_series where org_id = $1 and item_location_id = any ($2::uuid[]) order by bucket_days desc`;

const ownForecast = `
select series.item_location_id as "itemLocationId", series.starts_on::text as "startsOn",
  series.bucket_days as "bucketDays", to_json(series.mean_milli) as "amountsMilli"
from forecast_series series
where series.org_id = $1 and series.item_location_id = any ($2::uuid[]) and series.version_id = (
  select version.id from forecast_versions version where version.org_id = $1 and version.state = 'published'
  order by version.issued_at desc limit 1)`;

const receipts = `
select scope.item_location_id as "itemLocationId", receipt.due_on::text as "startsOn", 1 as "bucketDays",
  json_build_array(sum(receipt.quantity_milli)) as "amountsMilli"
from scheduled_receipts receipt join agreement_item_locations scope
  on scope.buyer_id = receipt.org_id and scope.item_id = receipt.item_id and scope.location_id = receipt.location_id
where receipt.org_id = $1 and scope.item_location_id = any ($2::uuid[])
group by scope.item_location_id, receipt.due_on`;

/** Series that do not overlap the grid's columns leave them null; several of one item-location are added up. */
function toCells(series: readonly Series[], axis: GridAxis, { isSparse }: { isSparse: boolean }): FactCells {
  const cells: FactCells = new Map();
  const to = { startsOn: axis.startsOn, bucketDays: axis.bucketDays, bucketCount: axis.bucketCount };
  for (const { itemLocationId, amountsMilli, ...from } of series) {
    const held = cells.get(itemLocationId) ?? new Array<number | null>(axis.bucketCount).fill(null);
    const amounts = isSparse ? addSparse(amountsMilli, from, to) : regroupByDays(amountsMilli, from, to);
    for (const [column, amount] of amounts.entries()) {
      if (amount !== null) held[column] = (held[column] ?? 0) + amount / 1_000;
    }
    cells.set(itemLocationId, held);
  }
  return cells;
}

/** Single days put into the bucket in which they lie. */
function addSparse(
  amounts: readonly (number | null)[],
  from: { startsOn: LocalDate },
  to: { startsOn: LocalDate; bucketDays: number; bucketCount: number },
): (number | null)[] {
  const placed = new Array<number | null>(to.bucketCount).fill(null);
  const dayMs = 86_400_000;
  const day = Math.round((Date.parse(from.startsOn) - Date.parse(to.startsOn)) / dayMs);
  const column = Math.floor(day / to.bucketDays);
  if (column >= 0 && column < to.bucketCount) placed[column] = amounts[0] ?? null;
  return placed;
}

type Fact = { code: MeasureCode; name: string; sql: string; isSparse: boolean };

const factsOf = (purpose: ForecastPurpose): Fact[] =>
  purpose === 'sales'
    ? [
        { code: 'history', name: 'Sold', sql: ownHistory, isSparse: false },
        { code: 'statistical', name: 'Statistical forecast', sql: ownForecast, isSparse: false },
      ]
    : [{ code: 'receipts', name: 'Receipts due', sql: receipts, isSparse: true }];

const readOwn = (db: Database, sql: string, values: unknown[]): Promise<Series[]> =>
  db.read<Series>(sql, values);

/** The measures besides plans that the asking side sees; the buyer's own facts are its own to see. */
export async function findFactMeasures(
  _context: Context,
  { agreement }: GridAxis,
  purpose: ForecastPurpose,
): Promise<GridMeasure[]> {
  if (agreement.mySide === 'seller') return [];
  return factsOf(purpose).map(({ code, name }) => ({
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
  { db }: Context,
  axis: GridAxis,
  { lines, purpose }: { lines: readonly GridLine[]; purpose: ForecastPurpose },
): Promise<Map<MeasureCode, FactCells>> {
  const { agreement } = axis;
  if (agreement.mySide === 'seller') return new Map();
  const itemLocationIds = lines.map(({ itemLocationId }) => itemLocationId);
  const read = await Promise.all(
    factsOf(purpose).map(async ({ code, sql, isSparse }) => {
      const series = await readOwn(db, sql, [agreement.buyerId, itemLocationIds]);
      return [code, toCells(series, axis, { isSparse })] as const;
    }),
  );
  return new Map(read);
}
