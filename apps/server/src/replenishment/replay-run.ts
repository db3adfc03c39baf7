import { zstdDecompressSync } from 'node:zlib';
import {
  hashOfBatches,
  type Replay,
  replayForecast,
  sha256,
  startComputePool,
} from '../forecasting/index.ts';
import type { Context } from '../platform/index.ts';
import { runNotFound, runNotReplayable } from './replenishment.errors.ts';
import type { RunState } from './run.lifecycle.ts';

async function replayPlan({ db }: Context, runId: string): Promise<string> {
  const pool = startComputePool({ moduleUrl: new URL('./plan-batch.ts', import.meta.url), threadCount: 1 });
  try {
    const hashes: string[] = [];
    for (;;) {
      const [batch] = await db.read<{ input: Buffer }>(
        `select input from run_inputs
         where org_id = (select current_setting('app.org')::uuid) and run_id = $1 and batch_number = $2`,
        [runId, hashes.length],
      );
      if (batch === undefined) return hashOfBatches(hashes);
      hashes.push(sha256(await pool.compute(new Uint8Array(zstdDecompressSync(batch.input)))));
    }
  } finally {
    await pool.close();
  }
}

/** Computes a finished run again, forecast and plan, from its kept inputs, and compares the bytes. Writes nothing. */
export async function replayRun(context: Context, { runId }: { runId: string }): Promise<Replay> {
  const [run] = await context.db.read<{
    state: RunState;
    resultHash: string | null;
    forecastVersionId: string | null;
  }>(
    `select state, result_hash as "resultHash", forecast_version_id as "forecastVersionId" from runs
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [runId],
  );
  if (run === undefined) throw runNotFound(runId);
  const { state, resultHash, forecastVersionId } = run;
  if (resultHash === null || forecastVersionId === null) throw runNotReplayable({ runId, state });
  const forecast = await replayForecast(context, forecastVersionId);
  const hashAfter = hashOfBatches([forecast.hashAfter, await replayPlan(context, runId)]);
  return { isIdentical: hashAfter === resultHash, hashBefore: resultHash, hashAfter };
}
