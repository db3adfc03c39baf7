import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;

/**
 * A party's plan is its own until it has been published and a sharing rule opens it; a joint plan or a scenario belongs
 * to both. Rows and edits follow their plan: their policies ask which plans the reader sees.
 */
const plans = `
create table forecast_plans (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  cycle_id uuid,
  kind text not null check (kind in ('party', 'joint', 'scenario')),
  party_id uuid,
  purpose text not null check (purpose in ('sales', 'order', 'shipment')),
  state text not null,
  version_number integer not null check (version_number > 0),
  base_plan_id uuid,
  starts_on date not null,
  bucket_days smallint not null check (bucket_days in (1, 7)),
  bucket_count integer not null check (bucket_count between 1 and 800),
  /* Where the numbers came from: run, engine version, snapshot hash, file, rule and weights. */
  source jsonb not null default '{}',
  issued_at timestamptz not null,
  published_at timestamptz,
  created_by text not null,
  note text,
  version integer not null default 1,
  unique (buyer_id, id),
  check ((kind = 'party') = (party_id is not null)),
  check (party_id is null or party_id in (buyer_id, supplier_id)),
  check (kind = 'scenario' or state in ('working', 'submitted', 'published', 'in-review', 'consensus', 'frozen',
    'archived', 'superseded')),
  check (kind <> 'scenario' or state in ('open', 'in-review', 'merged', 'abandoned', 'stale')),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
create index forecast_plans_of_agreement on forecast_plans (buyer_id, agreement_id, purpose, kind, issued_at desc);
create index forecast_plans_of_supplier on forecast_plans (supplier_id, agreement_id, purpose, kind, issued_at desc);
create unique index forecast_plans_one_working on forecast_plans (buyer_id, agreement_id, purpose, party_id)
  where kind = 'party' and state = 'working';
alter table forecast_plans enable row level security;
alter table forecast_plans force row level security;
grant select, insert, delete on forecast_plans to coplan_app;
grant update (state, cycle_id, source, published_at, issued_at, note, version, base_plan_id) on forecast_plans to coplan_app;
create policy forecast_plans_read on forecast_plans for select to coplan_app using (
  (buyer_id = ${me} or supplier_id = ${me}) and (
    party_id = ${me} or party_id is null
    or (published_at is not null and (party_id, agreement_id) in (
      /* The plan itself is read where the rule opens its whole grain; sums of it are read through shared_plans. */
      select rule.owner_id, rule.agreement_id from sharing_rules rule
      where rule.reader_id = ${me} and rule.measure = 'forecast' and rule.closed_at is null
        and rule.place = 'location' and rule.item = 'item' and rule.bucket_days <= forecast_plans.bucket_days
        and forecast_plans.bucket_count * forecast_plans.bucket_days <= rule.depth_days + 7
        and (rule.latency_hours = 0
          or forecast_plans.published_at <= now() - make_interval(hours => rule.latency_hours))))));
create policy forecast_plans_insert on forecast_plans for insert to coplan_app
  with check ((buyer_id = ${me} or supplier_id = ${me}) and (party_id is null or party_id = ${me}));
create policy forecast_plans_update on forecast_plans for update to coplan_app
  using ((buyer_id = ${me} or supplier_id = ${me}) and (party_id is null or party_id = ${me}))
  with check ((buyer_id = ${me} or supplier_id = ${me}) and (party_id is null or party_id = ${me}));
create policy forecast_plans_delete on forecast_plans for delete to coplan_app
  using (party_id = ${me} and published_at is null);

/*
 * One row per item-location, one number per bucket and layer, thousandths of the base unit. A null number is "no
 * value", never zero. What counts in a bucket is the override, else base plus event.
 */
create table forecast_plan_rows (
  plan_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  base_milli bigint[] not null,
  event_milli bigint[] not null,
  override_milli bigint[] not null,
  /* For joint plans: rule, weights, and what is still missing. */
  status jsonb not null default '{}',
  row_version integer not null default 1,
  /* The newest edit that the numbers contain. */
  last_edit_number bigint not null default 0,
  primary key (buyer_id, plan_id, item_location_id),
  check (cardinality(base_milli) = cardinality(event_milli) and cardinality(base_milli) = cardinality(override_milli)),
  foreign key (buyer_id, plan_id) references forecast_plans (buyer_id, id) on delete cascade
);
create index forecast_plan_rows_of_supplier on forecast_plan_rows (supplier_id, plan_id, item_location_id);
alter table forecast_plan_rows enable row level security;
alter table forecast_plan_rows force row level security;
grant select, insert, update, delete on forecast_plan_rows to coplan_app;
create policy forecast_plan_rows_read on forecast_plan_rows for select to coplan_app using (
  (buyer_id = ${me} or supplier_id = ${me}) and plan_id = any (array(select plan.id from forecast_plans plan)));
create policy forecast_plan_rows_write on forecast_plan_rows for all to coplan_app
  using ((buyer_id = ${me} or supplier_id = ${me}) and plan_id = any (array(
    select plan.id from forecast_plans plan where plan.party_id is null or plan.party_id = ${me})))
  with check ((buyer_id = ${me} or supplier_id = ${me}) and plan_id = any (array(
    select plan.id from forecast_plans plan where plan.party_id is null or plan.party_id = ${me})));

/* Every edit of a cell, applied or refused because somebody else was first. Append-only. */
create table cell_edits (
  id uuid primary key,
  plan_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  edit_number bigint generated always as identity,
  item_location_id uuid not null,
  bucket_index integer not null check (bucket_index >= 0),
  layer text not null check (layer in ('base', 'event', 'override')),
  before_milli bigint,
  after_milli bigint,
  outcome text not null check (outcome in ('applied', 'conflict')),
  reason text,
  actor_org_id uuid not null,
  actor_user_id uuid,
  actor_name text not null,
  /* The client's own number of the edit, so that a repeated click changes nothing. */
  operation_id text not null check (length(operation_id) between 1 and 100),
  at timestamptz not null,
  unique (buyer_id, plan_id, actor_org_id, operation_id, item_location_id, bucket_index, layer),
  foreign key (buyer_id, plan_id) references forecast_plans (buyer_id, id) on delete cascade
);
create index cell_edits_of_plan on cell_edits (buyer_id, plan_id, edit_number);
create index cell_edits_of_supplier on cell_edits (supplier_id, plan_id, edit_number);
create index cell_edits_of_cell on cell_edits (buyer_id, plan_id, item_location_id, bucket_index, edit_number desc);
alter table cell_edits enable row level security;
alter table cell_edits force row level security;
grant select, insert on cell_edits to coplan_app;
create policy cell_edits_read on cell_edits for select to coplan_app using (
  (buyer_id = ${me} or supplier_id = ${me}) and plan_id = any (array(select plan.id from forecast_plans plan)));
create policy cell_edits_insert on cell_edits for insert to coplan_app with check (
  actor_org_id = ${me} and (buyer_id = ${me} or supplier_id = ${me}) and plan_id = any (array(
    select plan.id from forecast_plans plan where plan.party_id is null or plan.party_id = ${me})));

/* Puts amounts at places (from 1) of a row of cells: many cells of a row in one update. */
create function set_cells(cells bigint[], places integer[], amounts bigint[]) returns bigint[]
language plpgsql immutable parallel safe set search_path = pg_catalog as $$
begin
  for step in 1 .. coalesce(cardinality(places), 0) loop
    cells[places[step]] := amounts[step];
  end loop;
  return cells;
end $$;

/* Who has agreed to a joint plan, and up to which edit: a later edit makes the consent void. */
create table plan_consents (
  plan_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  org_id uuid not null check (org_id in (buyer_id, supplier_id)),
  actor_name text not null,
  edit_number bigint not null,
  at timestamptz not null,
  primary key (buyer_id, plan_id, org_id),
  foreign key (buyer_id, plan_id) references forecast_plans (buyer_id, id) on delete cascade
);
create index plan_consents_of_supplier on plan_consents (supplier_id, plan_id);
${sharedRows('plan_consents', ['buyer_id', 'supplier_id'], { insert: ['org_id'], update: ['org_id'] })}

/* A change of a frozen plan: one side proposes, the other accepts, and only then are its cells written. */
create table plan_amendments (
  id uuid primary key,
  plan_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  proposed_by_id uuid not null check (proposed_by_id in (buyer_id, supplier_id)),
  proposed_by text not null,
  proposed_at timestamptz not null,
  cells jsonb not null,
  reason text not null,
  state text not null default 'proposed' check (state in ('proposed', 'accepted', 'rejected', 'withdrawn')),
  decided_by text,
  decided_at timestamptz,
  version integer not null default 1,
  unique (buyer_id, id),
  foreign key (buyer_id, plan_id) references forecast_plans (buyer_id, id) on delete cascade
);
create index plan_amendments_of_plan on plan_amendments (buyer_id, plan_id, proposed_at desc);
create index plan_amendments_of_supplier on plan_amendments (supplier_id, plan_id);
${sharedRows('plan_amendments', ['buyer_id', 'supplier_id'], { insert: ['proposed_by_id'] })}
grant update (state, decided_by, decided_at, version) on plan_amendments to coplan_app;
create policy plan_amendments_decide on plan_amendments for update to coplan_app
  using (buyer_id = ${me} or supplier_id = ${me}) with check (buyer_id = ${me} or supplier_id = ${me});

/* What a party could deliver or costs, by its own word: the seller's capacity and stock, costs and prices of both. */
create table measure_series (
  id uuid primary key,
  org_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  measure text not null check (measure in ('on-hand', 'capacity', 'cost', 'price')),
  item_id uuid not null,
  location_id uuid,
  bucket_days smallint not null check (bucket_days in (1, 7)),
  starts_on date not null,
  /* Quantities in thousandths of the base unit, money in millionths of the currency unit; null: not said. */
  amounts bigint[] not null check (cardinality(amounts) between 1 and 800),
  currency text,
  recorded_at timestamptz not null,
  version integer not null default 1,
  check (org_id in (buyer_id, supplier_id)),
  check ((measure in ('cost', 'price')) = (currency is not null)),
  unique nulls not distinct (org_id, buyer_id, supplier_id, measure, item_id, location_id)
);
${sharedRows('measure_series', ['org_id'], { insert: ['org_id'], update: ['org_id'], delete: ['org_id'] })}
`;

export const migrations: readonly Migration[] = [{ name: 'collaboration-0004-plans', sql: plans }];
