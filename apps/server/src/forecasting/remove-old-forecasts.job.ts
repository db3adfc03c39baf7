import { type Context, defineJob } from '../platform/index.ts';

const versionsKept = 8;
const archivedPerRunMax = 50;
const me = `(select current_setting('app.org')::uuid)`;

const archive = `
update forecast_versions set state = 'archived'
where org_id = ${me} and state = 'published' and id in (
  select id from forecast_versions where org_id = ${me} and state = 'published'
  order by version_number desc offset $1 limit $2)
returning id`;

/** Rows that no kept version reads: they held only before the oldest of them. */
const removeRows = `
delete from forecast_rows where org_id = ${me} and until_number <= (
  select min(version_number) from forecast_versions where org_id = ${me} and state = 'published')`;

/** Inputs stay as long as a row that was computed from them holds in a kept version, however old they are. */
const removeInputs = `
delete from forecast_inputs kept where kept.org_id = ${me}
  and exists (select 1 from forecast_versions version
    where version.org_id = kept.org_id and version.id = kept.version_id and version.state = 'archived')
  and not exists (select 1 from forecast_rows held
    where held.org_id = kept.org_id and held.computed_version_id = kept.version_id
      and held.batch_number is not distinct from kept.batch_number)`;

export async function removeOldForecasts({ db }: Pick<Context, 'db'>): Promise<{ archivedCount: number }> {
  const archived = await db.transaction(async (tx) => {
    const rows = await tx.query(archive, [versionsKept, archivedPerRunMax]);
    if (rows.length === 0) return rows;
    await tx.query(removeRows);
    await tx.query(removeInputs);
    return rows;
  });
  return { archivedCount: archived.length };
}

/** Keeps the newest published versions; of older ones the hashes and parameters remain. Safe to repeat. */
export const removeOldForecastsJob = defineJob({
  name: 'forecasting.remove-old-forecasts',
  schedule: '17 3 * * *',
  timeZone: 'UTC',
  timeoutMs: 300_000,
  run: (context) => removeOldForecasts(context),
});
