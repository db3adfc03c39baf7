import { zstdDecompressSync } from 'node:zlib';
import { hashOfBatches, type Replay, sha256, startComputePool } from '../../forecasting/index.ts';
import type { Context } from '../../platform/index.ts';
import { backtestNotFound, backtestNotReplayable } from '../replenishment.errors.ts';
import type { RunState } from '../run.lifecycle.ts';

/** Computes a finished backtest again from its kept inputs and compares the bytes. Writes nothing. */
export async function replayStoredBacktest(
  { db }: Context,
  { backtestId }: { backtestId: string },
): Promise<Replay> {
  const [found] = await db.read<{ state: RunState; resultHash: string | null }>(
    `select state, result_hash as "resultHash" from backtests
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [backtestId],
  );
  if (found === undefined) throw backtestNotFound(backtestId);
  if (found.resultHash === null) throw backtestNotReplayable({ backtestId, state: found.state });
  const pool = startComputePool({
    moduleUrl: new URL('./backtest-batch.ts', import.meta.url),
    threadCount: 1,
  });
  try {
    const hashes: string[] = [];
    for (;;) {
      const [batch] = await db.read<{ input: Buffer }>(
        `select input from backtest_batches
         where org_id = (select current_setting('app.org')::uuid) and backtest_id = $1 and batch_number = $2`,
        [backtestId, hashes.length],
      );
      if (batch === undefined) break;
      hashes.push(sha256(await pool.compute(new Uint8Array(zstdDecompressSync(batch.input)))));
    }
    const hashAfter = hashOfBatches(hashes);
    return { isIdentical: hashAfter === found.resultHash, hashBefore: found.resultHash, hashAfter };
  } finally {
    await pool.close();
  }
}
