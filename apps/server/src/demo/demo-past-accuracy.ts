import { addDays, type LocalDate, localDateAt, startOfIsoWeek } from '@coplan/kernel';
import type { App } from '../app.ts';
import { listPlannedItemLocations } from '../catalog/index.ts';
import {
  findPublishedVersion,
  insertOrigins,
  reconcileVersion,
  recordAccuracy,
  type WeeklySales,
  weeklySalesOf,
} from '../forecasting/index.ts';
import { readSalesHistory } from '../inventory/index.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { demoActor } from './demo-people.ts';

/** Weeks that were measured, and how many before them forecasts of the past were made. */
const measuredWeeks = 26;
const weeksAhead = 10;
const yearWeeks = 52;
const levelWeeks = 8;
/** Quantile levels with their standard normal deviates. */
const deviates = [
  [0.1, -1.2816],
  [0.25, -0.6745],
  [0.5, 0],
  [0.75, 0.6745],
  [0.9, 1.2816],
  [0.95, 1.6449],
  [0.98, 2.0537],
] as const;
const lags = [1, 2, 4, 8];

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Known sales of weeks in stock, from one place of the series until another. */
const knownIn = ({ soldMilli, isInStock }: WeeklySales, from: number, until: number): number[] =>
  soldMilli
    .slice(Math.max(0, from), Math.max(0, until))
    .filter((sold, index): sold is number => sold !== null && isInStock[Math.max(0, from) + index] === true);

/** What a simple method would have said at that time: the level of the last weeks with the shape of the year before. */
function forecastAt(sales: WeeklySales, origin: number) {
  const recent = knownIn(sales, origin - levelWeeks, origin);
  const level = meanOf(recent);
  const yearAgo = meanOf(knownIn(sales, origin - yearWeeks - levelWeeks, origin - yearWeeks));
  const spread = Math.sqrt(meanOf(recent.map((sold) => (sold - level) ** 2)));
  const meanMilli = Array.from({ length: weeksAhead }, (_, lag) => {
    const at = origin - yearWeeks + lag;
    const then = meanOf(knownIn(sales, at - 1, at + 2));
    const shape = yearAgo > 0 && then > 0 ? Math.min(2, Math.max(0.5, then / yearAgo)) : 1;
    return Math.round(level * Math.sqrt(shape));
  });
  const quantilesMilli = lags.flatMap((lag) =>
    deviates.map(([, deviate]) => Math.max(0, Math.round((meanMilli[lag] ?? 0) + deviate * spread * 1.1))),
  );
  return { meanMilli, baseMilli: meanMilli, levels: deviates.map(([value]) => value), quantilesMilli };
}

/**
 * Half a year of forecasts as they would have been made then, from nothing but what had been sold by then, and how they
 * did; and the totals of the present one. Done once.
 */
export async function addPastAccuracy(app: App, retailer: DemoRetailer): Promise<void> {
  const context = app.contextFor(demoActor(retailer.key, ['buyer', 'approver']));
  const { db, clock } = context;
  const signal = new AbortController().signal;
  const version = await findPublishedVersion(db);
  if (version === undefined) return;
  const [known] = await db.read('select 1 from accuracy_weeks limit 1');
  if (known !== undefined) return;
  const places = await listPlannedItemLocations(db);
  const histories = await readSalesHistory(db, {
    itemLocationIds: places.map(({ itemLocationId }) => itemLocationId),
  });
  const running = startOfIsoWeek(localDateAt(clock.now(), retailer.timeZone));
  const weekAt = (weeksAgo: number): LocalDate => addDays(running, -7 * weeksAgo);
  await db.transaction(async (tx) => {
    for (let weeksAgo = measuredWeeks + weeksAhead; weeksAgo >= 1; weeksAgo--) {
      const originOn = weekAt(weeksAgo);
      const origins = histories.map((history) => {
        const sales = weeklySalesOf(history);
        const index = Math.round((Date.parse(originOn) - Date.parse(sales.startsOn)) / 604_800_000);
        return { ...forecastAt(sales, index), itemLocationId: history.itemLocationId };
      });
      await insertOrigins(tx, { originOn, versionId: version.versionId }, origins);
    }
  });
  const weeks = Array.from({ length: measuredWeeks }, (_, index) => weekAt(index + 1));
  await recordAccuracy(context, weeks, signal);
  await reconcileVersion(context, version.versionId, signal);
}
