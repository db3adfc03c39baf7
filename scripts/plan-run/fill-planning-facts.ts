import {
  addDays,
  dayNumber,
  type ItemId,
  type LocationId,
  localDateAt,
  startOfIsoWeek,
} from '@coplan/kernel';
import { recordItemLocations, recordItems, recordTerms } from '../../apps/server/src/catalog/index.ts';
import { recordSales, recordStockCounts } from '../../apps/server/src/inventory/index.ts';
import { recordLocations } from '../../apps/server/src/partners/index.ts';
import { seededRandom } from '../measure.ts';
import type { BenchServer } from './open-bench-server.ts';

const batchSize = 500;
export type Size = { itemCount: number; storeCount: number; weekCount: number };
type Place = { id: string; itemId: ItemId; locationId: LocationId };

/** Demand of a grocery's shelf: regular, seasonal, or now and then; some weeks without stock. */
function demandOf(random: () => number, weekCount: number) {
  const level = 3 + random() * 60;
  const isIntermittent = random() < 0.25;
  const wave = random() * 0.4;
  const sold = Array.from({ length: weekCount }, (_, week) => {
    if (isIntermittent && random() > 0.3) return 0;
    const season = 1 + wave * Math.sin((2 * Math.PI * week) / 52);
    return Math.round(level * season * (0.6 + 0.8 * random())) * 1000;
  });
  return { sold, inStock: sold.map(() => random() > 0.03), level };
}

async function fillCatalog(
  { context, supplierId }: BenchServer,
  { itemCount, storeCount }: Size,
): Promise<Place[]> {
  const { db } = context;
  const itemNumbers = Array.from({ length: itemCount }, (_, index) => `I${String(index).padStart(6, '0')}`);
  const codes = Array.from({ length: storeCount }, (_, index) => `S${String(index).padStart(4, '0')}`);
  return db.transaction(async (tx) => {
    const { idsByNumber } = await recordItems(
      context,
      tx,
      itemNumbers.map((itemNumber) => ({ itemNumber })),
    );
    const { idsByCode } = await recordLocations(
      context,
      tx,
      codes.map((code) => ({ code })),
    );
    const today = localDateAt(context.clock.now(), 'Europe/Oslo');
    const terms = [...idsByNumber.values()].map((itemId, index) => ({
      supplierId,
      itemId,
      leadTimeDays: 2 + (index % 6),
      orderWeekdays: [1, 3, 5],
      cutOffTime: '11:00',
      multipleMilli: (1 + (index % 12)) * 1000,
      rounding: 'up' as const,
      unitPriceMicros: 1_000_000 + index * 1000,
      currency: 'NOK',
      validFrom: addDays(today, -800),
    }));
    await recordTerms(context, tx, terms);
    const places = [...idsByNumber.values()].flatMap((itemId) =>
      [...idsByCode.values()].map((locationId) => ({ itemId, locationId, supplierId })),
    );
    await recordItemLocations(context, tx, places);
    return tx.query<Place>(
      'select id, item_id as "itemId", location_id as "locationId" from item_locations order by id',
    );
  });
}

/** Items × stores with sales of the last weeks, and stock for about a week each. */
export async function fillPlanningFacts(
  server: BenchServer,
  size: Size,
): Promise<{ itemLocationCount: number }> {
  const { context } = server;
  const places = await fillCatalog(server, size);
  const random = seededRandom(42);
  const monday = startOfIsoWeek(localDateAt(context.clock.now(), 'Europe/Oslo'));
  const days = Array.from({ length: size.weekCount }, (_, week) =>
    dayNumber(addDays(monday, (week - size.weekCount) * 7)),
  );
  for (let start = 0; start < places.length; start += batchSize) {
    const batch = places
      .slice(start, start + batchSize)
      .map((place) => ({ place, demand: demandOf(random, size.weekCount) }));
    await context.db.transaction(async (tx) => {
      const facts = batch.map(({ place, demand: { sold, inStock } }) => ({
        itemLocationId: place.id,
        rowNumbers: days,
        points: { days, soldMilli: sold, inStock },
      }));
      await recordSales(context, tx, { bucketDays: 7, facts });
      const counts = batch.map(({ place: { itemId, locationId }, demand }) => ({
        itemId,
        locationId,
        state: 'available' as const,
        quantityMilli: Math.round(demand.level * 1.5 * random()) * 1000,
      }));
      await recordStockCounts(context, tx, counts, { sourceKind: 'bench', sourceId: `batch-${start}` });
    });
  }
  return { itemLocationCount: places.length };
}
