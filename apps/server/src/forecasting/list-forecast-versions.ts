import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { forecastVersionNotFound } from './forecasting.errors.ts';

export const listForecastVersionsInput = z.object({
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(20),
});

export type ForecastVersionRow = {
  versionId: string;
  issuedAt: string;
  bucketDays: number;
  startsOn: string;
  horizonPeriods: number;
  engineVersion: string;
  snapshotHash: string | null;
  resultHash: string | null;
  seriesCount: number;
  state: string;
};

const columns = `id as "versionId",
  to_char(issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "issuedAt", bucket_days as "bucketDays",
  starts_on as "startsOn", horizon_periods as "horizonPeriods", engine_version as "engineVersion",
  snapshot_hash as "snapshotHash", result_hash as "resultHash", series_count as "seriesCount", state`;

/** Forecast versions of the organisation, newest first. Ids are ordered by time, so the id is the cursor. */
export async function listForecastVersions(
  { db }: Context,
  { cursor, limit }: z.output<typeof listForecastVersionsInput>,
): Promise<{ rows: ForecastVersionRow[]; nextCursor: string | null }> {
  const rows = await db.read<ForecastVersionRow>(
    `select ${columns} from forecast_versions
     where org_id = (select current_setting('app.org')::uuid) and ($1::uuid is null or id < $1)
     order by id desc limit $2`,
    [cursor ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.versionId ?? null) : null };
}

export const getForecastVersionInput = z.object({ versionId: z.uuid() });

/** One version with what it was computed with and how its series are spread over models and demand classes. */
export async function getForecastVersion({ db }: Context, { versionId }: { versionId: string }) {
  const [version] = await db.read<ForecastVersionRow & { parameters: Record<string, unknown> }>(
    `select ${columns}, parameters from forecast_versions
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [versionId],
  );
  if (version === undefined) throw forecastVersionNotFound(versionId);
  const classes = await db.read<{ demandClass: string; seriesCount: number }>(
    `select demand_class as "demandClass", count(*)::integer as "seriesCount" from forecast_series
     where org_id = (select current_setting('app.org')::uuid) and version_id = $1
     group by demand_class order by count(*) desc`,
    [versionId],
  );
  return { ...version, classes };
}
