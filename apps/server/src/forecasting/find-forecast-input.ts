import { zstdDecompressSync } from 'node:zlib';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import type { ForecastBatchInput, HistorySeries } from './forecast-batch.ts';
import type { ForecastParameters } from './forecast-parameters.ts';

/** All that one forecast was computed from. */
export type ForecastInput = {
  /** The version in which it was computed; later ones carried it over. */
  computedVersionId: string;
  engineVersion: string;
  parameters: ForecastParameters;
  series: HistorySeries;
  /** SHA-256 of the JSON of `series`. */
  inputHash: string;
};

export const readKeptInput = (kept: Uint8Array): ForecastBatchInput =>
  JSON.parse(new TextDecoder().decode(zstdDecompressSync(kept))) as ForecastBatchInput;

/**
 * The canonical input of an item-location's forecast in a published version, whichever version computed it; undefined
 * where it has none there, or where its inputs were removed.
 */
export async function findForecastInput(
  source: Database | Transaction,
  { versionId, itemLocationId }: { versionId: string; itemLocationId: string },
): Promise<ForecastInput | undefined> {
  const [row] = await rowsOf<Omit<ForecastInput, 'parameters' | 'series'> & { input: Buffer }>(
    source,
    `select forecast.computed_version_id as "computedVersionId", computed.engine_version as "engineVersion",
       encode(forecast.input_hash, 'hex') as "inputHash", kept.input
     from forecast_series forecast
       join forecast_versions computed on computed.org_id = forecast.org_id
         and computed.id = forecast.computed_version_id
       join forecast_inputs kept on kept.org_id = forecast.org_id and kept.version_id = forecast.computed_version_id
         and kept.batch_number = forecast.batch_number
     where forecast.org_id = (select current_setting('app.org')::uuid) and forecast.version_id = $1
       and forecast.item_location_id = $2`,
    [versionId, itemLocationId],
  );
  if (row === undefined) return undefined;
  const { input, ...found } = row;
  const batch = readKeptInput(input);
  const series = batch.series.find((one) => one.itemLocationId === itemLocationId);
  return series === undefined ? undefined : { ...found, parameters: batch.parameters, series };
}
