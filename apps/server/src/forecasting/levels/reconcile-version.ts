import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { listPlannedItemLocations, type PlannedItemLocation } from '../../catalog/index.ts';
import { type Context, type Database, defineJob } from '../../platform/index.ts';
import { startComputePool } from '../compute-pool.ts';
import { findForecasts } from '../find-forecasts.ts';
import { forecastVersionNotFound } from '../forecasting.errors.ts';
import { readForecastInputs } from '../read-forecast-inputs.ts';
import { collectLevels, type LevelsInput, weekAxisOf } from './collect-levels.ts';

/** Coarsest first. A region is the country of the place. */
export const levelNames = ['total', 'region', 'category', 'location', 'supplier'] as const;

type Labels = Record<(typeof levelNames)[number], string | null>;

/** Where the item-locations of a batch stand in the hierarchy. */
async function labelsOf(db: Database, places: readonly PlannedItemLocation[]): Promise<Map<string, Labels>> {
  const countries = await db.read<{ locationId: string; country: string | null }>(
    `select id as "locationId", country from locations
     where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])`,
    [[...new Set(places.map(({ locationId }) => locationId))]],
  );
  const countryOf = new Map(countries.map(({ locationId, country }) => [locationId, country]));
  return new Map(
    places.map(({ itemLocationId, category, locationId, supplierId }) => [
      itemLocationId,
      {
        total: '',
        region: countryOf.get(locationId) ?? null,
        category,
        location: locationId,
        supplier: supplierId,
      },
    ]),
  );
}

async function gather(
  { db }: Context,
  versionId: string,
  signal: AbortSignal,
): Promise<LevelsInput | undefined> {
  const [reach] = await db.read<{ latestStart: LocalDate | null; earliestEnd: LocalDate | null }>(
    `select max(starts_on)::text as "latestStart",
       min(starts_on + cardinality(mean_milli) * bucket_days)::text as "earliestEnd"
     from forecast_series where org_id = (select current_setting('app.org')::uuid) and version_id = $1`,
    [versionId],
  );
  if (reach?.latestStart == null || reach.earliestEnd === null) return undefined;
  const axis = weekAxisOf(reach.latestStart, reach.earliestEnd);
  if (axis === undefined) return undefined;
  const collector = collectLevels(axis, levelNames);
  for await (const { series } of readForecastInputs(db, versionId)) {
    signal.throwIfAborted();
    const itemLocationIds = series.map(({ itemLocationId }) => itemLocationId);
    const forecasts = await findForecasts(db, { versionId, itemLocationIds });
    const labels = await labelsOf(db, await listPlannedItemLocations(db, { itemLocationIds }));
    for (const history of series) {
      const forecast = forecasts.get(history.itemLocationId);
      const own = labels.get(history.itemLocationId);
      if (forecast !== undefined && own !== undefined) collector.add(history, forecast, own);
    }
  }
  return collector.finish();
}

const insertLevels = `
insert into forecast_levels (org_id, version_id, level, key, starts_on, method, series_count, own_milli, sum_milli,
  reconciled_milli)
select (select current_setting('app.org')::uuid), $1, level, key, "startsOn", method, "seriesCount", "ownMilli",
  "sumMilli", "reconciledMilli"
from json_to_recordset($2::json) as row(level text, key text, "startsOn" date, method text, "seriesCount" integer,
  "ownMilli" bigint[], "sumMilli" bigint[], "reconciledMilli" bigint[])
on conflict do nothing`;

/**
 * Computes what the totals of a published version say, from its kept inputs: forecasts of their own, the sums of their
 * parts, and both reconciled. The forecasts of the parts, and so the proposals, stay as they are. Twice changes nothing.
 */
export async function reconcileVersion(
  context: Context,
  versionId: string,
  signal: AbortSignal,
): Promise<{ rowCount: number }> {
  const [known] = await context.db.read(
    `select 1 from forecast_levels
     where org_id = (select current_setting('app.org')::uuid) and version_id = $1 limit 1`,
    [versionId],
  );
  if (known !== undefined) return { rowCount: 0 };
  const input = await gather(context, versionId, signal);
  if (input === undefined || input.bottomVariances.length === 0) return { rowCount: 0 };
  const pool = startComputePool({ moduleUrl: new URL('./levels-batch.ts', import.meta.url), threadCount: 1 });
  try {
    const output = await pool.compute(new TextEncoder().encode(JSON.stringify(input)));
    const text = new TextDecoder().decode(output);
    const [written] = await context.db.transaction((tx) =>
      tx.query<{ rowCount: number }>(
        `with made as (${insertLevels} returning 1) select count(*)::integer as "rowCount" from made`,
        [versionId, text],
      ),
    );
    return { rowCount: written?.rowCount ?? 0 };
  } finally {
    await pool.close();
  }
}

const reconcileVersionJobName = 'forecasting.reconcile-version';

export const reconcileVersionJob = defineJob({
  name: reconcileVersionJobName,
  timeoutMs: 1_800_000,
  payload: z.object({ versionId: z.uuid() }),
  run: (context, { versionId }, signal) => reconcileVersion(context, versionId, signal),
});

export const requestLevelsInput = z.object({ versionId: z.uuid() });

/** Asks for the totals of a version; they come within seconds. Asking again changes nothing. */
export async function requestLevels(
  { db }: Context,
  { versionId }: { versionId: string },
): Promise<{ isQueued: true }> {
  await db.transaction(async (tx) => {
    const [version] = await tx.query(
      `select id from forecast_versions
       where org_id = (select current_setting('app.org')::uuid) and id = $1 and state = 'published'`,
      [versionId],
    );
    if (version === undefined) throw forecastVersionNotFound(versionId);
    await tx.enqueue(reconcileVersionJobName, { versionId }, { key: `levels:${versionId}` });
  });
  return { isQueued: true };
}
