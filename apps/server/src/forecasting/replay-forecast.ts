import { zstdDecompressSync } from 'node:zlib';
import type { Context, Database } from '../platform/index.ts';
import { startComputePool } from './compute-pool.ts';
import { hashInOrder } from './content-hash.ts';
import type { HashedForecastRow } from './forecast-batch.ts';
import { forecastInputsRemoved, forecastVersionNotFound } from './forecasting.errors.ts';

export type Replay = { isIdentical: boolean; hashBefore: string; hashAfter: string };

type KeptBatch = { versionId: string; batchNumber: number };

/** The batches that computed the rows of a version, also those of earlier versions. */
const findBatches = (db: Database, versionId: string): Promise<KeptBatch[]> =>
  db.read<KeptBatch>(
    `select distinct computed_version_id as "versionId", batch_number as "batchNumber" from forecast_series
     where org_id = (select current_setting('app.org')::uuid) and version_id = $1 order by 1, 2`,
    [versionId],
  );

const readBatch = async (db: Database, { versionId, batchNumber }: KeptBatch): Promise<Uint8Array> => {
  const [kept] = await db.read<{ input: Buffer }>(
    `select input from forecast_inputs
     where org_id = (select current_setting('app.org')::uuid) and version_id = $1 and batch_number = $2`,
    [versionId, batchNumber],
  );
  if (kept === undefined) throw forecastInputsRemoved(versionId);
  return zstdDecompressSync(kept.input);
};

/** Item-locations of the version that this batch computed: others of it were computed anew since. */
const findMembers = async (db: Database, versionId: string, batch: KeptBatch): Promise<Set<string>> => {
  const rows = await db.read<{ id: string }>(
    `select item_location_id as id from forecast_series
     where org_id = (select current_setting('app.org')::uuid) and version_id = $1 and computed_version_id = $2
       and batch_number = $3`,
    [versionId, batch.versionId, batch.batchNumber],
  );
  return new Set(rows.map(({ id }) => id));
};

/** Computes a published forecast again from its kept inputs and compares the hashes. Writes nothing. */
export async function replayForecast({ db }: Context, versionId: string): Promise<Replay> {
  const [version] = await db.read<{ resultHash: string | null }>(
    'select result_hash as "resultHash" from forecast_versions where id = $1',
    [versionId],
  );
  if (version === undefined || version.resultHash === null) throw forecastVersionNotFound(versionId);
  const batches = await findBatches(db, versionId);
  if (batches.length === 0) throw forecastInputsRemoved(versionId);
  const pool = startComputePool({
    moduleUrl: new URL('./forecast-batch.ts', import.meta.url),
    threadCount: 1,
  });
  try {
    const hashes = new Map<string, string>();
    for (const batch of batches) {
      const members = await findMembers(db, versionId, batch);
      const output = await pool.compute(new Uint8Array(await readBatch(db, batch)));
      const rows = JSON.parse(new TextDecoder().decode(output)) as HashedForecastRow[];
      for (const { itemLocationId, outputHash } of rows)
        if (members.has(itemLocationId)) hashes.set(itemLocationId, outputHash);
    }
    const hashAfter = hashInOrder(hashes);
    return { isIdentical: hashAfter === version.resultHash, hashBefore: version.resultHash, hashAfter };
  } finally {
    await pool.close();
  }
}
