import { zstdCompressSync } from 'node:zlib';
import { engineVersion } from '@coplan/forecasting';
import type { ForecastVersionId, LocalDate } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { addPlannerFacts } from './add-planner-facts.ts';
import { type ComputePool, startComputePool } from './compute-pool.ts';
import { hashOfBatches, sha256 } from './content-hash.ts';
import type { ForecastBatchInput } from './forecast-batch.ts';
import { defaultForecastParameters, type ForecastParameters } from './forecast-parameters.ts';
import { noSalesHistory } from './forecasting.errors.ts';
import { versionPublished } from './forecasting.events.ts';
import { keepInFlight } from './in-flight.ts';
import {
  type ForecastMoment,
  findHistoryEnds,
  type HistoryEnds,
  latestDayOf,
  readHistories,
  wholeBefore,
} from './read-histories.ts';

const batchSizeMax = 500;

export type IssueForecastOptions = {
  threadCount: number;
  signal: AbortSignal;
  parameters?: ForecastParameters;
  /** Periods that are not whole then, or come later, are not looked at; absent: the present moment. */
  moment?: ForecastMoment;
  /** Told after every batch; may throw to stop. */
  onProgress?(progress: { doneCount: number; totalCount: number }): Promise<void>;
};

export type IssuedForecast = {
  versionId: ForecastVersionId;
  seriesCount: number;
  snapshotHash: string;
  resultHash: string;
};

/**
 * Forecasts every planned item-location that has sales and publishes the result as a new version. Batches are
 * computed in threads while the next are read. When it throws or is stopped, what was written is removed again and
 * the version before stays the published one.
 */
export async function issueForecast(
  context: Context,
  options: IssueForecastOptions,
): Promise<IssuedForecast> {
  const moment = options.moment ?? { now: context.clock.now(), asOf: null };
  const ends = cutAt(await findHistoryEnds(context.db), await latestDayOf(context.db, moment));
  if (ends.seriesCount === 0) throw noSalesHistory();
  const parameters = options.parameters ?? defaultForecastParameters;
  const versionId = await openVersion(context, parameters, ends);
  const pool = startComputePool({
    moduleUrl: new URL('./forecast-batch.ts', import.meta.url),
    threadCount: options.threadCount,
  });
  try {
    const batches = await computeBatches(context, { versionId, parameters, moment, ends, pool, options });
    return await publish(context, versionId, batches);
  } catch (error) {
    await abandon(context, versionId);
    throw error;
  } finally {
    await pool.close();
  }
}

const earlier = (left: LocalDate, right: LocalDate): LocalDate => (left < right ? left : right);

/** Periods are whole: the one in which the day lies is not looked at. */
const cutAt = ({ daily, weekly, seriesCount }: HistoryEnds, day: LocalDate): HistoryEnds => ({
  daily: daily === null ? null : earlier(daily, wholeBefore(day, 1)),
  weekly: weekly === null ? null : earlier(weekly, wholeBefore(day, 7)),
  seriesCount,
});

async function openVersion({ db, newId, clock }: Context, parameters: ForecastParameters, ends: HistoryEnds) {
  const versionId = newId<ForecastVersionId>();
  const bucketDays = ends.daily === null ? 7 : 1;
  await db.transaction((tx) =>
    tx.query(
      `insert into forecast_versions (id, org_id, issued_at, bucket_days, starts_on, horizon_periods, engine_version,
         parameters, state)
       values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, 'working')`,
      [
        versionId,
        clock.now(),
        bucketDays,
        ends.daily ?? ends.weekly,
        parameters.horizonPeriods[bucketDays === 7 ? 'weekly' : 'daily'],
        engineVersion,
        JSON.stringify(parameters),
      ],
    ),
  );
  return versionId;
}

type Batch = { inputHash: string; outputHash: string; seriesCount: number };
type Work = {
  versionId: ForecastVersionId;
  parameters: ForecastParameters;
  moment: ForecastMoment;
  ends: HistoryEnds;
  pool: ComputePool;
  options: IssueForecastOptions;
};

async function computeBatches(context: Context, work: Work): Promise<Batch[]> {
  const { parameters, moment, ends, options } = work;
  const forecastFrom = { daily: ends.daily, weekly: ends.weekly };
  const batches = keepInFlight<Batch>(options.threadCount + 1);
  let batchNumber = 0;
  let doneCount = 0;
  let afterId: string | undefined;
  try {
    do {
      options.signal.throwIfAborted();
      const { series, lastId } = await readHistories(context.db, { afterId, limit: batchSizeMax, moment });
      afterId = lastId;
      if (series.length === 0) continue;
      await addPlannerFacts(context.db, series, moment);
      const batch = { batchNumber, input: { parameters, forecastFrom, series } };
      batchNumber += 1;
      await batches.add(
        computeBatch(context, work, batch).then(async (done) => {
          doneCount += done.seriesCount;
          await options.onProgress?.({ doneCount, totalCount: Math.max(doneCount, ends.seriesCount) });
          return done;
        }),
      );
    } while (afterId !== undefined);
    return await batches.results();
  } catch (error) {
    // Nothing may still be writing when the rows are removed; the first failure is the one that is told.
    await work.pool.close();
    await batches.settled();
    throw error;
  }
}

