import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import type { PlanProblem } from '../plan-batch.ts';
import { backtestNotFound } from '../replenishment.errors.ts';
import type { RunState } from '../run.lifecycle.ts';
import type { BacktestRequest } from './backtest-request.ts';
import type { BacktestPoint, BacktestResultView } from './backtest-view.ts';

export const listBacktestsInput = z
  .object({ cursor: z.uuid().optional(), limit: z.int().min(1).max(100).default(20) })
  .default({ limit: 20 });

export type BacktestRow = {
  backtestId: string;
  state: RunState;
  request: BacktestRequest;
  /** Name of the supplier that it is about; null where it is not about one. */
  supplierName: string | null;
  doneCount: number;
  totalCount: number;
  currency: string | null;
  today: BacktestPoint | null;
  alternative: BacktestPoint | null;
  requestedBy: string;
  createdAt: string;
  endedAt: string | null;
  error: string | null;
};

export type BacktestDetail = BacktestRow & {
  result: BacktestResultView | null;
  startsOn: string | null;
  endsBefore: string | null;
  /** Item-locations of the scope that could not be replayed: the first of them word for word. */
  problems: PlanProblem[];
  problemCount: number;
  inputHash: string | null;
  resultHash: string | null;
  engineVersion: string;
  seed: number;
};

const iso = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `backtest.id as "backtestId", backtest.state, request, done_count as "doneCount",
  total_count as "totalCount", backtest.currency, requested_by as "requestedBy", ${iso('created_at')} as "createdAt",
  ${iso('ended_at')} as "endedAt", error,
  (select name from organisations supplier where supplier.id::text = request -> 'scope' ->> 'supplierId') as "supplierName"`;

/** Backtests of the organisation, newest first. Ids are ordered by time, so the id is the cursor. */
export async function listBacktests(
  { db }: Context,
  { cursor, limit }: z.output<typeof listBacktestsInput>,
): Promise<{ rows: BacktestRow[]; nextCursor: string | null }> {
  const rows = await db.read<BacktestRow>(
    `select ${columns}, result -> 'today' as today, result -> 'alternative' as alternative from backtests backtest
     where org_id = (select current_setting('app.org')::uuid) and ($1::uuid is null or backtest.id < $1)
     order by backtest.id desc limit $2`,
    [cursor ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.backtestId ?? null) : null };
}

/** One backtest with its frontier and all that makes it repeatable. */
export async function getBacktest(
  { db }: Context,
  { backtestId }: { backtestId: string },
): Promise<BacktestDetail> {
  const [found] = await db.read<BacktestDetail>(
    `select ${columns}, result -> 'today' as today, result -> 'alternative' as alternative, result,
       starts_on::text as "startsOn", ends_before::text as "endsBefore", problems, problem_count as "problemCount",
       input_hash as "inputHash", result_hash as "resultHash", engine_version as "engineVersion", seed::float8 as seed
     from backtests backtest where org_id = (select current_setting('app.org')::uuid) and backtest.id = $1`,
    [backtestId],
  );
  if (found === undefined) throw backtestNotFound(backtestId);
  return found;
}
