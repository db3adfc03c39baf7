import { type Migration, ownRows, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['buyer_id', 'supplier_id'];

/**
 * Whoever may read an order forecast may read the commits to it: the policy of forecast_plans knows who, in which grain
 * and from when.
 */
const forecastIsRead = `supplier_id = ${me} and plan_id = any (array(
  select plan.id from forecast_plans plan where plan.purpose = 'order' and plan.supplier_id = ${me}))`;

/** The supplier sees projected balances while the buyer's stock is shared with it place by place and item by item. */
const stockIsShared = `supplier_id = ${me} and (agreement_id, plan_id) in (
  select plan.agreement_id, plan.id from forecast_plans plan join sharing_rules rule
    on rule.agreement_id = plan.agreement_id and rule.owner_id = plan.buyer_id
  where plan.purpose = 'order' and plan.supplier_id = ${me} and rule.reader_id = ${me} and rule.measure = 'on-hand'
    and rule.closed_at is null and rule.place = 'location' and rule.item = 'item'
    and (rule.latency_hours = 0 or plan.published_at <= now() - make_interval(hours => rule.latency_hours)))`;

const orderForecast = `
/*
 * What stands behind the order forecast of a run: planned orders one by one, what is already coming, and the balance
 * projected from both, by the buckets of the plan. Written before its plan, so that a run publishes all at once.
 */
create table order_outlooks (
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  plan_id uuid not null,
  run_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  unit_price_micros bigint not null,
  currency text not null,
  order_on date[] not null,
  deliver_on date[] not null,
  quantity_milli bigint[] not null,
  ordered_milli bigint[] not null,
  receipts_milli bigint[] not null,
  balance_milli bigint[] not null,
  primary key (buyer_id, plan_id, item_location_id),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id),
  check (cardinality(order_on) = cardinality(deliver_on) and cardinality(order_on) = cardinality(quantity_milli)),
  check (cardinality(ordered_milli) = cardinality(receipts_milli)
    and cardinality(ordered_milli) = cardinality(balance_milli))
);
create index order_outlooks_of_run on order_outlooks (buyer_id, run_id);
create index order_outlooks_of_supplier on order_outlooks (supplier_id, plan_id, item_location_id);
alter table order_outlooks enable row level security;
alter table order_outlooks force row level security;
grant select, insert, delete on order_outlooks to coplan_app;
create policy order_outlooks_read on order_outlooks for select to coplan_app using (
  buyer_id = ${me} or (${stockIsShared}));
create policy order_outlooks_insert on order_outlooks for insert to coplan_app with check (buyer_id = ${me});
create policy order_outlooks_delete on order_outlooks for delete to coplan_app using (buyer_id = ${me});

/* Order lines, as they use up the order forecast of their bucket. Both sides see them: they are their orders. */
create table order_consumption (
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  order_line_id uuid not null,
  order_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  due_on date not null,
  quantity_milli bigint not null check (quantity_milli > 0),
  placed_at timestamptz not null,
  cancelled_at timestamptz,
  primary key (buyer_id, order_line_id),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id)
);
create index order_consumption_of_buyer on order_consumption (buyer_id, agreement_id, item_location_id, due_on);
create index order_consumption_of_supplier on order_consumption (supplier_id, agreement_id, item_location_id, due_on);
create index order_consumption_of_order on order_consumption (buyer_id, order_id);
${sharedRows('order_consumption', parties, { insert: ['buyer_id'] })}
grant update (cancelled_at) on order_consumption to coplan_app;
create policy order_consumption_cancel on order_consumption for update to coplan_app
  using (buyer_id = ${me}) with check (buyer_id = ${me});
`;

const commits = `
/* A supplier's answer to the order forecast of one item-location and bucket; without the forecast there is none. */
create table commits (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  /* The order forecast that is answered. */
  plan_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  starts_on date not null,
  bucket_days smallint not null check (bucket_days in (1, 7)),
  forecast_milli bigint not null check (forecast_milli > 0),
  committed_milli bigint check (committed_milli >= 0),
  state text not null check (state in ('due', 'draft', 'overdue', 'submitted', 'short', 'accepted', 'superseded')),
  reason_code text,
  note text check (length(note) <= 2000),
  alternatives jsonb not null default '[]',
  /* Which alternative the buyer took; null with state accepted: as committed. */
  accepted_alternative integer,
  /* What was accepted, delivery by delivery: [{startsOn, quantityMilli}]. */
  accepted_parts jsonb,
  due_at timestamptz,
  submitted_at timestamptz,
  submitted_by text,
  accepted_at timestamptz,
  accepted_by text,
  created_at timestamptz not null,
  version integer not null default 1,
  unique (buyer_id, id),
  check (state = 'superseded' or (committed_milli is null) = (state in ('due', 'draft', 'overdue'))),
  check ((accepted_parts is not null) = (accepted_at is not null)),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
create unique index commits_one_live on commits (buyer_id, agreement_id, item_location_id, starts_on)
  where state <> 'superseded';
create index commits_of_agreement on commits (agreement_id, starts_on, id);
create index commits_of_supplier on commits (supplier_id, agreement_id, state);
create index commits_overdue on commits (buyer_id, due_at) where state in ('due', 'draft');
create index commits_limits on commits (buyer_id, item_location_id) where state = 'accepted';
alter table commits enable row level security;
alter table commits force row level security;
grant select, insert, delete on commits to coplan_app;
grant update (plan_id, agreement_version_id, forecast_milli, committed_milli, state, reason_code, note, alternatives,
  accepted_alternative, accepted_parts, due_at, submitted_at, submitted_by, accepted_at, accepted_by, version)
  on commits to coplan_app;
create policy commits_read on commits for select to coplan_app using (buyer_id = ${me} or (${forecastIsRead}));
create policy commits_insert on commits for insert to coplan_app
  with check (buyer_id = ${me} or (${forecastIsRead}));
create policy commits_update on commits for update to coplan_app
  using (buyer_id = ${me} or (${forecastIsRead})) with check (buyer_id = ${me} or (${forecastIsRead}));

/* What was asked and is no longer needed goes while nobody has answered; answers stay. */
create policy commits_delete on commits for delete to coplan_app
  using (buyer_id = ${me} and committed_milli is null and state <> 'superseded');

/* Neither side can say what the other has to say: the supplier what it commits to, the buyer what it accepts. */
create function keep_commit_sides() returns trigger language plpgsql as $$
declare actor uuid := nullif(current_setting('app.org', true), '')::uuid;
begin
  if actor is null or actor not in (new.buyer_id, new.supplier_id) then return new; end if;
  if actor = new.buyer_id and actor <> new.supplier_id and new.committed_milli is not null
    and (tg_op = 'INSERT' or (new.committed_milli, new.alternatives, new.reason_code)
      is distinct from (old.committed_milli, old.alternatives, old.reason_code)) then
    raise exception 'only the supplier commits' using errcode = 'restrict_violation';
  end if;
  if actor = new.supplier_id and new.accepted_at is not null
    and (tg_op = 'INSERT' or (new.accepted_at, new.accepted_parts, new.accepted_alternative)
      is distinct from (old.accepted_at, old.accepted_parts, old.accepted_alternative)) then
    raise exception 'only the buyer accepts a commit' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_commit_sides before insert or update on commits
  for each row execute function keep_commit_sides();

/* What the supplier has written down but not sent: its own. */
create table commit_drafts (
  org_id uuid not null,
  commit_id uuid not null,
  committed_milli bigint not null check (committed_milli >= 0),
  reason_code text,
  note text,
  alternatives jsonb not null default '[]',
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (org_id, commit_id)
);
${ownRows('commit_drafts')}
`;

export const migrations: readonly Migration[] = [
  { name: 'collaboration-0006-order-forecast', sql: orderForecast },
  { name: 'collaboration-0007-commits', sql: commits },
];
