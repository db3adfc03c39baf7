import { availableParallelism } from 'node:os';
import { DomainError, type RunId } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import { z } from 'zod';
import { listItemLocationSpans } from '../catalog/index.ts';
import {
  findPlanningAgreements,
  forgetOutlooks,
  type OrderForecastPlan,
  publishOrderForecasts,
} from '../collaboration/index.ts';
import {
  abandonUnfinishedForecasts,
  hashOfBatches,
  type IssuedForecast,
  issueForecast,
} from '../forecasting/index.ts';
import { type Context, defineJob, type JsonObject, recountTables } from '../platform/index.ts';
import { approveWithoutPerson } from './approve-without-person.ts';
import { type ComputedProposals, computeProposals } from './compute-proposals.ts';
import { lockForRunStart } from './decision-lock.ts';
import { putBeforeBuyers } from './put-before-buyers.ts';
import { runNews } from './replenishment.events.ts';
import { nextRunState, type RunState } from './run.lifecycle.ts';
import { followProgress, RunCancelled, type RunPhase, type TellProgress } from './run-progress.ts';
import { carryOutRunJobName, type RunParameters } from './start-run.ts';
import { makeResultsHold, type RunIdentity, removeUnfinished } from './write-results.ts';

const timeoutMs = 30 * 60_000;
const threadCountMax = 8;
/** What a run reads and writes by the row: the database must know how much it is, also just after an import. */
const tablesOfRun = [
  ...['items', 'locations', 'item_locations', 'supplier_terms', 'planning_policies'],
  ...['sales_series', 'stock_balances', 'scheduled_receipts'],
  ...['agreement_item_locations', 'forecast_plan_rows', 'order_outlooks', 'commits'],
  ...['forecast_events', 'forecast_overrides', 'forecast_decisions', 'forecast_rows'],
  ...['plan_results', 'proposals'],
];

type StartedRun = {
  runNumber: number;
  state: RunState;
  phase: RunPhase;
  parameters: RunParameters;
  startedAt: Date;
  counts: JsonObject;
};

/** Takes the run up, also again after a kill; `undefined` when it has ended. What a killed attempt left is removed. */
async function takeUp({ db, clock }: Context, runId: string): Promise<StartedRun | undefined> {
  return db.transaction(async (tx) => {
    await lockForRunStart(tx);
    const [run] = await tx.query<StartedRun>(
      `select run_number as "runNumber", state, phase, parameters, started_at as "startedAt", counts
       from runs where id = $1 for update`,
      [runId],
    );
    if (run === undefined) return undefined;
    const next = nextRunState(run.state, run.state === 'queued' ? 'start' : 'resume');
    if (next === undefined) return undefined;
    if (run.phase === 'approve') return run;
    const startedAt = clock.now();
    await tx.query(
      `update runs set state = $2, phase = 'forecast', started_at = $3, done_count = 0, total_count = 0 where id = $1`,
      [runId, next, startedAt],
    );
    await removeUnfinished(tx, runId);
    await forgetOutlooks(tx, runId);
    return { ...run, state: next, phase: 'forecast' as const, startedAt };
  });
}

/** One transaction: the buyers' worklist and the run's phase change together. */
async function write(
  context: Context,
  identity: RunIdentity,
  computed: ComputedProposals & { forecast: IssuedForecast; plans: readonly OrderForecastPlan[] },
): Promise<void> {
  const { runId } = identity;
  const { forecast, plans, mutedCount, droppedIds } = computed;
  await context.db.transaction(async (tx) => {
    const [run] = await tx.query<{ isCancelRequested: boolean; engineVersion: string }>(
      `select is_cancel_requested as "isCancelRequested", engine_version as "engineVersion" from runs where id = $1 and state = 'running' for update`,
      [runId],
    );
    if (run === undefined || run.isCancelRequested) throw new RunCancelled('The run was cancelled');
    await recountTables(tx, ['plan_results', 'proposals']);
    const spans = await listItemLocationSpans(tx);
    const { summary, problems } = await makeResultsHold(tx, identity, { droppedIds, spans });
    const {
      snapshotHash: planSnapshot,
      resultHash: planResult,
      computed: plansComputed,
      ...counted
    } = summary;
    const snapshotHash = hashOfBatches([forecast.snapshotHash, planSnapshot]);
    const put = await putBeforeBuyers(context, tx, { runId, proposedCount: summary.proposed, spans });
    const source = { runId, snapshotHash, engineVersion: run.engineVersion };
    const told = await publishOrderForecasts(context, tx, { plans, source });
    const carried = {
      forecastsComputed: forecast.computedCount,
      forecastsCarriedOver: forecast.seriesCount - forecast.computedCount,
      plansComputed,
      plansCarriedOver: counted.planned + counted.problems - plansComputed,
    };
    await tx.query(
      `update runs set phase = 'approve', forecast_version_id = $2, snapshot_hash = $3, result_hash = $4,
         counts = $5, problems = $6 where id = $1`,
      [
        runId,
        forecast.versionId,
        snapshotHash,
        hashOfBatches([forecast.resultHash, planResult]),
        JSON.stringify({
          ...counted,
          ...carried,
          ...put,
          muted: mutedCount,
          orderForecasts: told.forecastCount,
        }),
        JSON.stringify(problems),
      ],
    );
  });
}

