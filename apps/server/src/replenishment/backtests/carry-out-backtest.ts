import { availableParallelism } from 'node:os';
import { zstdCompressSync } from 'node:zlib';
import { DomainError, type LocalDate, localDateAt } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import { z } from 'zod';
import {
  type ComputePool,
  hashOfBatches,
  keepInFlight,
  sha256,
  startComputePool,
} from '../../forecasting/index.ts';
import { type Context, defineJob, type JsonObject } from '../../platform/index.ts';
import type { PlanProblem } from '../plan-batch.ts';
import { noHistoryToReplay } from '../replenishment.errors.ts';
import { backtestNews } from '../replenishment.events.ts';
import { nextRunState, type RunState } from '../run.lifecycle.ts';
import { RunCancelled } from '../run-progress.ts';
import { carryOutBacktestJobName } from './ask-backtest.ts';
import type { BacktestBatchInput, BacktestBatchOutput, BacktestPlace } from './backtest-batch.ts';
import { followBacktest, type TellBacktest } from './backtest-progress.ts';
import { type BacktestRequest, policyOf, todaysPolicy } from './backtest-request.ts';
import { type BacktestResultView, resultOfParts } from './backtest-view.ts';
import { type BacktestWindow, findBacktestWindow, readBacktestPlaces } from './read-backtest-places.ts';

const timeoutMs = 20 * 60_000;
const threadCountMax = 8;
const placesReadMax = 1_000;
const batchSizeMax = 500;
const problemsToldMax = 100;

type Started = {
  state: RunState;
  request: BacktestRequest;
  seed: number;
  currency: string;
  timeZone: string;
};

/** Takes the backtest up, also again after a kill; `undefined` when it has ended. An earlier attempt's rows go. */
function takeUp({ db, clock }: Context, backtestId: string): Promise<Started | undefined> {
  return db.transaction(async (tx) => {
    const [found] = await tx.query<Started>(
      `select backtest.state, backtest.request, backtest.seed::float8 as seed, own.currency,
         own.time_zone as "timeZone"
       from backtests backtest join organisations own on own.id = backtest.org_id
       where backtest.id = $1 for update of backtest`,
      [backtestId],
    );
    if (found === undefined) return undefined;
    const next = nextRunState(found.state, found.state === 'queued' ? 'start' : 'resume');
    if (next === undefined) return undefined;
    await tx.query(
      `update backtests set state = $2, started_at = $3, done_count = 0, total_count = 0 where id = $1`,
      [backtestId, next, clock.now()],
    );
    await tx.query('delete from backtest_items where backtest_id = $1', [backtestId]);
    await tx.query('delete from backtest_batches where backtest_id = $1', [backtestId]);
    return { ...found, state: next };
  });
}

type Batch = { inputHash: string; outputHash: string; part: BacktestBatchOutput['part'] };

const insertItems = `
insert into backtest_items (org_id, backtest_id, item_location_id, batch_number, series_index, today, alternative,
  stock_change_minor, missed_change_minor, cost_change_minor, service_change)
select (select current_setting('app.org')::uuid), $1, row."itemLocationId", $2, row."seriesIndex", row.today,
  row.alternative,
  (row.alternative ->> 'averageStockMinor')::bigint - (row.today ->> 'averageStockMinor')::bigint,
  (row.alternative ->> 'missedMinor')::bigint - (row.today ->> 'missedMinor')::bigint,
  (row.alternative ->> 'costMinor')::bigint - (row.today ->> 'costMinor')::bigint,
  coalesce((row.alternative ->> 'fillRate')::float8 - (row.today ->> 'fillRate')::float8, 0)
from json_to_recordset($3::json) as row("itemLocationId" uuid, "seriesIndex" integer, today jsonb, alternative jsonb)`;

async function computeBatch(
  { db }: Context,
  about: { backtestId: string; batchNumber: number; input: BacktestBatchInput; pool: ComputePool },
): Promise<Batch> {
  const { backtestId, batchNumber, input, pool } = about;
  const bytes = new TextEncoder().encode(JSON.stringify(input));
  const inputHash = sha256(bytes);
  const kept = zstdCompressSync(bytes);
  const output = await pool.compute(bytes);
  const outputHash = sha256(output);
  const { part, items } = JSON.parse(new TextDecoder().decode(output)) as BacktestBatchOutput;
  await db.transaction(async (tx) => {
    await tx.query(
      `insert into backtest_batches (org_id, backtest_id, batch_number, input, input_hash, output_hash)
       values ((select current_setting('app.org')::uuid), $1, $2, $3, $4, $5)`,
      [backtestId, batchNumber, kept, inputHash, outputHash],
    );
    await tx.query(insertItems, [backtestId, batchNumber, JSON.stringify(items)]);
  });
  killPoint('backtest.batch-written');
  return { inputHash, outputHash, part };
}

