import { type Migration, ownRows } from '../platform/index.ts';

/** Runs, their canonical inputs, the proposals they make, and who may approve how much. All rows are the buyer's own. */
export const migrations: Migration[] = [
  {
    name: 'replenishment-0001-runs-and-proposals',
    sql: `
create table runs (
  id uuid primary key,
  org_id uuid not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  phase text not null check (phase in ('queued', 'forecast', 'plan', 'write', 'approve', 'done')),
  done_count integer not null default 0,
  total_count integer not null default 0,
  forecast_version_id uuid,
  snapshot_hash text,
  result_hash text,
  engine_version text not null,
  parameters jsonb not null,
  seed bigint not null,
  is_cancel_requested boolean not null default false,
  requested_by text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  counts jsonb not null default '{}',
  problems jsonb not null default '[]',
  error text,
  unique (org_id, id)
);
create index runs_newest on runs (org_id, created_at desc, id desc);
create unique index runs_one_at_a_time on runs (org_id) where state in ('queued', 'running');
${ownRows('runs')}

/* Canonical input bytes of every batch, compressed: what a replay computes from. */
create table run_inputs (
  org_id uuid not null,
  run_id uuid not null,
  batch_number integer not null,
  input bytea not null,
  input_hash text not null,
  output_hash text not null,
  primary key (org_id, run_id, batch_number),
  foreign key (org_id, run_id) references runs (org_id, id) on delete cascade
);
${ownRows('run_inputs', ['select', 'insert', 'delete'])}

/*
 * State new: computed by a run that has not been put before the buyers yet, or the other side of a conflict.
 * At most one proposal of an item-location is before the buyers.
 */
create table proposals (
  id uuid primary key,
  org_id uuid not null,
  run_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  supplier_id uuid not null,
  state text not null check (state in ('new', 'in-review', 'needs-second', 'conflict', 'approved', 'ordered',
    'rejected', 'expired', 'superseded')),
  quantity_milli bigint not null check (quantity_milli > 0),
  proposed_quantity_milli bigint not null check (proposed_quantity_milli > 0),
  unit text not null,
  unit_price_micros bigint not null check (unit_price_micros >= 0),
  currency text not null,
  value_minor bigint not null,
  money_at_risk_minor bigint not null,
  order_on date not null,
  deliver_on date not null,
  cut_off_at timestamptz not null,
  input jsonb not null,
  proof jsonb not null,
  messages jsonb not null default '[]',
  is_edited boolean not null default false,
  edit_reason text,
  first_approved_by uuid,
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  conflict_run_id uuid,
  conflict_proposal_id uuid,
  conflict_quantity_milli bigint,
  order_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  unique (org_id, id),
  foreign key (org_id, run_id) references runs (org_id, id),
  foreign key (org_id, item_location_id) references item_locations (org_id, id),
  check ((state = 'ordered') = (order_id is not null)),
  check (state <> 'conflict' or conflict_quantity_milli is not null)
);
create unique index proposals_one_open on proposals (org_id, item_location_id)
  where state in ('in-review', 'needs-second', 'conflict', 'approved');
create unique index proposals_one_per_run on proposals (org_id, run_id, item_location_id);
create index proposals_by_risk on proposals (org_id, state, money_at_risk_minor desc, id);
create index proposals_by_cut_off on proposals (org_id, state, cut_off_at, id);
create index proposals_by_value on proposals (org_id, state, value_minor desc, id);
create index proposals_by_item_location on proposals (org_id, item_location_id, created_at desc);
${ownRows('proposals')}
create policy remove_new_only on proposals as restrictive for delete to coplan_app using (state = 'new');

create table proposal_events (
  id uuid primary key,
  org_id uuid not null,
  proposal_id uuid not null,
  at timestamptz not null,
  type text not null,
  text text not null,
  actor_name text not null,
  foreign key (org_id, proposal_id) references proposals (org_id, id)
);
create index proposal_events_of on proposal_events (org_id, proposal_id, at, id);
${ownRows('proposal_events', ['select', 'insert'])}

/* How much a person or a role may approve alone, per proposal. No row: no limit. */
create table delegation_limits (
  id uuid primary key,
  org_id uuid not null,
  role text,
  user_id uuid,
  value_minor_max bigint not null check (value_minor_max >= 0),
  currency text not null,
  check ((role is null) <> (user_id is null)),
  unique nulls not distinct (org_id, role, user_id, currency)
);
${ownRows('delegation_limits')}

/* What is ordered without a person: proposals up to a value, of one supplier or of all. */
create table auto_approval_rules (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid,
  value_minor_max bigint not null check (value_minor_max >= 0),
  currency text not null,
  is_active boolean not null default true,
  unique nulls not distinct (org_id, supplier_id, currency)
);
${ownRows('auto_approval_rules')}`,
  },
  {
    name: 'replenishment-0002-timeline-order',
    sql: `
/* Events of one instant keep the order in which they were told. */
alter table proposal_events add column told_number bigint generated always as identity;`,
  },
  {
    name: 'replenishment-0003-daily-runs-and-rules-version',
    sql: `
/* One row per organisation that changed a rule: version of all its rules, and when its day is planned. Null: never. */
create table replenishment_rules (
  org_id uuid primary key,
  version integer not null default 0,
  daily_run_at time default '05:00'
);
${ownRows('replenishment_rules', ['select', 'insert', 'update'])}

/* Business days whose run was started; the key is what keeps a day from being planned twice by itself. */
create table daily_runs (
  org_id uuid not null,
  business_day date not null,
  run_id uuid,
  primary key (org_id, business_day),
  foreign key (org_id, run_id) references runs (org_id, id)
);
${ownRows('daily_runs', ['select', 'insert', 'update'])}`,
  },
  {
    name: 'replenishment-0004-agreement-of-proposals',
    sql: `
/* The agreement version under which it was proposed; null: no agreement covers it. */
alter table proposals add column agreement_version_id uuid,
  add foreign key (org_id, agreement_version_id) references agreement_versions (buyer_id, id);
create index proposals_of_agreement_version on proposals (org_id, agreement_version_id)
  where agreement_version_id is not null;`,
  },
  {
    name: 'replenishment-0005-results-over-runs',
    sql: `
alter table runs add column run_number bigint not null generated always as identity;
create unique index runs_by_number on runs (org_id, run_number);

/*
 * How each item-location came out: holds over runs, from the one that planned it until the one in which it was planned
 * anew or dropped out. What has no news is not planned again. Only the number until which it holds is ever changed.
 */
create table plan_results (
  org_id uuid not null,
  item_location_id uuid not null,
  run_id uuid not null,
  from_number bigint not null,
  until_number bigint not null default 9007199254740991,
  batch_number integer,
  input_mark text not null,
  input_hash bytea,
  output_hash bytea,
  outcome text not null check (outcome in ('proposed', 'nothing', 'problem')),
  problem_code text,
  problem_message text,
  supplier_id uuid,
  quantity_milli bigint,
  order_on date,
  deliver_on date,
  unit_price_micros bigint,
  primary key (org_id, run_id, item_location_id),
  foreign key (org_id, run_id) references runs (org_id, id) on delete cascade,
  check (from_number < until_number),
  check ((outcome = 'problem') = (problem_code is not null and problem_message is not null)),
  check ((outcome = 'proposed') = (quantity_milli is not null)),
  check (num_nulls(batch_number, input_hash, output_hash) in (0, 3)),
  check (batch_number is not null or outcome = 'problem')
);
comment on column plan_results.until_number is 'The first run that it does not hold in any more; the largest number: it still holds.';
comment on column plan_results.input_mark is 'A hash of all rows that its input is made of: the same mark, the same input.';
comment on column plan_results.batch_number is 'Where its input lies among the inputs of the run that planned it; null: it could not be read.';
create index plan_results_item on plan_results (org_id, item_location_id, from_number);
${ownRows('plan_results', ['select', 'insert', 'delete'])}
grant update (until_number) on plan_results to coplan_app;`,
  },
  {
    name: 'replenishment-0007-backtests',
    sql: `
/* What another policy would have done with the history: asked for, carried out by a job, kept with its inputs. */
create table backtests (
  id uuid primary key,
  org_id uuid not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  request jsonb not null,
  request_hash text not null,
  engine_version text not null,
  seed bigint not null,
  done_count integer not null default 0,
  total_count integer not null default 0,
  is_cancel_requested boolean not null default false,
  starts_on date,
  ends_before date,
  currency text,
  result jsonb,
  input_hash text,
  result_hash text,
  problems jsonb not null default '[]',
  problem_count integer not null default 0,
  requested_by text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  error text,
  unique (org_id, id),
  check ((state = 'done') = (result is not null))
);
create index backtests_newest on backtests (org_id, id desc);
create unique index backtests_same_request_once on backtests (org_id, request_hash) where state in ('queued', 'running');
${ownRows('backtests')}

/* Canonical input bytes of every batch, compressed: what a replay and the picture of one item are computed from. */
create table backtest_batches (
  org_id uuid not null,
  backtest_id uuid not null,
  batch_number integer not null,
  input bytea not null,
  input_hash text not null,
  output_hash text not null,
  primary key (org_id, backtest_id, batch_number),
  foreign key (org_id, backtest_id) references backtests (org_id, id) on delete cascade
);
${ownRows('backtest_batches', ['select', 'insert', 'delete'])}

create table backtest_items (
  org_id uuid not null,
  backtest_id uuid not null,
  item_location_id uuid not null,
  batch_number integer not null,
  series_index integer not null,
  today jsonb not null,
  alternative jsonb not null,
  stock_change_minor bigint not null,
  missed_change_minor bigint not null,
  cost_change_minor bigint not null,
  service_change double precision not null,
  primary key (org_id, backtest_id, item_location_id),
  foreign key (org_id, backtest_id) references backtests (org_id, id) on delete cascade,
  foreign key (org_id, item_location_id) references item_locations (org_id, id)
);
${ownRows('backtest_items', ['select', 'insert', 'delete'])}`,
  },
  {
    name: 'replenishment-0008-counting-for-plans',
    sql: `
/* Whether a proposal is the other side of a conflict is asked of each proposal of a run, and conflicts are few. */
create index proposals_other_sides on proposals (org_id, conflict_proposal_id) where state = 'conflict';
/* No query is planned by their contents, and counting them would read them all. */
alter table proposals alter column input set statistics 0, alter column proof set statistics 0,
  alter column messages set statistics 0;
alter table run_inputs alter column input set statistics 0;`,
  },
];
