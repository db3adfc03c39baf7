import { zstdCompressSync } from 'node:zlib';
import { engineVersion as forecastEngineVersion } from '@coplan/forecasting';
import { localDateAt } from '@coplan/kernel';
import { engineVersion as planningEngineVersion } from '@coplan/planning';
import { carryOutlooks, findToldPlans, type OrderForecastPlan } from '../collaboration/index.ts';
import { type ComputePool, keepInFlight, sha256, startComputePool } from '../forecasting/index.ts';
import type { Context } from '../platform/index.ts';
import { findChangedPlans, type PlanCandidate, type PlanComparison } from './find-changed-plans.ts';
import { localTimeAt } from './local-time.ts';
import { deliveryCalendarCode, type PlanAsOf, readPlanCases } from './read-plan-cases.ts';
import type { TellProgress } from './run-progress.ts';
import { type RunIdentity, writeBatch, writeUnread } from './write-results.ts';

const batchSizeMax = 500;
/** So many item-locations are compared in one statement with what holds. */
const pageSizeMax = 5_000;
const firstId = '00000000-0000-0000-0000-000000000000';

export type ComputedProposals = {
  mutedCount: number;
  /** Item-locations that were planned before and are not any more. */
  droppedIds: string[];
};

type Work = {
  run: RunIdentity;
  at: PlanAsOf;
  plans: readonly OrderForecastPlan[];
  totalCount: number;
  threadCount: number;
  signal: AbortSignal;
  /** Plan also what has no news. */
  isEverything: boolean;
};

/** The last run whose order forecasts were told: what has no news is told again in the same words. */
async function findToldBefore({ db }: Context, { runNumber }: RunIdentity): Promise<string[]> {
  const [before] = await db.read<{ id: string }>(
    `select id from runs where org_id = (select current_setting('app.org')::uuid) and run_number < $1
       and snapshot_hash is not null and parameters ->> 'asOf' is null
     order by run_number desc limit 1`,
    [runNumber],
  );
  return before === undefined ? [] : findToldPlans({ query: db.read }, before.id);
}

async function prepareComparison(context: Context, { run, at, ...work }: Work): Promise<PlanComparison> {
  const { now, asOf, agreements = [], forecastVersionId } = at;
  const zones = await context.db.read<{ timeZone: string }>(
    `select distinct time_zone as "timeZone" from locations
     where org_id = (select current_setting('app.org')::uuid)`,
  );
  return {
    runNumber: run.runNumber,
    moments: zones.map(({ timeZone }) => ({
      timeZone,
      today: asOf ?? localDateAt(now, timeZone),
      localTime: asOf === null ? localTimeAt(now, timeZone) : '00:00',
    })),
    fingerprint: sha256(JSON.stringify([forecastEngineVersion, planningEngineVersion, agreements])),
    calendarCode: deliveryCalendarCode,
    forecastVersionId,
    isAgreed: agreements.length > 0,
    isEverything: work.isEverything,
    isTold: work.plans.length > 0,
    toldPlanIds: await findToldBefore(context, run),
  };
}

async function computeBatch(
  context: Context,
  { run, plans, pool }: Work & { pool: ComputePool },
  about: {
    batchNumber: number;
    bytes: Uint8Array<ArrayBuffer>;
    candidates: readonly PlanCandidate[];
    caseCount: number;
  },
): Promise<void> {
  const { batchNumber, bytes, candidates, caseCount } = about;
  const inputHash = sha256(bytes);
  const kept = zstdCompressSync(bytes);
  const result = await pool.compute(bytes);
  const batch = {
    ...{ batchNumber, kept, inputHash, caseCount },
    output: new TextDecoder().decode(result),
    outputHash: sha256(result),
  };
  await writeBatch(context, run, { batch, candidates, plans });
}

/**
 * Plans every item-location that has news and writes what it finds as new proposals, which nobody sees yet; of the
 * others the earlier result stands. Batches are computed in threads while the next are read; memory stays bounded.
 */
export async function computeProposals(
  context: Context,
  about: Work,
  tell: TellProgress,
): Promise<ComputedProposals> {
  const { run, at, plans, signal, threadCount, totalCount } = about;
  const comparison = await prepareComparison(context, about);
  const pool = startComputePool({ moduleUrl: new URL('./plan-batch.ts', import.meta.url), threadCount });
  const inFlight = keepInFlight(threadCount + 1);
  const computed: ComputedProposals = { mutedCount: 0, droppedIds: [] };
  let waiting: PlanCandidate[] = [];
  let batchNumber = 0;
  let doneCount = 0;
  const tellDone = async (count: number): Promise<void> => {
    doneCount += count;
    await tell({ phase: 'plan', doneCount, totalCount: Math.max(doneCount, totalCount) });
  };
  const computeNext = async (candidates: readonly PlanCandidate[]): Promise<void> => {
    const itemLocationIds = candidates.map(({ itemLocationId }) => itemLocationId);
    const { cases, problems } = await readPlanCases(context, at, { limit: batchSizeMax, itemLocationIds });
    await writeUnread(context, run, { problems, candidates });
    if (cases.length === 0) return tellDone(candidates.length);
    const bytes = new TextEncoder().encode(JSON.stringify({ cases }));
    const batch = { batchNumber, bytes, candidates, caseCount: cases.length };
    batchNumber += 1;
    await inFlight.add(
      computeBatch(context, { ...about, pool }, batch).then(() => tellDone(candidates.length)),
    );
  };
  try {
    for (let afterId: string | null = firstId; afterId !== null; ) {
      signal.throwIfAborted();
      const page = await findChangedPlans(context.db, { afterId, limit: pageSizeMax }, comparison);
      const { changed, droppedIds, lastId } = page;
      const exceptIds = [...changed.map(({ itemLocationId }) => itemLocationId), ...droppedIds];
      const span = {
        runId: run.runId,
        plans,
        toldPlanIds: comparison.toldPlanIds,
        afterId,
        lastId,
        exceptIds,
      };
      if (plans.length > 0) await context.db.transaction((tx) => carryOutlooks(tx, span));
      computed.mutedCount += page.mutedCount;
      computed.droppedIds.push(...droppedIds);
      afterId = lastId;
      await tellDone(page.candidateCount - changed.length);
      waiting = [...waiting, ...changed];
      while (waiting.length >= batchSizeMax || (afterId === null && waiting.length > 0)) {
        signal.throwIfAborted();
        await computeNext(waiting.slice(0, batchSizeMax));
        waiting = waiting.slice(batchSizeMax);
      }
    }
    await inFlight.done();
    return computed;
  } finally {
    await pool.close();
    await inFlight.settled();
  }
}
