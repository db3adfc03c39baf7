import type { Migration } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;

/**
 * A row is for both parties, and it shows what it was computed from: whoever has to read a measure of the other side
 * for it (`buyer_reads`, `seller_reads`) sees it only while a rule shares each of them.
 */
const forBoth = `(
    (buyer_id = ${me} and (buyer_reads = '{}' or buyer_reads <@ array(
      select rule.measure from sharing_rules rule
      where rule.reader_id = ${me} and rule.agreement_id = TABLE.agreement_id and rule.closed_at is null)))
    or (supplier_id = ${me} and (seller_reads = '{}' or seller_reads <@ array(
      select rule.measure from sharing_rules rule
      where rule.reader_id = ${me} and rule.agreement_id = TABLE.agreement_id and rule.closed_at is null))))`;
const party = `(buyer_id = ${me} or supplier_id = ${me})`;
const readableBy = (table: string): string => forBoth.replaceAll('TABLE', table);

const forced = (table: string): string => `
alter table ${table} enable row level security;
alter table ${table} force row level security;`;

/** Rows of an exception follow it: who sees the exception sees them. */
const follows = (table: string, verbs: string): string => `${forced(table)}
grant ${verbs} on ${table} to coplan_app;
create policy ${table}_own on ${table} for all to coplan_app
  using (${party} and exception_id = any (array(select exceptions.id from exceptions)))
  with check (${party} and exception_id = any (array(select exceptions.id from exceptions)));`;

const evaluations = `
/*
 * One evaluation of an agreement's criteria: canonical input, compressed, and the hashes by which either side proves
 * that it gets the same result. An input that was evaluated before is not kept twice.
 */
create table exception_evaluations (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  buyer_reads text[] not null,
  seller_reads text[] not null,
  /* Who assembled the input; the result does not depend on it. */
  evaluated_by_id uuid not null,
  evaluated_at timestamptz not null,
  input bytea not null,
  input_hash text not null check (input_hash ~ '^[0-9a-f]{64}$'),
  output_hash text not null check (output_hash ~ '^[0-9a-f]{64}$'),
  engine_version text not null,
  notes jsonb not null,
  counts jsonb not null,
  unique (buyer_id, id),
  unique (buyer_id, supplier_id, id),
  check (evaluated_by_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
create index exception_evaluations_newest on exception_evaluations (buyer_id, agreement_id, evaluated_at desc);
create index exception_evaluations_of_supplier on exception_evaluations (supplier_id, agreement_id, evaluated_at desc);
${forced('exception_evaluations')}
grant select, insert, delete on exception_evaluations to coplan_app;
create policy exception_evaluations_read on exception_evaluations for select to coplan_app
  using ${readableBy('exception_evaluations')};
create policy exception_evaluations_insert on exception_evaluations for insert to coplan_app
  with check (evaluated_by_id = ${me} and ${party});
create policy exception_evaluations_delete on exception_evaluations for delete to coplan_app using (${party});
`;

