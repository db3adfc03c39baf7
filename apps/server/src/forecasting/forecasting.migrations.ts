import { type Migration, ownRows, sharedRows } from '../platform/index.ts';

/**
 * Forecast rows are written once: no update is granted on series and inputs, and they can be removed only while
 * their version has not been published. A partner reads them only through the views of the sharing rules.
 */
export const migrations: Migration[] = [
  {
    name: 'forecasting-0001-versions',
    sql: `
create table forecast_versions (
  id uuid primary key,
  org_id uuid not null,
  issued_at timestamptz not null,
  bucket_days smallint not null check (bucket_days in (1, 7)),
  starts_on date not null,
  horizon_periods integer not null check (horizon_periods between 1 and 800),
  engine_version text not null,
  snapshot_hash text,
  result_hash text,
  parameters jsonb not null,
  series_count integer not null default 0,
  state text not null check (state in ('working', 'published', 'abandoned', 'archived')),
  unique (org_id, id),
  check (state not in ('published', 'archived') or (snapshot_hash is not null and result_hash is not null))
);
create index forecast_versions_latest on forecast_versions (org_id, state, issued_at desc);
${ownRows('forecast_versions', ['select', 'insert', 'delete'])}
grant update (state, snapshot_hash, result_hash, series_count, starts_on) on forecast_versions to coplan_app;

create table forecast_series (
  version_id uuid not null,
  org_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  supplier_id uuid,
  starts_on date not null,
  bucket_days smallint not null check (bucket_days in (1, 7)),
  issued_at timestamptz not null,
  model text not null,
  demand_class text not null,
  mean_milli bigint[] not null,
  levels real[] not null,
  quantiles_milli bigint[] not null,
  sums jsonb not null,
  scores jsonb not null,
  primary key (org_id, version_id, item_location_id),
  foreign key (org_id, version_id) references forecast_versions (org_id, id) on delete cascade,
  check (cardinality(quantiles_milli) = cardinality(levels) * cardinality(mean_milli))
);
create index forecast_series_item on forecast_series (org_id, item_location_id, issued_at desc);
${sharedRows('forecast_series', ['org_id'], { insert: ['org_id'] })}
grant delete on forecast_series to coplan_app;
create policy remove_unpublished on forecast_series for delete to coplan_app
  using (org_id = (select current_setting('app.org')::uuid) and exists (
    select 1 from forecast_versions v
    where v.org_id = forecast_series.org_id and v.id = forecast_series.version_id and v.state <> 'published'));

/* Canonical input bytes of every batch, compressed: what a replay computes from. */
create table forecast_inputs (
  version_id uuid not null,
  org_id uuid not null,
  batch_number integer not null,
  input bytea not null,
  input_hash text not null,
  output_hash text not null,
  primary key (org_id, version_id, batch_number),
  foreign key (org_id, version_id) references forecast_versions (org_id, id) on delete cascade
);
${ownRows('forecast_inputs', ['select', 'insert', 'delete'])}`,
  },
];