async function compute(
  context: Context,
  { runId, run, signal }: { runId: string; run: StartedRun; signal: AbortSignal },
  tell: TellProgress,
): Promise<void> {
  const identity = { runId, runNumber: run.runNumber };
  const threadCount = Math.min(threadCountMax, availableParallelism());
  await abandonUnfinishedForecasts(context);
  await context.db.transaction((tx) => recountTables(tx, tablesOfRun));
  const forecast = await issueForecast(context, {
    threadCount,
    signal,
    parameters: run.parameters.forecast,
    moment: { now: run.startedAt, asOf: run.parameters.asOf },
    isEverything: run.parameters.isEverything === true,
    onProgress: (progress) => tell({ phase: 'forecast', ...progress }),
  });
  killPoint('run.forecast-written');
  const { asOf } = run.parameters;
  const agreements = await findPlanningAgreements(context.db, asOf ?? run.startedAt);
  const at = { now: run.startedAt, asOf, forecastVersionId: forecast.versionId, agreements };
  // A look back plans as of its day, but tells no partner.
  const plans =
    asOf === null ? agreements.map((agreement) => ({ ...agreement, planId: context.newId() })) : [];
  const totalCount = forecast.seriesCount;
  await tell({ phase: 'plan', doneCount: 0, totalCount });
  const computed = await computeProposals(
    context,
    {
      ...{ run: identity, at, plans, totalCount, threadCount, signal },
      isEverything: run.parameters.isEverything === true,
    },
    tell,
  );
  await tell({ phase: 'write', doneCount: totalCount, totalCount });
  await write(context, identity, { ...computed, forecast, plans });
  // Whole tables have other contents now: the pages that buyers open next are planned by what was counted.
  await context.db.transaction((tx) => recountTables(tx, ['plan_results', 'proposals']));
  killPoint('run.proposals-written');
}

/** The run is over, one way or the other; unfinished proposals of it are removed. */
async function end(
  { db, clock, actor }: Context,
  runId: string,
  { event, error, counts }: { event: 'finish' | 'fail' | 'cancel'; error?: string; counts?: JsonObject },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [run] = await tx.query<{ state: RunState }>('select state from runs where id = $1 for update', [
      runId,
    ]);
    const next = run === undefined ? undefined : nextRunState(run.state, event);
    if (next === undefined) return;
    if (event !== 'finish') {
      await removeUnfinished(tx, runId);
      await forgetOutlooks(tx, runId);
    }
    await tx.query(
      `update runs set state = $2, phase = case when $2 = 'done' then 'done' else phase end, ended_at = $3, error = $4,
         counts = counts || $5::jsonb where id = $1`,
      [runId, next, clock.now(), error ?? null, JSON.stringify(counts ?? {})],
    );
    await tx.publish(
      runNews('replenishment.run-ended', { organisationId: actor.organisationId, runId, state: next }),
    );
  });
}

const isShutdown = (signal: AbortSignal): boolean =>
  signal.aborted && (signal.reason as Error | undefined)?.name !== 'TimeoutError';

/**
 * Carries a queued run out: forecast, plan, put before the buyers, approve what needs no person. Killed at any step
 * it begins again, or goes on where its proposals were already put before the buyers; nothing is proposed twice.
 */
export async function carryOutRun(
  context: Context,
  { runId, signal }: { runId: string; signal: AbortSignal },
): Promise<JsonObject> {
  const run = await takeUp(context, runId);
  if (run === undefined) return { isSkipped: true };
  try {
    if (run.phase !== 'approve')
      await compute(context, { runId, run, signal }, followProgress(context, runId));
    const approved = await approveWithoutPerson(context, { runId, signal });
    await end(context, runId, { event: 'finish', counts: approved });
    return approved;
  } catch (error) {
    if (isShutdown(signal)) throw error;
    if (error instanceof RunCancelled) {
      await end(context, runId, { event: 'cancel' });
      return { isCancelled: true };
    }
    const message = error instanceof Error ? error.message : String(error);
    await end(context, runId, { event: 'fail', error: message });
    if (error instanceof DomainError) return { failed: message };
    throw error;
  }
}

export const carryOutRunJob = defineJob({
  name: carryOutRunJobName,
  timeoutMs,
  attemptsMax: 3,
  payload: z.object({ runId: z.uuid().transform((id) => id as RunId) }),
  run: (context, { runId }, signal) => carryOutRun(context, { runId, signal }),
});