const exceptions = `
create table exceptions (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  buyer_reads text[] not null,
  seller_reads text[] not null,
  /* The evaluation that saw it last; null: no criterion found it. */
  evaluation_id uuid,
  criterion_code text not null,
  /* The criterion as both had signed it when this was raised; null for the small differences of several criteria. */
  criterion jsonb,
  kind text not null check (kind in ('forecast', 'operational', 'metric', 'data-quality', 'event', 'pooled')),
  /* The forecast it is about; null: none or several. */
  purpose text check (purpose in ('sales', 'order', 'shipment')),
  /* While it is open the joint plan cannot be agreed. */
  is_blocking boolean not null,
  priority text not null check (priority in ('HIGH', 'MEDIUM', 'LOW')),
  title text not null,
  cause_kind text not null,
  cause_key text not null,
  cause_ref text,
  cause_label text not null,
  owed_by_id uuid,
  state text not null check (state in ('open', 'assigned', 'waiting-partner', 'proposed', 'snoozed', 'resolved',
    'auto-resolved', 'self-cleared', 'accepted', 'closed')),
  /* Whose turn it is; null: nobody has taken it yet. */
  owner_id uuid,
  owner_user_id uuid,
  owner_name text,
  respond_by timestamptz,
  escalation_level smallint not null default 0,
  money_minor bigint not null check (money_minor >= 0),
  over_minor bigint not null,
  under_minor bigint not null,
  currency text not null,
  child_count integer not null,
  content_hash text not null,
  in_bounds_count smallint not null default 0,
  /* Money when it was snoozed or accepted as it is: it comes back when it has grown by more than the agreed share. */
  tolerated_minor bigint,
  is_tolerated boolean not null default false,
  snoozed_until timestamptz,
  question jsonb,
  proposal jsonb,
  resolution jsonb,
  /* The joint plan that holds the values of the resolution; null while there is none to write into. */
  applied_plan_id uuid,
  reason text,
  raised_at timestamptz not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  version integer not null default 1,
  unique (buyer_id, id),
  unique (buyer_id, supplier_id, id),
  check (owner_id is null or owner_id in (buyer_id, supplier_id)),
  check (owed_by_id is null or owed_by_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
/* One cause, one exception: raised again and again it stays the same one. */
create unique index exceptions_one_open on exceptions (buyer_id, agreement_id, criterion_code, cause_key)
  where state not in ('self-cleared', 'accepted', 'closed');
create index exceptions_of_buyer on exceptions (buyer_id, state, money_minor desc, id);
create index exceptions_of_supplier on exceptions (supplier_id, state, money_minor desc, id);
create index exceptions_due on exceptions (buyer_id, respond_by) where respond_by is not null;
${forced('exceptions')}
grant select, insert, update on exceptions to coplan_app;
create policy exceptions_read on exceptions for select to coplan_app using ${readableBy('exceptions')};
create policy exceptions_insert on exceptions for insert to coplan_app with check (${party});
create policy exceptions_update on exceptions for update to coplan_app using ${readableBy('exceptions')}
  with check (${party});

/* What lies outside, one row per item-location with its buckets in arrays; a metric has no item-location. */
create table exception_children (
  buyer_id uuid not null,
  supplier_id uuid not null,
  exception_id uuid not null,
  child_number integer not null,
  criterion_code text not null,
  item_location_id uuid,
  item_id uuid,
  location_id uuid,
  money_minor bigint not null,
  starts_on date[] not null,
  /* 0: a difference, 1: an answer that is missing. */
  kinds smallint[] not null,
  source_milli bigint[] not null,
  compared_milli bigint[] not null,
  measured double precision[] not null,
  cell_money_minor bigint[] not null,
  primary key (buyer_id, exception_id, child_number),
  foreign key (buyer_id, supplier_id, exception_id) references exceptions (buyer_id, supplier_id, id) on delete cascade
);
create index exception_children_of_supplier on exception_children (supplier_id, exception_id);
${follows('exception_children', 'select, insert, delete')}

/* What happened to an exception, in words. Append-only. */
create table exception_events (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  exception_id uuid not null,
  at timestamptz not null,
  type text not null,
  text text not null,
  actor_org_id uuid,
  actor_name text not null,
  details jsonb not null default '{}',
  foreign key (buyer_id, supplier_id, exception_id) references exceptions (buyer_id, supplier_id, id) on delete cascade
);
create index exception_events_of_exception on exception_events (buyer_id, exception_id, at);
create index exception_events_of_supplier on exception_events (supplier_id, exception_id);
${follows('exception_events', 'select, insert')}

/* Every snooze with its reason, what it was worth then, and what woke it. */
create table exception_snoozes (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  exception_id uuid not null,
  snoozed_at timestamptz not null,
  snoozed_until timestamptz not null check (snoozed_until > snoozed_at),
  reason text not null check (length(reason) between 1 and 500),
  actor_org_id uuid not null,
  actor_name text not null,
  money_minor bigint not null,
  woken_at timestamptz,
  woken_because text,
  foreign key (buyer_id, supplier_id, exception_id) references exceptions (buyer_id, supplier_id, id) on delete cascade
);
create index exception_snoozes_of_exception on exception_snoozes (buyer_id, exception_id, snoozed_at desc);
create index exception_snoozes_of_supplier on exception_snoozes (supplier_id, exception_id);
${follows('exception_snoozes', 'select, insert')}
grant update (woken_at, woken_because) on exception_snoozes to coplan_app;
`;

export const migrations: readonly Migration[] = [
  { name: 'collaboration-0011-exception-evaluations', sql: evaluations },
  { name: 'collaboration-0012-exceptions', sql: exceptions },
];
