import { newId } from '@coplan/platform';
import type { TestApp } from '../test-app.ts';

const week = '2026-11-09';

const insertWeek = `
insert into accuracy_weeks (org_id, starts_on, recorded_at, cell_count)
values ((select current_setting('app.org')::uuid), $1, now(), 1)`;
const insertOrigin = `
insert into forecast_origins (org_id, origin_on, item_location_id, version_id, mean_milli, base_milli, levels,
  quantiles_milli)
select org_id, $1::date - 7, id, $2, array_fill(77300::bigint, array[10]), array_fill(77300::bigint, array[10]), '{0.5}', '{77300,77300,77300,77300}'
from item_locations`;
const insertAccuracy = `
insert into forecast_accuracy (org_id, lag_periods, level, key, starts_on, counted_count, stock_out_count,
  no_actual_count, no_forecast_count, actual_milli, naive_milli, seasonal_milli, statistical_milli, buyer_milli,
  naive_error_milli, seasonal_error_milli, statistical_error_milli, buyer_error_milli, scale_milli, scaled_error_milli, revised_from_milli, revision_milli,
  pinball_milli, quantile_count, levels, below_counts)
select org_id, 4, 'item', id::text, $1::date, 1, 0, 0, 0, 77300, 77300, 77300, 77300, 77300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}'::real[], '{}'::integer[]
from items where org_id = (select current_setting('app.org')::uuid)
union all select (select current_setting('app.org')::uuid), 4, 'category', $2, $1::date, 1, 0, 0, 0, 77300, 77300, 77300,
  77300, 77300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}'::real[], '{}'::integer[]`;
const insertLevels = `
insert into forecast_levels (org_id, version_id, level, key, starts_on, method, series_count, own_milli, sum_milli,
  reconciled_milli)
select org_id, id, 'category', $2, $1::date, 'bottom-up', 1, '{77300}', '{77300}', '{77300}' from forecast_versions`;

/** What the nights record of a buyer's forecasts. */
export async function addAccuracyRows(
  app: TestApp,
  { buyerId, canary }: { buyerId: string; canary: string },
) {
  const context = app.contextFor(app.actorOf(buyerId as never, 'admin'));
  await context.db.transaction(async (tx) => {
    await tx.query(insertWeek, [week]);
    await tx.query(insertOrigin, [week, newId()]);
    await tx.query(insertAccuracy, [week, canary]);
    await tx.query(insertLevels, [week, canary]);
  });
}
