import { chooseAnalogues, type ItemAttributes } from '@coplan/forecasting';
import { readSalesHistory, type SalesHistory } from '../inventory/index.ts';
import type { Database } from '../platform/index.ts';
import type { HistorySeries } from './forecast-batch.ts';
import type { AnalogueFacts, NewItemFacts } from './forecast-from-analogues.ts';

const analoguesMax = 5;
const candidatesMax = 200;
/** An analogue's own past begins with its launch only where others were sold this much longer. */
const launchLagDays = 91;
/** So much of a settled item's late past stands for its level. */
const settledPeriods = { 1: 182, 7: 26 } as const;
const launchPeriodsMax = { 1: 182, 7: 40 } as const;

type Candidate = ItemAttributes & { newId: string; startsOn: string; firstOn: string };

/** Items of the same category or place with half a year of sales, and the new ones themselves (`newId = key`). */
const candidatesQuery = `
with asked as (
  select place.id, item.category, place.location_id from item_locations place
    join items item on item.org_id = place.org_id and item.id = place.item_id
  where place.id = any ($1::uuid[])
), first_sales as (select min(starts_on) as first_on from sales_series where bucket_days = $2)
select asked.id as "newId", near.key, near.category, near.supplier, near.location, near.price, near."startsOn",
  (select first_on::text from first_sales) as "firstOn"
from asked cross join lateral (
  select other.id as key, item.category, other.supplier_id as supplier, other.location_id as location,
    terms.unit_price_micros::float8 as price, coalesce(series.starts_on, current_date)::text as "startsOn"
  from item_locations other
    join items item on item.org_id = other.org_id and item.id = other.item_id
    left join sales_series series on series.org_id = other.org_id and series.item_location_id = other.id
      and series.bucket_days = $2
    left join lateral (
      select unit_price_micros from supplier_terms terms
      where terms.org_id = other.org_id and terms.item_id = other.item_id and terms.supplier_id = other.supplier_id
      order by valid_from desc limit 1) terms on true
  where other.id = asked.id or (item.category is not distinct from asked.category and asked.category is not null
    and cardinality(series.sold_milli) >= $3)
  order by other.id <> asked.id, other.location_id <> asked.location_id, other.id limit $4
) near`;

const periodsMin = { 1: 182, 7: 26 } as const;

/** Where the item began after the others its sales from the launch on; else its late level, again and again. */
function sinceLaunch(history: SalesHistory, firstOn: string): (number | null)[] {
  const { bucketDays, startsOn } = history;
  const sold = history.soldMilli.map((milli, index) => (history.inStock[index] === true ? milli : null));
  const lagDays = (Date.parse(startsOn) - Date.parse(firstOn)) / 86_400_000;
  if (lagDays >= launchLagDays) return sold.slice(0, launchPeriodsMax[bucketDays]);
  const late = sold.slice(-settledPeriods[bucketDays]).filter((milli) => milli !== null);
  const level =
    late.length === 0 ? null : Math.round(late.reduce((sum, milli) => sum + milli, 0) / late.length);
  return [level];
}

/** What planners named goes before what attributes say. */
async function readNamed(db: Database, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.read<{ itemLocationId: string; analogueIds: string[] }>(
    `select item_location_id as "itemLocationId", to_json(analogue_ids) as "analogueIds" from forecast_analogues
     where item_location_id = any ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ itemLocationId, analogueIds }) => [itemLocationId, analogueIds]));
}

async function readOfOneSize(
  db: Database,
  newOnes: readonly HistorySeries[],
  bucketDays: 1 | 7,
): Promise<[string, NewItemFacts][]> {
  const ids = newOnes.map(({ itemLocationId }) => itemLocationId);
  const [candidates, named] = await Promise.all([
    db.read<Candidate>(candidatesQuery, [ids, bucketDays, periodsMin[bucketDays], candidatesMax]),
    readNamed(db, ids),
  ]);
  const byNew = Map.groupBy(candidates, ({ newId }) => newId);
  const chosen = ids.map((id) => {
    const own = byNew.get(id)?.find(({ key }) => key === id);
    const wanted = named.get(id);
    if (wanted !== undefined) return { id, list: wanted.map((key) => ({ key, similarity: 1 })) };
    return { id, list: own === undefined ? [] : chooseAnalogues(own, byNew.get(id) ?? [], analoguesMax) };
  });
  const used = [...new Set(chosen.flatMap(({ list }) => list.map(({ key }) => key)))];
  const found = await readSalesHistory(db, { itemLocationIds: used, bucketDays });
  const histories = new Map(found.map((history) => [history.itemLocationId, history]));
  const firstOn = candidates[0]?.firstOn ?? '';
  return chosen.flatMap(({ id, list }): [string, NewItemFacts][] => {
    const analogues = list.flatMap(({ key, similarity }): AnalogueFacts[] => {
      const history = histories.get(key);
      if (history === undefined) return [];
      const rounded = Math.round(similarity * 1000) / 1000;
      return [{ itemLocationId: key, similarity: rounded, sinceLaunchMilli: sinceLaunch(history, firstOn) }];
    });
    return analogues.length === 0 ? [] : [[id, { bucketDays, isNamed: named.has(id), analogues }]];
  });
}

/** The analogues of new items with their past; items that nothing is like are absent. */
export async function readAnalogues(
  db: Database,
  newOnes: readonly HistorySeries[],
): Promise<Map<string, NewItemFacts>> {
  const found: [string, NewItemFacts][] = [];
  for (const bucketDays of [1, 7] as const) {
    const ofSize = newOnes.filter((series) => series.bucketDays === bucketDays);
    if (ofSize.length > 0) found.push(...(await readOfOneSize(db, ofSize, bucketDays)));
  }
  return new Map(found);
}
