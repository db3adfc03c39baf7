import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['buyer_id', 'supplier_id'];

const scenarios = `
/* A branch of the joint plan. Its numbers are the rows of plan_id, edited by both like any plan. */
create table scenarios (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  purpose text not null check (purpose in ('sales', 'order')),
  name text not null check (length(name) between 1 and 120),
  description text check (length(description) <= 2000),
  base_plan_id uuid not null,
  plan_id uuid not null,
  /* Of the base as it was when the branch was made or rebased: another hash means that the base moved. */
  base_hash text not null,
  state text not null check (state in ('open', 'in-review', 'merged', 'abandoned', 'stale')),
  created_by_id uuid not null,
  created_by text not null,
  created_at timestamptz not null,
  review_number integer not null default 0,
  review_by_id uuid,
  review_by text,
  review_at timestamptz,
  content_hash text,
  reject_reason text,
  merged_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  version integer not null default 1,
  unique (buyer_id, id),
  check (created_by_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id),
  foreign key (buyer_id, base_plan_id) references forecast_plans (buyer_id, id),
  foreign key (buyer_id, plan_id) references forecast_plans (buyer_id, id)
);
create index scenarios_of_buyer on scenarios (buyer_id, agreement_id, created_at desc);
create index scenarios_of_supplier on scenarios (supplier_id, agreement_id, created_at desc);
create index scenarios_of_base on scenarios (buyer_id, base_plan_id) where state in ('open', 'in-review');
${sharedRows('scenarios', parties, { insert: parties, update: parties })}

/* The base as it was branched off, row by row: what a rebase compares with. */
create table scenario_base_rows (
  buyer_id uuid not null,
  supplier_id uuid not null,
  scenario_id uuid not null,
  item_location_id uuid not null,
  starts_on date not null,
  value_milli bigint[] not null,
  primary key (buyer_id, scenario_id, item_location_id),
  foreign key (buyer_id, scenario_id) references scenarios (buyer_id, id) on delete cascade
);
create index scenario_base_rows_of_supplier on scenario_base_rows (supplier_id, scenario_id);
${sharedRows('scenario_base_rows', parties, { insert: parties, delete: parties })}

/* Who signed the merge of which numbers. Append-only. */
create table scenario_signatures (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  scenario_id uuid not null,
  review_number integer not null,
  signer_org_id uuid not null,
  signer_name text not null,
  content_hash text not null,
  signed_at timestamptz not null,
  unique (buyer_id, scenario_id, review_number, signer_org_id),
  check (signer_org_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, scenario_id) references scenarios (buyer_id, id)
);
create index scenario_signatures_of_supplier on scenario_signatures (supplier_id, scenario_id);
${sharedRows('scenario_signatures', parties, { insert: ['signer_org_id'] })}

create function require_both_signatures() returns trigger language plpgsql set search_path = public, pg_catalog as $$
begin
  if new.state = 'merged' and old.state <> 'merged' and (
    select count(distinct signature.signer_org_id) from scenario_signatures signature
    where signature.buyer_id = new.buyer_id and signature.scenario_id = new.id
      and signature.review_number = new.review_number and signature.content_hash = new.content_hash) < 2 then
    raise exception 'a scenario is merged when both sides have signed the same numbers' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger require_both_signatures before update on scenarios
  for each row execute function require_both_signatures();

/*
 * What the branch would change, as the buyer's plan computes it: with 'stock' the service, stock and money of the
 * places, which the supplier sees while their stock is shared; with 'orders' the order forecast, while that is shared.
 */
create table scenario_impacts (
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  scenario_id uuid not null,
  kind text not null check (kind in ('stock', 'orders')),
  base_hash text not null,
  branch_hash text not null,
  figures jsonb not null,
  computed_at timestamptz not null,
  primary key (buyer_id, scenario_id, kind),
  foreign key (buyer_id, scenario_id) references scenarios (buyer_id, id) on delete cascade
);
create index scenario_impacts_of_supplier on scenario_impacts (supplier_id, scenario_id);
alter table scenario_impacts enable row level security;
alter table scenario_impacts force row level security;
grant select, insert, update on scenario_impacts to coplan_app;
create policy scenario_impacts_read on scenario_impacts for select to coplan_app using (
  buyer_id = ${me} or (supplier_id = ${me} and agreement_id = any (array(
    select rule.agreement_id from sharing_rules rule
    where rule.reader_id = ${me} and rule.closed_at is null and rule.place = 'location' and rule.item = 'item'
      and rule.measure = case kind when 'stock' then 'on-hand' else 'forecast' end
      and (rule.latency_hours = 0 or computed_at <= now() - make_interval(hours => rule.latency_hours))))));
create policy scenario_impacts_insert on scenario_impacts for insert to coplan_app with check (buyer_id = ${me});
create policy scenario_impacts_update on scenario_impacts for update to coplan_app
  using (buyer_id = ${me}) with check (buyer_id = ${me});
`;

export const migrations: readonly Migration[] = [{ name: 'collaboration-0008-scenarios', sql: scenarios }];
