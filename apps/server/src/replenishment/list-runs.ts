import type { RunId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import type { PlanProblem } from './plan-batch.ts';
import { runNotFound } from './replenishment.errors.ts';
import type { RunState } from './run.lifecycle.ts';

export const listRunsInput = z
  .object({ cursor: z.uuid().optional(), limit: z.int().min(1).max(100).default(20) })
  .default({ limit: 20 });
export const getRunInput = z.object({ runId: z.uuid() });

export type RunRow = {
  runId: RunId;
  state: RunState;
  phase: string;
  doneCount: number;
  totalCount: number;
  counts: Record<string, number>;
  requestedBy: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  error: string | null;
};
export type RunView = RunRow & {
  snapshotHash: string | null;
  resultHash: string | null;
  engineVersion: string;
  seed: number;
  parameters: Record<string, unknown>;
  forecastVersionId: string | null;
  /** The first item-locations that could not be planned, and what to do about each. */
  problems: PlanProblem[];
};

const iso = (column: 'created_at' | 'started_at' | 'ended_at'): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `id as "runId", state, phase, done_count as "doneCount", total_count as "totalCount", counts,
  requested_by as "requestedBy", ${iso('created_at')} as "createdAt", ${iso('started_at')} as "startedAt",
  ${iso('ended_at')} as "endedAt", error`;

/** Runs of the organisation, newest first. Ids are ordered by time, so the id is the cursor. */
export async function listRuns(
  { db }: Context,
  { cursor, limit }: z.output<typeof listRunsInput>,
): Promise<{ rows: RunRow[]; nextCursor: string | null }> {
  const rows = await db.read<RunRow>(
    `select ${columns} from runs
     where org_id = (select current_setting('app.org')::uuid) and ($1::uuid is null or id < $1)
     order by id desc limit $2`,
    [cursor ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.runId ?? null) : null };
}

/** One run with all that makes it repeatable. */
export async function getRun({ db }: Context, { runId }: { runId: string }): Promise<RunView> {
  const [run] = await db.read<RunView>(
    `select ${columns}, snapshot_hash as "snapshotHash", result_hash as "resultHash",
       engine_version as "engineVersion", seed, parameters, forecast_version_id as "forecastVersionId", problems
     from runs where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [runId],
  );
  if (run === undefined) throw runNotFound(runId);
  return run;
}
