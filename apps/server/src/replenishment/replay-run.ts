import { zstdDecompressSync } from 'node:zlib';
import {
  hashInOrder,
  hashOfBatches,
  type Replay,
  replayForecast,
  startComputePool,
} from '../forecasting/index.ts';
import type { Context } from '../platform/index.ts';
import { heldInRun } from './held-in-run.ts';
import type { PlanBatchOutput } from './plan-batch.ts';
import { runInputsRemoved, runNotFound, runNotReplayable } from './replenishment.errors.ts';
import type { RunState } from './run.lifecycle.ts';

type KeptBatch = { runId: string; batchNumber: number };
type Member = { itemLocationId: string };

const me = `(select current_setting('app.org')::uuid)`;
const heldIn = `${heldInRun} and held.batch_number is not null`;

/** Computes the batches again that planned what holds in the run, also those of earlier runs. */
async function replayPlan({ db }: Context, runId: string): Promise<string> {
  const batches = await db.read<KeptBatch>(
    `select distinct held.run_id as "runId", held.batch_number as "batchNumber" ${heldIn} order by 1, 2`,
    [runId],
  );
  const pool = startComputePool({ moduleUrl: new URL('./plan-batch.ts', import.meta.url), threadCount: 1 });
  try {
    const hashes = new Map<string, string>();
    for (const batch of batches) {
      const key = [batch.runId, batch.batchNumber];
      const [kept] = await db.read<{ input: Buffer }>(
        `select input from run_inputs where org_id = ${me} and run_id = $1 and batch_number = $2`,
        key,
      );
      if (kept === undefined) throw runInputsRemoved(runId);
      const members = await db.read<Member>(
        `select held.item_location_id as "itemLocationId" ${heldIn} and held.run_id = $2 and held.batch_number = $3`,
        [runId, ...key],
      );
      const isMember = new Set(members.map(({ itemLocationId }) => itemLocationId));
      const output = await pool.compute(new Uint8Array(zstdDecompressSync(kept.input)));
      const { results } = JSON.parse(new TextDecoder().decode(output)) as PlanBatchOutput;
      for (const { itemLocationId, outputHash } of results)
        if (isMember.has(itemLocationId)) hashes.set(itemLocationId, outputHash);
    }
    return hashInOrder(hashes);
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
