import { addDays, dayNumber, isoWeekday, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import {
  recordSales,
  recordScheduledReceipts,
  recordStockCounts,
  type SalesFacts,
  type ScheduledReceiptFacts,
  type StockCount,
} from '../inventory/index.ts';
import type { Context } from '../platform/index.ts';
import { type DemoItem, findDemoPlaces } from './demo-catalog.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { type DemoSeries, demoWeeks, makeDemand, recentPerWeek } from './demo-demand.ts';
import { addIncidentEvents, isPromoted, withIncident } from './demo-incidents.ts';
import { organisationIdOf } from './demo-people.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';

type Placed = Awaited<ReturnType<typeof findDemoPlaces>>[number];

const seriesPerBatchMax = 100;

/** Sales end with the last day, or the last whole week, before today. */
function seriesOf(
  placed: Placed,
  retailer: DemoRetailer,
  today: LocalDate,
): SalesFacts & { series: DemoSeries } {
  const { item, place, row } = placed;
  const { bucketDays } = retailer;
  const random = createSeededRandom(`${retailer.key} ${row.itemNumber} ${row.locationCode}`);
  const weeksBefore = bucketDays === 7 ? demoWeeks : demoWeeks - 1;
  const startsOn = addDays(startOfIsoWeek(today), -7 * weeksBefore);
  const firstWeekOfYear = Math.floor((dayNumber(startsOn) % 365.25) / 7) % 52;
  const made = makeDemand(item.product, { size: place.size, bucketDays, firstWeekOfYear }, random);
  const about = { product: item.product.description, place: place.code };
  const series = withIncident(made, { retailerKey: retailer.key, ...about });
  if (bucketDays === 1) {
    const isPast = series.soldMilli.length - (8 - isoWeekday(today));
    series.soldMilli.length = isPast;
    series.inStock.length = isPast;
  }
  const endsBefore = bucketDays === 7 ? dayNumber(startOfIsoWeek(today)) : dayNumber(today);
  const days = series.soldMilli.map(
    (_, index) => endsBefore - (series.soldMilli.length - index) * bucketDays,
  );
  return {
    itemLocationId: row.itemLocationId,
    points: { days, soldMilli: series.soldMilli, inStock: series.inStock },
    rowNumbers: days.map(() => 0),
    series,
  };
}

/** Weeks of sales on the shelf: most places are about right, some are nearly empty, a few hold far too much. */
function weeksOnHand(random: SeededRandom, cycleWeeks: number): number {
  const luck = random.uniform();
  if (luck < 0.14) return random.between(0, 0.25);
  if (luck < 0.5) return cycleWeeks * random.between(0.4, 1.1);
  if (luck < 0.9) return cycleWeeks * random.between(1.1, 2);
  return random.between(6, 11);
}

function stockOf(
  { item, row }: Placed,
  perWeek: number,
  today: LocalDate,
  random: SeededRandom,
): StockCount[] {
  const cycleWeeks = (item.supplier.leadTimeDays + 5) / 7;
  const pieces = Math.round(perWeek * weeksOnHand(random, cycleWeeks));
  const about = { itemId: row.itemId, locationId: row.locationId, countedOn: today };
  const counts: StockCount[] = [{ ...about, state: 'available', quantityMilli: pieces * 1000 }];
  if (random.chance(0.04)) {
    counts.push({ ...about, state: 'quarantine', quantityMilli: item.product.caseSize * 1000 });
  }
  return counts;
}

function receiptOf(
  { item, row }: Placed,
  perWeek: number,
  today: LocalDate,
  random: SeededRandom,
): ScheduledReceiptFacts[] {
  if (!random.chance(0.22)) return [];
  const cases = Math.max(1, Math.round((perWeek * random.between(0.5, 1.2)) / item.product.caseSize));
  const isLate = random.chance(0.2);
  const kind = isLate || random.chance(0.5) ? ('in-transit' as const) : ('on-order' as const);
  const dueOn = addDays(today, isLate ? -random.whole(1, 4) : random.whole(1, item.supplier.leadTimeDays));
  const number = `45${random.whole(10_000, 99_999)}`;
  const receipt: ScheduledReceiptFacts = {
    itemId: row.itemId,
    locationId: row.locationId,
    supplierId: organisationIdOf(item.supplier.key),
    kind,
    dueOn,
    orderedOn: addDays(dueOn, -item.supplier.leadTimeDays),
    quantityMilli: cases * item.product.caseSize * 1000,
    sourceKind: 'import',
    sourceId: `demo:${row.itemNumber}:${row.locationCode}`,
    sourceLabel: `${kind === 'in-transit' ? 'In transit' : 'On order'} ${number}`,
  };
  return [receipt];
}

/** Two years of sales, the stock of today and what is coming; only where there is none yet. */
export async function addFacts(
  context: Context,
  { retailer, items, today }: { retailer: DemoRetailer; items: readonly DemoItem[]; today: LocalDate },
): Promise<void> {
  const [known] = await context.db.read(
    `select 1 from stock_entries where org_id = (select current_setting('app.org')::uuid) limit 1`,
  );
  if (known !== undefined) return;
  const { bucketDays } = retailer;
  const placed = await findDemoPlaces(context, items);
  const counts: StockCount[] = [];
  const receipts: ScheduledReceiptFacts[] = [];
  for (let from = 0; from < placed.length; from += seriesPerBatchMax) {
    const facts = placed.slice(from, from + seriesPerBatchMax).map((place) => {
      const { series, ...fact } = seriesOf(place, retailer, today);
      const perWeek = recentPerWeek(series, bucketDays);
      const random = createSeededRandom(
        `stock ${retailer.key} ${place.row.itemNumber} ${place.row.locationCode}`,
      );
      counts.push(...stockOf(place, perWeek, today, random));
      receipts.push(...receiptOf(place, perWeek, today, random));
      return fact;
    });
    await context.db.transaction((tx) => recordSales(context, tx, { bucketDays, facts }));
  }
  const promoted = placed.find(({ item, place }) =>
    isPromoted({ product: item.product.description, place: place.code }),
  );
  if (promoted !== undefined && retailer.key === 'northwind-grocers')
    await addIncidentEvents(context, { itemLocationId: promoted.row.itemLocationId, today });
  await context.db.transaction(async (tx) => {
    await recordScheduledReceipts(context, tx, receipts);
    await recordStockCounts(context, tx, counts, { sourceKind: 'demo', sourceId: retailer.key });
  });
}
