import { zstdDecompressSync } from 'node:zlib';
import type { Context } from '../platform/index.ts';
import { startComputePool } from './compute-pool.ts';
import { hashOfBatches, sha256 } from './content-hash.ts';
import { forecastInputsRemoved, forecastVersionNotFound } from './forecasting.errors.ts';

export type Replay = { isIdentical: boolean; hashBefore: string; hashAfter: string };

/** Computes a published forecast again from its kept inputs and compares the bytes. Writes nothing. */
export async function replayForecast({ db }: Context, versionId: string): Promise<Replay> {
  const [version] = await db.read<{ resultHash: string | null }>(
    'select result_hash as "resultHash" from forecast_versions where id = $1',
    [versionId],
  );
  if (version === undefined || version.resultHash === null) throw forecastVersionNotFound(versionId);
  const pool = startComputePool({
    moduleUrl: new URL('./forecast-batch.ts', import.meta.url),
    threadCount: 1,
  });
  try {
    const hashes: string[] = [];
    for (;;) {
      const [batch] = await db.read<{ input: Buffer }>(
        `select input from forecast_inputs
         where org_id = (select current_setting('app.org')::uuid) and version_id = $1 and batch_number = $2`,
        [versionId, hashes.length],
      );
      if (batch === undefined) break;
      hashes.push(sha256(await pool.compute(new Uint8Array(zstdDecompressSync(batch.input)))));
    }
    if (hashes.length === 0) throw forecastInputsRemoved(versionId);
    const hashAfter = hashOfBatches(hashes);
    return { isIdentical: hashAfter === version.resultHash, hashBefore: version.resultHash, hashAfter };
  } finally {
    await pool.close();
  }
}