async function computeBatch(
  context: Context,
  { versionId, pool }: Work,
  { batchNumber, input }: { batchNumber: number; input: ForecastBatchInput },
): Promise<Batch> {
  const bytes = new TextEncoder().encode(JSON.stringify(input));
  const inputHash = sha256(bytes);
  const kept = zstdCompressSync(bytes);
  const output = await pool.compute(bytes);
  const outputHash = sha256(output);
  await context.db.transaction(async (tx) => {
    await insertSeries(tx, versionId, output);
    await tx.query(
      `insert into forecast_inputs (version_id, org_id, batch_number, input, input_hash, output_hash)
       values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5)`,
      [versionId, batchNumber, kept, inputHash, outputHash],
    );
  });
  return { inputHash, outputHash, seriesCount: input.series.length };
}

/** The result bytes go to the database as they are: the request thread never parses them. */
const insertSeries = (tx: Transaction, versionId: string, output: Uint8Array) =>
  tx.query(
    `insert into forecast_series (version_id, org_id, item_location_id, item_id, location_id, supplier_id, starts_on,
       bucket_days, issued_at, model, demand_class, mean_milli, levels, quantiles_milli, sums, scores, corrections,
       cleaned_milli, event_milli, override_milli, analogues)
     select version.id, version.org_id, row."itemLocationId", row."itemId", row."locationId", row."supplierId",
       row."startsOn", row."bucketDays", version.issued_at, row.model, row."demandClass", row."meanMilli", row.levels,
       row."quantilesMilli", row.sums, row.scores, row.corrections, row."cleanedMilli", row."eventMilli",
       row."overrideMilli", row.analogues
     from json_to_recordset($2::json) as row("itemLocationId" uuid, "itemId" uuid, "locationId" uuid,
         "supplierId" uuid, "startsOn" date, "bucketDays" smallint, model text, "demandClass" text,
         "meanMilli" bigint[], levels real[], "quantilesMilli" bigint[], sums jsonb, scores jsonb, corrections jsonb,
         "cleanedMilli" bigint, "eventMilli" bigint[], "overrideMilli" bigint[], analogues jsonb),
       forecast_versions version
     where version.id = $1 and version.state = 'working'`,
    [versionId, new TextDecoder().decode(output)],
  );

async function publish(
  context: Context,
  versionId: ForecastVersionId,
  batches: Batch[],
): Promise<IssuedForecast> {
  const snapshotHash = hashOfBatches(batches.map((batch) => batch.inputHash));
  const resultHash = hashOfBatches(batches.map((batch) => batch.outputHash));
  const seriesCount = batches.reduce((sum, batch) => sum + batch.seriesCount, 0);
  const organisationId = context.actor.organisationId;
  await context.db.transaction(async (tx) => {
    await tx.query(
      `update forecast_versions set state = 'published', snapshot_hash = $2, result_hash = $3, series_count = $4
       where id = $1 and state = 'working'`,
      [versionId, snapshotHash, resultHash, seriesCount],
    );
    await tx.publish(versionPublished({ organisationId, versionId }));
    await tx.audit({
      command: 'forecasting.issue-forecast',
      subject: { kind: 'forecast-version', id: versionId },
      after: { seriesCount, snapshotHash },
    });
  });
  return { versionId, seriesCount, snapshotHash, resultHash };
}

/** Unpublished rows may be removed; the version itself stays as a record of the attempt. */
async function abandon({ db }: Context, versionId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('delete from forecast_series where version_id = $1', [versionId]);
    await tx.query('delete from forecast_inputs where version_id = $1', [versionId]);
    await tx.query(`update forecast_versions set state = 'abandoned' where id = $1 and state = 'working'`, [
      versionId,
    ]);
  });
}

/** A killed server leaves versions half-written; they are abandoned before the next begins. */
export async function abandonUnfinishedForecasts(context: Context): Promise<void> {
  const unfinished = await context.db.read<{ id: string }>(
    `select id from forecast_versions where org_id = (select current_setting('app.org')::uuid) and state = 'working'`,
  );
  for (const { id } of unfinished) await abandon(context, id);
}
