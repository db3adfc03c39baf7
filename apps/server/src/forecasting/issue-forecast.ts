import { zstdCompressSync } from 'node:zlib';
import { engineVersion } from '@coplan/forecasting';
import { assert, type ForecastVersionId, type LocalDate } from '@coplan/kernel';
import type { Context } from '../platform/index.ts';
import { addPlannerFacts, isNew } from './add-planner-facts.ts';
import { type ComputePool, startComputePool } from './compute-pool.ts';
import { sha256 } from './content-hash.ts';
import {
  type ForecastCandidate,
  findChangedSeries,
  findWholeDays,
  firstId,
  latePeriodsMax,
} from './find-changed-series.ts';
import { defaultForecastParameters, type ForecastParameters } from './forecast-parameters.ts';
import { noSalesHistory } from './forecasting.errors.ts';
import { keepInFlight } from './in-flight.ts';
import {
  type ForecastMoment,
  findHistoryEnds,
  type HistoryEnds,
  latestDayOf,
  readHistories,
  wholeBefore,
} from './read-histories.ts';
import {
  abandonForecast,
  type IssuedForecast,
  type OpenVersion,
  publishForecast,
  writeBatch,
} from './write-forecast.ts';

const batchSizeMax = 500;
/** So many item-locations are compared in one statement with what holds. */
const pageSizeMax = 5_000;

export type IssueForecastOptions = {
  threadCount: number;
  signal: AbortSignal;
  parameters?: ForecastParameters;
  /** Periods that are not whole then, or come later, are not looked at; absent: the present moment. */
  moment?: ForecastMoment;
  /** Forecast also what has no news. */
  isEverything?: boolean;
  /** Told after every batch; may throw to stop. */
  onProgress?(progress: { doneCount: number; totalCount: number }): Promise<void>;
};

/**
 * Forecasts every planned item-location that has sales and publishes the result as a new version. What has no news
 * since the version before is carried over; the result is the same as if all were computed. Batches are computed in
 * threads while the next are read. When it throws or is stopped, what was written is removed again and the version
 * before stays the published one.
 */
export async function issueForecast(
  context: Context,
  options: IssueForecastOptions,
): Promise<IssuedForecast> {
  const moment = options.moment ?? { now: context.clock.now(), asOf: null };
  const ends = cutAt(await findHistoryEnds(context.db), await latestDayOf(context.db, moment));
  if (ends.seriesCount === 0) throw noSalesHistory();
  const parameters = options.parameters ?? defaultForecastParameters;
  const version = await openVersion(context, parameters, ends);
  const pool = startComputePool({
    moduleUrl: new URL('./forecast-batch.ts', import.meta.url),
    threadCount: options.threadCount,
  });
  const fingerprint = fingerprintOf(parameters);
  try {
    const work = { version, parameters, fingerprint, moment, ends, pool, options };
    const droppedIds = await computeChanged(context, work);
    return await publishForecast(context, version, { fingerprint, droppedIds });
  } catch (error) {
    await abandonForecast(context, version.versionId);
    throw error;
  } finally {
    await pool.close();
  }
}

/** The same names in the same order, wherever the parameters come from: the database keeps them in an order of its own. */
const inOrder = (parameters: ForecastParameters): string =>
  JSON.stringify(parameters, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );

/** Everything that all series share: another of it, and every forecast is another. */
const fingerprintOf = (parameters: ForecastParameters): string =>
  sha256(JSON.stringify([engineVersion, latePeriodsMax, inOrder(parameters)])).slice(0, 16);

const earlier = (left: LocalDate, right: LocalDate): LocalDate => (left < right ? left : right);

/** Periods are whole: the one in which the day lies is not looked at. */
const cutAt = ({ daily, weekly, seriesCount }: HistoryEnds, day: LocalDate): HistoryEnds => ({
  daily: daily === null ? null : earlier(daily, wholeBefore(day, 1)),
  weekly: weekly === null ? null : earlier(weekly, wholeBefore(day, 7)),
  seriesCount,
});

