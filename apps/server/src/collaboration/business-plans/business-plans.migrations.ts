import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['buyer_id', 'supplier_id'];

const businessPlans = `
/* What both sides want to reach in a period; each proposal of targets is a revision that the other side decides on. */
create table business_plans (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  starts_on date not null,
  ends_before date not null check (ends_before > starts_on),
  created_at timestamptz not null,
  unique (buyer_id, supplier_id, id),
  unique (buyer_id, agreement_id, starts_on, ends_before),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id)
);
create index business_plans_of_supplier on business_plans (supplier_id, agreement_id);
${sharedRows('business_plans', parties, { insert: parties })}

create table business_plan_revisions (
  id uuid primary key,
  business_plan_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_version_id uuid not null,
  revision_number integer not null check (revision_number > 0),
  author_id uuid not null,
  author_name text not null,
  state text not null check (state in ('proposed', 'agreed', 'rejected', 'withdrawn', 'superseded')),
  targets jsonb not null,
  note text,
  proposed_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  decision_reason text,
  version integer not null default 1,
  unique (buyer_id, id),
  unique (buyer_id, business_plan_id, revision_number),
  check (author_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, supplier_id, business_plan_id) references business_plans (buyer_id, supplier_id, id),
  foreign key (buyer_id, supplier_id, agreement_version_id)
    references agreement_versions (buyer_id, supplier_id, id)
);
create unique index business_plan_revisions_one_proposed on business_plan_revisions (buyer_id, business_plan_id)
  where state = 'proposed';
create unique index business_plan_revisions_one_agreed on business_plan_revisions (buyer_id, business_plan_id)
  where state = 'agreed';
create index business_plan_revisions_of_supplier on business_plan_revisions (supplier_id, business_plan_id);
alter table business_plan_revisions enable row level security;
alter table business_plan_revisions force row level security;
grant select, insert on business_plan_revisions to coplan_app;
grant update (state, decided_at, decided_by, decision_reason, version) on business_plan_revisions to coplan_app;
create policy business_plan_revisions_read on business_plan_revisions for select to coplan_app
  using (buyer_id = ${me} or supplier_id = ${me});
create policy business_plan_revisions_insert on business_plan_revisions for insert to coplan_app
  with check (author_id = ${me} and state = 'proposed' and (buyer_id = ${me} or supplier_id = ${me}));
create policy business_plan_revisions_update on business_plan_revisions for update to coplan_app
  using (buyer_id = ${me} or supplier_id = ${me}) with check (buyer_id = ${me} or supplier_id = ${me});

create function decide_targets_together() returns trigger language plpgsql as $$
declare
  actor uuid := nullif(current_setting('app.org', true), '')::uuid;
begin
  if new.state in ('agreed', 'rejected') and old.state = 'proposed' and actor = old.author_id then
    raise exception 'targets are decided by the side that did not propose them' using errcode = 'restrict_violation';
  end if;
  if new.state is distinct from old.state and old.state <> 'proposed'
      and not (old.state = 'agreed' and new.state = 'superseded') then
    raise exception 'targets that were decided stay decided: propose new ones' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger decide_targets_together before update on business_plan_revisions
  for each row execute function decide_targets_together();
`;

