import { defineJob } from '../platform/index.ts';

const versionsKept = 8;
const archivedPerRunMax = 50;

/** Keeps the newest published versions; of older ones the hashes and parameters remain. Safe to repeat. */
export const removeOldForecastsJob = defineJob({
  name: 'forecasting.remove-old-forecasts',
  schedule: '17 3 * * *',
  timeZone: 'UTC',
  timeoutMs: 300_000,
  async run({ db }, _payload, signal) {
    const old = await db.read<{ id: string }>(
      `select id from forecast_versions
       where org_id = (select current_setting('app.org')::uuid) and state = 'published'
       order by issued_at desc, id desc offset $1 limit $2`,
      [versionsKept, archivedPerRunMax],
    );
    for (const { id } of old) {
      signal.throwIfAborted();
      await db.transaction(async (tx) => {
        await tx.query(
          `update forecast_versions set state = 'archived' where id = $1 and state = 'published'`,
          [id],
        );
        await tx.query('delete from forecast_series where version_id = $1', [id]);
        await tx.query('delete from forecast_inputs where version_id = $1', [id]);
      });
    }
    return { archivedCount: old.length };
  },
});
