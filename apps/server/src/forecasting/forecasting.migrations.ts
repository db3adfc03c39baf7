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
  {
    name: 'forecasting-0002-cleaned-demand',
    sql: `
/* What was corrected before it was forecast, and what lies on top of the base that mean_milli is. */
alter table forecast_series add column corrections jsonb not null default '[]',
  add column cleaned_milli bigint not null default 0 check (cleaned_milli >= 0),
  add column event_milli bigint[] check (cardinality(event_milli) = cardinality(mean_milli)),
  add column override_milli bigint[] check (cardinality(override_milli) = cardinality(mean_milli)),
  add column analogues jsonb;
comment on column forecast_series.cleaned_milli is 'By how much the corrections changed the last year, thousandths of the base unit.';
create index forecast_series_cleaned on forecast_series (org_id, version_id, cleaned_milli desc) where cleaned_milli > 0;

/* A planner's word on a correction: it counts from the next run on. */
create table forecast_decisions (
  id uuid primary key,
  org_id uuid not null,
  item_location_id uuid not null,
  kind text not null check (kind in ('out-of-stock', 'outlier', 'level-shift', 'promotion', 'own-value')),
  starts_on date not null,
  ends_before date not null check (ends_before > starts_on),
  choice text not null check (choice in ('cleaned', 'observed', 'own')),
  own_milli bigint check (own_milli >= 0),
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  version integer not null default 1,
  unique (org_id, item_location_id, kind, starts_on, ends_before),
  check ((choice = 'own') = (own_milli is not null)),
  foreign key (org_id, item_location_id) references item_locations (org_id, id) on delete cascade
);
${ownRows('forecast_decisions', ['select', 'insert'])}
grant update (choice, own_milli, reason, decided_by, decided_at, version) on forecast_decisions to coplan_app;

/* A planner's own number in place of base and events, until it expires or is taken back. */
create table forecast_overrides (
  id uuid primary key,
  org_id uuid not null,
  item_location_id uuid not null,
  starts_on date not null,
  ends_before date not null check (ends_before > starts_on),
  per_period_milli bigint not null check (per_period_milli >= 0),
  expires_on date not null,
  reason text not null,
  state text not null default 'standing' check (state in ('standing', 'removed')),
  set_by text not null,
  set_at timestamptz not null,
  removed_by text,
  removed_at timestamptz,
  version integer not null default 1,
  foreign key (org_id, item_location_id) references item_locations (org_id, id) on delete cascade
);
create index forecast_overrides_standing on forecast_overrides (org_id, item_location_id) where state = 'standing';
${ownRows('forecast_overrides', ['select', 'insert'])}
grant update (state, removed_by, removed_at, version) on forecast_overrides to coplan_app;

/* Events that were agreed elsewhere, as they bear on each item at a place; replaced whenever the event changes. */
create table forecast_events (
  org_id uuid not null,
  source_id uuid not null,
  item_location_id uuid not null,
  name text not null,
  starts_on date not null,
  ends_before date not null check (ends_before > starts_on),
  lift_ratio double precision,
  lift_milli bigint,
  primary key (org_id, source_id, item_location_id),
  check ((lift_ratio is null) <> (lift_milli is null)),
  foreign key (org_id, item_location_id) references item_locations (org_id, id) on delete cascade
);
create index forecast_events_item on forecast_events (org_id, item_location_id);
${ownRows('forecast_events', ['select', 'insert', 'delete'])}

/* The items that a planner named as models for a new one. */
create table forecast_analogues (
  org_id uuid not null,
  item_location_id uuid not null,
  analogue_ids uuid[] not null,
  reason text not null,
  named_by text not null,
  named_at timestamptz not null,
  version integer not null default 1,
  primary key (org_id, item_location_id),
  foreign key (org_id, item_location_id) references item_locations (org_id, id) on delete cascade
);
${ownRows('forecast_analogues', ['select', 'insert'])}
grant update (analogue_ids, reason, named_by, named_at, version) on forecast_analogues to coplan_app;`,
  },
  {
    name: 'forecasting-0003-accuracy',
    sql: `
/* What the newest version published by the first day of a week said of the weeks to come. Versions lose their series. */
create table forecast_origins (
  org_id uuid not null,
  origin_on date not null check (extract(isodow from origin_on) = 1),
  item_location_id uuid not null,
  version_id uuid not null,
  mean_milli bigint[] not null check (cardinality(mean_milli) = 10),
  base_milli bigint[] not null check (cardinality(base_milli) = 10),
  levels real[] not null,
  quantiles_milli bigint[] not null,
  primary key (org_id, origin_on, item_location_id),
  foreign key (org_id, item_location_id) references item_locations (org_id, id) on delete cascade
);
comment on column forecast_origins.mean_milli is 'What was planned with; week of the origin first: lag 0 to 9.';
comment on column forecast_origins.base_milli is 'The same without events and overrides.';
comment on column forecast_origins.quantiles_milli is 'Per recorded lag (1, 2, 4, 8) one value per level.';
${ownRows('forecast_origins', ['select', 'insert', 'delete'])}

/* Weeks whose accuracy has been recorded, and when: sales that came later are a reason to record it again. */
create table accuracy_weeks (
  org_id uuid not null,
  starts_on date not null check (extract(isodow from starts_on) = 1),
  recorded_at timestamptz not null,
  cell_count integer not null,
  primary key (org_id, starts_on)
);
${ownRows('accuracy_weeks')}

/*
 * One week at one lag, added up per key of a level (total, category, location, supplier, item). Sums and errors are over
 * the item-locations of which actual, naive and statistical forecast are known; the others are counted by reason.
 */
create table forecast_accuracy (
  org_id uuid not null,
  lag_periods smallint not null,
  level text not null check (level in ('total', 'category', 'location', 'supplier', 'item')),
  key text not null,
  starts_on date not null,
  counted_count integer not null,
  stock_out_count integer not null,
  no_actual_count integer not null,
  no_forecast_count integer not null,
  actual_milli bigint not null,
  naive_milli bigint not null,
  seasonal_milli bigint not null,
  statistical_milli bigint not null,
  buyer_milli bigint not null,
  naive_error_milli bigint not null,
  seasonal_error_milli bigint not null,
  statistical_error_milli bigint not null,
  buyer_error_milli bigint not null,
  scale_milli bigint not null,
  scaled_error_milli bigint not null,
  revised_from_milli bigint not null,
  revision_milli bigint not null,
  pinball_milli bigint not null,
  quantile_count integer not null,
  levels real[] not null,
  below_counts integer[] not null,
  primary key (org_id, lag_periods, level, key, starts_on),
  foreign key (org_id, starts_on) references accuracy_weeks (org_id, starts_on) on delete cascade,
  check (cardinality(levels) = cardinality(below_counts))
);
create index forecast_accuracy_weeks on forecast_accuracy (org_id, starts_on);
${ownRows('forecast_accuracy', ['select', 'insert', 'delete'])}

/* Weekly forecasts of a version's totals: made of their own history, as the sum of the parts, and reconciled with them. */
create table forecast_levels (
  org_id uuid not null,
  version_id uuid not null,
  level text not null check (level in ('total', 'region', 'category', 'location', 'supplier')),
  key text not null,
  starts_on date not null,
  method text not null check (method in ('tree', 'crossed', 'bottom-up')),
  series_count integer not null,
  own_milli bigint[] not null,
  sum_milli bigint[] not null,
  reconciled_milli bigint[] not null,
  primary key (org_id, version_id, level, key),
  foreign key (org_id, version_id) references forecast_versions (org_id, id) on delete cascade,
  check (cardinality(own_milli) = cardinality(sum_milli) and cardinality(sum_milli) = cardinality(reconciled_milli))
);
${ownRows('forecast_levels', ['select', 'insert', 'delete'])}`,
  },
];
