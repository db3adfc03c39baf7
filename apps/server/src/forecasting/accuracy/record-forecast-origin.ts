import { type DemandSpread, sumQuantiles } from '@coplan/forecasting';
import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import { listPlannedItemLocations } from '../../catalog/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { findForecasts, type PublishedForecast } from '../find-forecasts.ts';
import { meansKept, recordedLags } from './recorded-lags.ts';
import type { ForecastOrigin } from './sum-accuracy.ts';

const pageSize = 500;

const sumOf = (values: readonly number[], from: number, to: number): number | null => {
  if (from < 0 || to > values.length) return null;
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index] ?? 0;
  return sum;
};

/** Weekly means and quantiles from the origin on, out of a forecast of days or weeks; `undefined` where it says nothing. */
export function originOf(forecast: PublishedForecast, originOn: LocalDate): ForecastOrigin | undefined {
  const { startsOn, bucketDays, meanMilli, baseMilli, levels, quantilesMilli, spread } = forecast;
  const periodsPerWeek = 7 / bucketDays;
  const offset = daysBetween(startsOn, originOn) / bucketDays;
  const window = (lag: number) => {
    const from = offset + lag * periodsPerWeek;
    return { from, to: from + periodsPerWeek };
  };
  const weekly = (path: readonly number[]) =>
    Array.from({ length: meansKept }, (_, lag) => {
      const { from, to } = window(lag);
      return sumOf(path, from, to);
    });
  const means = weekly(meanMilli);
  if (means.every((mean) => mean === null)) return undefined;
  const whole: DemandSpread = {
    ...spread,
    mean: Float64Array.from(meanMilli, (value) => value / 1000),
    sd: Float64Array.from(spread.sdMilli, (value) => value / 1000),
  };
  const isReached = recordedLags.every((lag) => means[lag] !== null);
  const quantiles = recordedLags.flatMap((lag) => {
    const { from, to } = window(lag);
    if (!isReached) return [];
    if (bucketDays === 7)
      return levels.map((_, level) => quantilesMilli[level * meanMilli.length + from] ?? 0);
    const sums = sumQuantiles(whole, { fromIndex: from, toIndex: to }, levels);
    return Array.from(sums, (value) => Math.round(value * 1000));
  });
  return {
    meanMilli: means,
    baseMilli: weekly(baseMilli),
    levels: isReached ? levels : [],
    quantilesMilli: quantiles,
  };
}

/** The version that stood at the end of the origin's first day (UTC); undefined where none did or its rows are gone. */
async function findVersionAt({ db }: Context, originOn: LocalDate): Promise<string | undefined> {
  const [version] = await db.read<{ versionId: string; state: string }>(
    `select id as "versionId", state from forecast_versions
     where org_id = (select current_setting('app.org')::uuid) and state in ('published', 'archived')
       and issued_at < $1::date
     order by issued_at desc, id desc limit 1`,
    [addDays(originOn, 1)],
  );
  return version?.state === 'published' ? version.versionId : undefined;
}

export async function insertOrigins(
  tx: Transaction,
  about: { originOn: LocalDate; versionId: string },
  origins: readonly (ForecastOrigin & { itemLocationId: string })[],
): Promise<void> {
  await tx.query(
    `insert into forecast_origins (org_id, origin_on, item_location_id, version_id, mean_milli, base_milli, levels,
       quantiles_milli)
     select (select current_setting('app.org')::uuid), $1, row."itemLocationId", $2, row."meanMilli", row."baseMilli", row.levels,
       row."quantilesMilli"
     from json_to_recordset($3::json) as row("itemLocationId" uuid, "meanMilli" bigint[], "baseMilli" bigint[], levels real[],
       "quantilesMilli" bigint[])
     on conflict do nothing`,
    [about.originOn, about.versionId, JSON.stringify(origins)],
  );
}

/**
 * Keeps what the newest version published by the end of the origin's Monday said of the weeks to come, for the day when
 * they are over. The second time changes nothing. Answers how many item-locations it knew.
 */
export async function recordForecastOrigin(
  context: Context,
  originOn: LocalDate,
  signal: AbortSignal,
): Promise<number> {
  const versionId = await findVersionAt(context, originOn);
  if (versionId === undefined) return 0;
  let afterId: string | undefined;
  let count = 0;
  do {
    signal.throwIfAborted();
    const page = await listPlannedItemLocations(context.db, {
      limit: pageSize,
      ...(afterId === undefined ? {} : { afterId }),
    });
    afterId = page.length < pageSize ? undefined : page.at(-1)?.itemLocationId;
    const itemLocationIds = page.map(({ itemLocationId }) => itemLocationId);
    const forecasts = await findForecasts(context.db, { versionId, itemLocationIds });
    const origins = [...forecasts.values()].flatMap((forecast) => {
      const origin = originOf(forecast, originOn);
      return origin === undefined ? [] : [{ ...origin, itemLocationId: forecast.itemLocationId }];
    });
    count += origins.length;
    if (origins.length > 0)
      await context.db.transaction((tx) => insertOrigins(tx, { originOn, versionId }, origins));
  } while (afterId !== undefined);
  return count;
}