const planEvents = `
create function keep_history() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

/*
 * A promotion or another event. \`content\` is its owner's draft, or what both agreed; \`pending\` is a change that the
 * other side has not decided on yet. The other side reads it while the owner's promotion rule is open and it has been
 * proposed.
 */
create table plan_events (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  owner_id uuid not null,
  state text not null check (state in ('draft', 'proposed', 'agreed', 'locked', 'changed-after-lock', 'running', 'ended',
    'evaluated', 'cancelled')),
  content jsonb not null,
  pending jsonb,
  pending_reason text,
  starts_on date not null,
  ends_before date not null check (ends_before > starts_on),
  lock_on date not null,
  is_shown boolean not null default false,
  agreed_at timestamptz,
  ended_at timestamptz,
  evaluated_at timestamptz,
  conclusion text,
  reason text,
  created_by text not null,
  created_at timestamptz not null,
  version integer not null default 1,
  unique (buyer_id, supplier_id, id),
  check (owner_id in (buyer_id, supplier_id)),
  check ((evaluated_at is not null) = (state = 'evaluated')),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id),
  foreign key (buyer_id, supplier_id, agreement_version_id)
    references agreement_versions (buyer_id, supplier_id, id)
);
create index plan_events_of_agreement on plan_events (buyer_id, agreement_id, starts_on);
create index plan_events_of_supplier on plan_events (supplier_id, agreement_id, starts_on);
create index plan_events_due on plan_events (owner_id, state);
alter table plan_events enable row level security;
alter table plan_events force row level security;
grant select, insert on plan_events to coplan_app;
grant update (agreement_version_id, state, content, pending, pending_reason, starts_on, ends_before, lock_on, is_shown,
  agreed_at, ended_at, evaluated_at, conclusion, reason, version) on plan_events to coplan_app;
create policy plan_events_read on plan_events for select to coplan_app using (
  (buyer_id = ${me} or supplier_id = ${me}) and (owner_id = ${me} or (is_shown and (owner_id, agreement_id) in (
    select rule.owner_id, rule.agreement_id from sharing_rules rule
    where rule.reader_id = ${me} and rule.measure = 'promotion' and rule.closed_at is null))));
create policy plan_events_insert on plan_events for insert to coplan_app
  with check (owner_id = ${me} and state = 'draft' and (buyer_id = ${me} or supplier_id = ${me}));
create policy plan_events_update on plan_events for update to coplan_app
  using (buyer_id = ${me} or supplier_id = ${me}) with check (buyer_id = ${me} or supplier_id = ${me});

/* Neither side agrees for the other: the owner writes drafts and proposes changes, the other side makes them count. */
create function agree_events_together() returns trigger language plpgsql as $$
declare
  actor uuid := nullif(current_setting('app.org', true), '')::uuid;
begin
  if new.content is distinct from old.content and old.state <> 'draft'
      and (actor = old.owner_id or new.content is distinct from old.pending) then
    raise exception 'an event changes only as its owner proposed and the other side accepted'
      using errcode = 'restrict_violation';
  end if;
  if actor <> old.owner_id and (old.state = 'draft' or (new.pending is not null and new.pending is distinct from old.pending)) then
    raise exception 'only its owner writes an event' using errcode = 'restrict_violation';
  end if;
  if new.state = 'agreed' and old.state = 'proposed' and old.pending is null and actor = old.owner_id then
    raise exception 'an event is agreed by the side that did not propose it' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger agree_events_together before update on plan_events
  for each row execute function agree_events_together();

/* What happened to an event since it was first proposed, and what a late change would cost whom. Append-only. */
create table plan_event_changes (
  id uuid primary key,
  plan_event_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  /* The event's version after it. */
  event_version integer not null,
  event text not null,
  actor_org_id uuid not null,
  actor_name text not null,
  at timestamptz not null,
  reason text,
  content jsonb,
  was_locked boolean not null default false,
  /* Planned units that the change adds or takes away, and what the frozen and slushy windows make of the latter. */
  changed_milli bigint,
  liability_minor bigint,
  currency text,
  foreign key (buyer_id, supplier_id, plan_event_id) references plan_events (buyer_id, supplier_id, id)
);
create index plan_event_changes_of_event on plan_event_changes (buyer_id, plan_event_id, event_version);
alter table plan_event_changes enable row level security;
alter table plan_event_changes force row level security;
grant select, insert on plan_event_changes to coplan_app;
create policy plan_event_changes_read on plan_event_changes for select to coplan_app using (
  (buyer_id = ${me} or supplier_id = ${me}) and plan_event_id = any (array(select known.id from plan_events known)));
create policy plan_event_changes_insert on plan_event_changes for insert to coplan_app with check (
  actor_org_id = ${me} and (buyer_id = ${me} or supplier_id = ${me})
  and plan_event_id = any (array(select known.id from plan_events known)));
create trigger plan_event_changes_append_only before update or delete on plan_event_changes
  for each row execute function keep_history();

/* What was expected when the event was locked, from the plan named; whoever may read that plan reads it. */
create table plan_event_expectations (
  plan_event_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  plan_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  base_milli bigint not null,
  lift_milli bigint not null,
  primary key (buyer_id, plan_event_id, item_location_id),
  foreign key (buyer_id, supplier_id, plan_event_id) references plan_events (buyer_id, supplier_id, id),
  foreign key (buyer_id, plan_id) references forecast_plans (buyer_id, id)
);
create index plan_event_expectations_of_supplier on plan_event_expectations (supplier_id, plan_event_id);
alter table plan_event_expectations enable row level security;
alter table plan_event_expectations force row level security;
grant select, insert, delete on plan_event_expectations to coplan_app;
create policy plan_event_expectations_own on plan_event_expectations for all to coplan_app
  using ((buyer_id = ${me} or supplier_id = ${me})
    and plan_event_id = any (array(select known.id from plan_events known))
    and plan_id = any (array(select plan.id from forecast_plans plan)))
  with check ((buyer_id = ${me} or supplier_id = ${me})
    and plan_event_id = any (array(select known.id from plan_events known))
    and plan_id = any (array(select plan.id from forecast_plans plan)));

/* What came of it, item by item: the lift library. It holds sales, so the supplier reads it while it may read sales. */
create table plan_event_evaluations (
  plan_event_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  item_id uuid not null,
  is_cannibalised boolean not null,
  event_type text not null,
  category text,
  baseline_method text not null check (baseline_method in ('plan-at-lock', 'weeks-before')),
  base_milli bigint not null,
  planned_lift_milli bigint not null,
  sold_milli bigint not null,
  actual_lift_milli bigint not null,
  leftover_milli bigint,
  in_stock_ratio real,
  day_count integer not null,
  evaluated_at timestamptz not null,
  primary key (buyer_id, plan_event_id, item_id),
  foreign key (buyer_id, supplier_id, plan_event_id) references plan_events (buyer_id, supplier_id, id)
);
create index plan_event_evaluations_of_item on plan_event_evaluations (buyer_id, agreement_id, item_id);
create index plan_event_evaluations_of_supplier on plan_event_evaluations (supplier_id, agreement_id);
alter table plan_event_evaluations enable row level security;
alter table plan_event_evaluations force row level security;
grant select, insert on plan_event_evaluations to coplan_app;
create policy plan_event_evaluations_read on plan_event_evaluations for select to coplan_app using (
  (buyer_id = ${me} or supplier_id = ${me}) and plan_event_id = any (array(select known.id from plan_events known))
  and (buyer_id = ${me} or (buyer_id, agreement_id) in (
    select rule.owner_id, rule.agreement_id from sharing_rules rule
    where rule.reader_id = ${me} and rule.measure = 'pos' and rule.closed_at is null)));
create policy plan_event_evaluations_insert on plan_event_evaluations for insert to coplan_app with check (
  (buyer_id = ${me} or supplier_id = ${me}) and plan_event_id = any (array(select known.id from plan_events known)));
create trigger plan_event_evaluations_append_only before update or delete on plan_event_evaluations
  for each row execute function keep_history();
`;

export const migrations: readonly Migration[] = [
  { name: 'collaboration-0005-business-plans', sql: businessPlans },
  { name: 'collaboration-0006-plan-events', sql: planEvents },
];