type Computed = { batches: Batch[]; problems: PlanProblem[]; problemCount: number };

/** Reads the scope page by page and replays it in threads; days and weeks go into batches of their own. */
async function replayScope(
  context: Context,
  about: {
    backtestId: string;
    started: Started;
    window: BacktestWindow;
    today: LocalDate;
    signal: AbortSignal;
  },
  tell: TellBacktest,
): Promise<Computed> {
  const { backtestId, started, window, today, signal } = about;
  const { request, currency, seed } = started;
  const [counted] = await context.db.read<{ count: number }>(
    `select count(*)::integer as count from item_locations planned join items item on item.id = planned.item_id
     where planned.org_id = (select current_setting('app.org')::uuid) and planned.state = 'active' and item.state = 'active'`,
  );
  const totalCount = counted?.count ?? 0;
  await tell({ doneCount: 0, totalCount });
  const threadCount = Math.min(
    threadCountMax,
    availableParallelism(),
    Math.ceil(totalCount / batchSizeMax) || 1,
  );
  const pool = startComputePool({ moduleUrl: new URL('./backtest-batch.ts', import.meta.url), threadCount });
  const inFlight = keepInFlight(threadCount + 1);
  const batches: Batch[] = [];
  const problems: PlanProblem[] = [];
  const waiting: Record<'daily' | 'weekly', BacktestPlace[]> = { daily: [], weekly: [] };
  let batchNumber = 0;
  let doneCount = 0;
  const send = async (grid: 'daily' | 'weekly'): Promise<void> => {
    const places = waiting[grid].splice(0, batchSizeMax);
    const periodDays = grid === 'daily' ? 1 : 7;
    const perWeek = 7 / periodDays;
    const input: BacktestBatchInput = {
      periodDays,
      startsOn: window.startsOn,
      periodCount: window.weekCount * perWeek,
      replayPeriods: window.replayWeeks * perWeek,
      today: todaysPolicy,
      alternative: policyOf(request.alternative),
      shortageRatio: request.shortageRatio,
      holdingRatioPerYear: request.holdingRatioPerYear,
      orderCostMinor: request.orderCostMinor,
      seed,
      places,
    };
    const at = batchNumber;
    batchNumber += 1;
    const computing = computeBatch(context, { backtestId, batchNumber: at, input, pool });
    await inFlight.add(
      computing.then((batch) => {
        batches[at] = batch;
      }),
    );
  };
  try {
    let afterId: string | undefined;
    do {
      signal.throwIfAborted();
      const { scope } = request;
      const page = await readBacktestPlaces(context, {
        scope,
        window,
        currency,
        today,
        afterId,
        limit: placesReadMax,
      });
      afterId = page.lastId;
      problems.push(...page.problems);
      for (const grid of ['daily', 'weekly'] as const) {
        waiting[grid].push(...page[grid]);
        while (waiting[grid].length >= batchSizeMax || (afterId === undefined && waiting[grid].length > 0))
          await send(grid);
      }
      doneCount += page.readCount;
      await tell({ doneCount, totalCount: Math.max(doneCount, totalCount) });
    } while (afterId !== undefined);
    await inFlight.done();
    return {
      batches,
      problems: problems.slice(0, problemsToldMax),
      problemCount: problems.length,
    };
  } finally {
    await pool.close();
    await inFlight.settled();
  }
}

