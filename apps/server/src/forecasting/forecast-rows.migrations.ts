import type { Migration } from '../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;

/**
 * A forecast row holds over versions: from the one that computed it until the one in which it was computed anew or
 * dropped out. What has no news is not written again. `forecast_series` reads as before: the rows of a version.
 *
 * It takes the place of a table that the shared views name, so it comes after them.
 */
export const forecastRowsMigrations: readonly Migration[] = [
  {
    name: 'forecasting-0004-rows-over-versions',
    sql: `
alter table forecast_versions add column version_number bigint not null generated always as identity,
  add column computed_count integer;
grant update (computed_count) on forecast_versions to coplan_app;
create unique index forecast_versions_by_number on forecast_versions (org_id, version_number);
comment on column forecast_versions.computed_count is 'Series computed for this version; the others were carried over.';

alter table forecast_series rename to forecast_rows;
alter table forecast_rows rename column version_id to computed_version_id;
alter table forecast_rows rename column issued_at to computed_at;
alter table forecast_rows add column from_number bigint, add column until_number bigint,
  add column batch_number integer, add column input_mark text, add column input_hash bytea,
  add column output_hash bytea;
/* The owner of the tables changes rows of all organisations here. */
alter table forecast_rows no force row level security;
alter table forecast_versions no force row level security;
update forecast_rows held set from_number = version.version_number, until_number = version.version_number + 1
  from forecast_versions version where version.org_id = held.org_id and version.id = held.computed_version_id;
alter table forecast_versions force row level security;
alter table forecast_rows force row level security;
alter table forecast_rows alter column from_number set not null, alter column until_number set not null,
  alter column until_number set default 9007199254740991,
  add check (from_number < until_number);
comment on column forecast_rows.until_number is 'The first version that it does not hold in any more; the largest whole number of a JavaScript number: it still holds.';
comment on column forecast_rows.input_mark is 'What its input was made of, short: the same mark, the same input.';
comment on column forecast_rows.batch_number is 'Where its input lies among the inputs of the version that computed it.';
drop index forecast_series_item, forecast_series_cleaned;
create index forecast_rows_cleaned on forecast_rows (org_id, cleaned_milli desc) where cleaned_milli > 0;
create index forecast_rows_item on forecast_rows (org_id, item_location_id, from_number);
/* What holds now, with all that a run compares and sums up: the wide rows themselves are not read for it. */
create index forecast_rows_held on forecast_rows (org_id, item_location_id)
  include (from_number, input_mark, input_hash, output_hash) where until_number = 9007199254740991;
grant update (until_number) on forecast_rows to coplan_app;
create policy forecast_rows_update on forecast_rows for update to coplan_app
  using (org_id = ${me}) with check (org_id = ${me});

create view forecast_series with (security_invoker = true) as
select version.id as version_id, version.issued_at, held.*
from forecast_versions version join forecast_rows held on held.org_id = version.org_id
  and held.from_number <= version.version_number and held.until_number > version.version_number
where version.state = 'published';
grant select on forecast_series to coplan_app;`,
  },
  {
    name: 'forecasting-0005-evidence',
    sql: `
alter table forecast_rows add column evidence jsonb;
comment on column forecast_rows.evidence is 'What the choice of models rests on; null for new items and for forecasts from before it was recorded.';
create or replace view forecast_series with (security_invoker = true) as
select version.id as version_id, version.issued_at, held.*
from forecast_versions version join forecast_rows held on held.org_id = version.org_id
  and held.from_number <= version.version_number and held.until_number > version.version_number
where version.state = 'published';`,
  },
  {
    name: 'forecasting-0006-counting-for-plans',
    sql: `
/* No query is planned by their contents, and counting them would read them all. */
alter table forecast_rows alter column mean_milli set statistics 0, alter column levels set statistics 0,
  alter column quantiles_milli set statistics 0, alter column sums set statistics 0, alter column scores set statistics 0,
  alter column corrections set statistics 0, alter column event_milli set statistics 0,
  alter column override_milli set statistics 0, alter column analogues set statistics 0,
  alter column evidence set statistics 0;
alter table forecast_inputs alter column input set statistics 0;`,
  },
];