async function openVersion(
  { db, newId, clock }: Context,
  parameters: ForecastParameters,
  ends: HistoryEnds,
): Promise<OpenVersion> {
  const versionId = newId<ForecastVersionId>();
  const bucketDays = ends.daily === null ? 7 : 1;
  const [opened] = await db.transaction((tx) =>
    tx.query<{ versionNumber: number }>(
      `insert into forecast_versions (id, org_id, issued_at, bucket_days, starts_on, horizon_periods, engine_version,
         parameters, state)
       values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, 'working')
       returning version_number as "versionNumber"`,
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
  assert(opened !== undefined, 'a version that was inserted has a number');
  return { versionId, versionNumber: opened.versionNumber };
}

type Work = {
  version: OpenVersion;
  parameters: ForecastParameters;
  fingerprint: string;
  moment: ForecastMoment;
  ends: HistoryEnds;
  pool: ComputePool;
  options: IssueForecastOptions;
};

/** Compares page by page, computes what changed in batches, and answers who dropped out. */
async function computeChanged(context: Context, work: Work): Promise<string[]> {
  const { ends, options, version, fingerprint } = work;
  const inFlight = keepInFlight(options.threadCount + 1);
  const wholeDays = await findWholeDays(context.db, work.moment);
  const latestDay = await latestDayOf(context.db, work.moment);
  const droppedIds: string[] = [];
  let waiting: ForecastCandidate[] = [];
  let batchNumber = 0;
  let doneCount = 0;
  const tell = async (count: number): Promise<void> => {
    doneCount += count;
    await options.onProgress?.({ doneCount, totalCount: Math.max(doneCount, ends.seriesCount) });
  };
  const compute = async (candidates: ForecastCandidate[]): Promise<void> => {
    const batch = await readBatch(context, work, candidates);
    batchNumber += 1;
    await inFlight.add(
      computeBatch(context, work, { ...batch, batchNumber: batchNumber - 1 }).then(() =>
        tell(candidates.length),
      ),
    );
  };
  try {
    for (let afterId: string | null = firstId; afterId !== null; ) {
      options.signal.throwIfAborted();
      const page = await findChangedSeries(context.db, {
        afterId,
        limit: pageSizeMax,
        versionNumber: version.versionNumber,
        ends,
        wholeDays,
        latestDay,
        fingerprint,
        isEverything: options.isEverything === true,
      });
      afterId = page.lastId;
      droppedIds.push(...page.droppedIds);
      await tell(page.candidateCount - page.changed.length);
      waiting = [...waiting, ...page.changed];
      while (waiting.length >= batchSizeMax || (afterId === null && waiting.length > 0)) {
        options.signal.throwIfAborted();
        await compute(waiting.slice(0, batchSizeMax));
        waiting = waiting.slice(batchSizeMax);
      }
    }
    await inFlight.done();
    return droppedIds;
  } catch (error) {
    // Nothing may still be writing when the rows are removed; the first failure is the one that is told.
    await work.pool.close();
    await inFlight.settled();
    throw error;
  }
}

type ReadBatch = { bytes: Uint8Array<ArrayBuffer>; candidates: readonly ForecastCandidate[] };

async function readBatch(
  { db }: Context,
  { parameters, moment, version }: Work,
  candidates: readonly ForecastCandidate[],
): Promise<ReadBatch> {
  const series = await readHistories(db, candidates);
  await addPlannerFacts(db, series, moment);
  // A new item follows others, whose news are its own: its mark is never found again, so it is forecast every time.
  const newIds = new Set(series.filter(isNew).map(({ itemLocationId }) => itemLocationId));
  const marked = candidates.map((one) =>
    newIds.has(one.itemLocationId) ? { ...one, mark: `new in ${version.versionId}` } : one,
  );
  const bytes = new TextEncoder().encode(JSON.stringify({ parameters, series }));
  return { bytes, candidates: marked };
}

async function computeBatch(
  context: Context,
  { version, pool }: Work,
  { batchNumber, bytes, candidates }: ReadBatch & { batchNumber: number },
): Promise<void> {
  const inputHash = sha256(bytes);
  const kept = zstdCompressSync(bytes);
  const output = await pool.compute(bytes);
  const outputHash = sha256(output);
  await context.db.transaction((tx) =>
    writeBatch(tx, version.versionId, { batchNumber, kept, inputHash, output, outputHash, candidates }),
  );
}