async function finish(
  context: Context,
  about: {
    backtestId: string;
    window: BacktestWindow;
    computed: Computed;
    result: BacktestResultView;
    currency: string;
  },
): Promise<void> {
  const { backtestId, window, computed, result, currency } = about;
  await context.db.transaction(async (tx) => {
    const [found] = await tx.query<{ state: RunState; isCancelRequested: boolean }>(
      `select state, is_cancel_requested as "isCancelRequested" from backtests where id = $1 for update`,
      [backtestId],
    );
    const next = found === undefined ? undefined : nextRunState(found.state, 'finish');
    if (next === undefined || found?.isCancelRequested) throw new RunCancelled('The backtest was cancelled');
    await tx.query(
      `update backtests set state = $2, ended_at = $3, result = $4, input_hash = $5, result_hash = $6, starts_on = $7,
         ends_before = $8, currency = $9, problems = $10, problem_count = $11, done_count = total_count where id = $1`,
      [
        backtestId,
        next,
        context.clock.now(),
        JSON.stringify(result),
        hashOfBatches(computed.batches.map(({ inputHash }) => inputHash)),
        hashOfBatches(computed.batches.map(({ outputHash }) => outputHash)),
        window.startsOn,
        window.endsBefore,
        currency,
        JSON.stringify(computed.problems),
        computed.problemCount,
      ],
    );
    await tx.publish(
      backtestNews('replenishment.backtest-ended', {
        organisationId: context.actor.organisationId,
        backtestId,
        state: next,
      }),
    );
  });
}

/** It failed or was stopped: what was computed of it goes. */
async function giveUp(
  { db, clock, actor }: Context,
  backtestId: string,
  { event, error }: { event: 'fail' | 'cancel'; error?: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [found] = await tx.query<{ state: RunState }>(
      'select state from backtests where id = $1 for update',
      [backtestId],
    );
    const next = found === undefined ? undefined : nextRunState(found.state, event);
    if (next === undefined) return;
    await tx.query('delete from backtest_items where backtest_id = $1', [backtestId]);
    await tx.query('delete from backtest_batches where backtest_id = $1', [backtestId]);
    await tx.query(`update backtests set state = $2, ended_at = $3, error = $4 where id = $1`, [
      backtestId,
      next,
      clock.now(),
      error ?? null,
    ]);
    await tx.publish(
      backtestNews('replenishment.backtest-ended', {
        organisationId: actor.organisationId,
        backtestId,
        state: next,
      }),
    );
  });
}

const isShutdown = (signal: AbortSignal): boolean =>
  signal.aborted && (signal.reason as Error | undefined)?.name !== 'TimeoutError';

async function replay(
  context: Context,
  { backtestId, started, signal }: { backtestId: string; started: Started; signal: AbortSignal },
): Promise<JsonObject> {
  const today = localDateAt(context.clock.now(), started.timeZone);
  const window = await findBacktestWindow(context.db, today);
  if (window === undefined) throw noHistoryToReplay();
  const tell = followBacktest(context, backtestId);
  const computed = await replayScope(context, { backtestId, started, window, today, signal }, tell);
  const result = resultOfParts(
    computed.batches.map(({ part }) => part),
    {
      today: todaysPolicy,
      alternative: policyOf(started.request.alternative),
      seed: started.seed,
      windowDays: window.replayWeeks * 7,
    },
  );
  if (result.seriesCount === 0) throw noHistoryToReplay();
  killPoint('backtest.before-done');
  await finish(context, { backtestId, window, computed, result, currency: started.currency });
  return { seriesCount: result.seriesCount, problemCount: computed.problemCount };
}

/** Carries a queued backtest out; killed at any step it begins again. It reads history and writes only its result. */
export async function carryOutBacktest(
  context: Context,
  { backtestId, signal }: { backtestId: string; signal: AbortSignal },
): Promise<JsonObject> {
  const started = await takeUp(context, backtestId);
  if (started === undefined) return { isSkipped: true };
  try {
    return await replay(context, { backtestId, started, signal });
  } catch (error) {
    if (isShutdown(signal)) throw error;
    if (error instanceof RunCancelled) {
      await giveUp(context, backtestId, { event: 'cancel' });
      return { isCancelled: true };
    }
    const message = error instanceof Error ? error.message : String(error);
    await giveUp(context, backtestId, { event: 'fail', error: message });
    if (error instanceof DomainError) return { failed: message };
    throw error;
  }
}

export const carryOutBacktestJob = defineJob({
  name: carryOutBacktestJobName,
  timeoutMs,
  attemptsMax: 3,
  payload: z.object({ backtestId: z.uuid() }),
  run: (context, { backtestId }, signal) => carryOutBacktest(context, { backtestId, signal }),
});
