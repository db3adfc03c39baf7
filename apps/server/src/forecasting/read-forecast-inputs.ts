import { zstdDecompressSync } from 'node:zlib';
import type { Database } from '../platform/index.ts';
import type { ForecastBatchInput } from './forecast-batch.ts';

/** The kept input bytes of a version's batches, one after the other: JSON of `ForecastBatchInput`. */
export async function* readForecastInputs(db: Database, versionId: string): AsyncGenerator<Uint8Array> {
  for (let batchNumber = 0; ; batchNumber++) {
    const [batch] = await db.read<{ input: Buffer }>(
      `select input from forecast_inputs
       where org_id = (select current_setting('app.org')::uuid) and version_id = $1 and batch_number = $2`,
      [versionId, batchNumber],
    );
    if (batch === undefined) return;
    yield new Uint8Array(zstdDecompressSync(batch.input));
  }
}

export const parseForecastInput = (bytes: Uint8Array): ForecastBatchInput =>
  JSON.parse(new TextDecoder().decode(bytes)) as ForecastBatchInput;
