import type { Database } from '../platform/index.ts';
import { readKeptInput } from './find-forecast-input.ts';
import type { ForecastBatchInput } from './forecast-batch.ts';

const me = `(select current_setting('app.org')::uuid)`;

type Batch = { computedVersionId: string; batchNumber: number; memberIds: string[] };

/**
 * The inputs of all forecasts of a published version, batch by batch, wherever each was computed: what was carried over
 * lies with an earlier version. Nothing of a version whose inputs were removed.
 */
export async function* readForecastInputs(
  db: Database,
  versionId: string,
): AsyncGenerator<ForecastBatchInput> {
  const batches = await db.read<Batch>(
    `select computed_version_id as "computedVersionId", batch_number as "batchNumber",
       json_agg(item_location_id) as "memberIds"
     from forecast_series where org_id = ${me} and version_id = $1 and batch_number is not null
     group by 1, 2 order by 1, 2`,
    [versionId],
  );
  for (const { computedVersionId, batchNumber, memberIds } of batches) {
    const [kept] = await db.read<{ input: Buffer }>(
      `select input from forecast_inputs where org_id = ${me} and version_id = $1 and batch_number = $2`,
      [computedVersionId, batchNumber],
    );
    if (kept === undefined) continue;
    const isMember = new Set(memberIds);
    const { series, ...shared } = readKeptInput(kept.input);
    yield { ...shared, series: series.filter(({ itemLocationId }) => isMember.has(itemLocationId)) };
  }
}
