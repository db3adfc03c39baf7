import { agreementLifecycle } from '@coplan/collaboration';
import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['buyer_id', 'supplier_id'];

/** The lifecycle's own table, so that the database refuses a move that the table does not know. */
const moves = Object.entries(agreementLifecycle.table)
  .flatMap(([from, events]) => Object.values(events).map((to) => `('${from}', '${to}')`))
  .join(', ');

const agreements = `
/* Only who trades with somebody can have an agreement: the key names the trading relation. */
create table agreements (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  relation_kind text not null generated always as ('supplier') stored,
  name text not null check (length(name) between 1 and 120),
  scenario text not null,
  state text not null check (state in ('negotiating', 'active', 'suspended', 'ended')),
  active_version_id uuid,
  created_by_id uuid not null,
  created_at timestamptz not null,
  /* Until something is proposed the partner does not learn of it. */
  offered_at timestamptz,
  activated_at timestamptz,
  version integer not null default 1,
  check (buyer_id <> supplier_id),
  check (created_by_id in (buyer_id, supplier_id)),
  unique (buyer_id, id),
  unique (buyer_id, supplier_id, id),
  foreign key (buyer_id, supplier_id, relation_kind) references trading_relations (buyer_id, partner_id, kind)
);
create index agreements_of_supplier on agreements (supplier_id, id);
alter table agreements enable row level security;
alter table agreements force row level security;
grant select, insert on agreements to coplan_app;
create policy agreements_read on agreements for select to coplan_app
  using (created_by_id = ${me} or (offered_at is not null and (buyer_id = ${me} or supplier_id = ${me})));
create policy agreements_insert on agreements for insert to coplan_app
  with check (created_by_id = ${me} and (buyer_id = ${me} or supplier_id = ${me}));

/* A draft is its author's own; from the proposal on the content never changes. */
create table agreement_versions (
  id uuid primary key,
  agreement_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  author_id uuid not null,
  version_number integer not null check (version_number > 0),
  state text not null check (state in ('draft', 'proposed', 'countered', 'agreed', 'active', 'suspended', 'superseded',
    'rejected', 'withdrawn', 'expired', 'terminated')),
  content jsonb not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  note text,
  /* Why it was rejected, suspended or ended, by whoever did it. */
  reason text,
  proposed_at timestamptz,
  expires_at timestamptz,
  activated_at timestamptz,
  ended_at timestamptz,
  suspended_by_id uuid,
  /* Notice was given: the last day of the agreement, and who gave it. */
  terminates_on date,
  notice_by_id uuid,
  /* A new time here makes the scope be read from the catalog afresh. */
  scope_compiled_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version integer not null default 1,
  unique (buyer_id, id),
  unique (buyer_id, supplier_id, id),
  unique (buyer_id, agreement_id, version_number),
  check (author_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id)
);
create unique index agreement_versions_one_in_force on agreement_versions (buyer_id, agreement_id)
  where state in ('active', 'suspended');
create index agreement_versions_of_supplier on agreement_versions (supplier_id, agreement_id);
alter table agreement_versions enable row level security;
alter table agreement_versions force row level security;
grant select, insert on agreement_versions to coplan_app;
grant update (state, content, content_hash, note, reason, proposed_at, expires_at, activated_at, ended_at,
  suspended_by_id, terminates_on, notice_by_id, scope_compiled_at, changed_at, version) on agreement_versions to coplan_app;
create policy agreement_versions_read on agreement_versions for select to coplan_app
  using (author_id = ${me} or (state <> 'draft' and (buyer_id = ${me} or supplier_id = ${me})));
create policy agreement_versions_insert on agreement_versions for insert to coplan_app
  with check (author_id = ${me} and (buyer_id = ${me} or supplier_id = ${me}));
create policy agreement_versions_update on agreement_versions for update to coplan_app
  using (author_id = ${me} or (state <> 'draft' and (buyer_id = ${me} or supplier_id = ${me})))
  with check (buyer_id = ${me} or supplier_id = ${me});

/* Who signed what: the hash names the content. Append-only. */
create table agreement_signatures (
  id uuid primary key,
  agreement_version_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  signer_org_id uuid not null,
  signer_user_id uuid,
  signer_name text not null,
  content_hash text not null,
  signed_at timestamptz not null,
  unique (buyer_id, agreement_version_id, signer_org_id),
  check (signer_org_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
create index agreement_signatures_of_supplier on agreement_signatures (supplier_id, agreement_version_id);
${sharedRows('agreement_signatures', parties, { insert: ['signer_org_id'] })}

/*
 * The scope of the versions in force, item by item and place by place: an item-location is planned under one agreement.
 * Nobody writes it by hand: it is compiled from the signed content.
 */
create table agreement_item_locations (
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  item_location_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  primary key (buyer_id, item_location_id),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
create index agreement_item_locations_of_supplier on agreement_item_locations (supplier_id, buyer_id, item_location_id);
create index agreement_item_locations_of_agreement on agreement_item_locations (buyer_id, agreement_id);
${sharedRows('agreement_item_locations', parties)}
`;

/**
 * What no statement of one side can bring about: the functions run as the owner of the tables, who needs policies of
 * its own where it is no superuser.
 */
const guards = `
create policy agreements_compiled on agreements for all to current_user using (true) with check (true);
create policy agreement_versions_compiled on agreement_versions for select to current_user using (true);
create policy agreement_signatures_compiled on agreement_signatures for select to current_user using (true);
create policy agreement_item_locations_compiled on agreement_item_locations for all to current_user
  using (true) with check (true);
create policy item_locations_compiled on item_locations for select to current_user using (true);
create policy items_compiled on items for select to current_user using (true);

create function guard_agreement_version() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare signer_count integer;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception 'a version of an agreement begins as a draft' using errcode = 'restrict_violation';
    end if;
    perform 1 from agreements where buyer_id = new.buyer_id and id = new.agreement_id for update;
    select coalesce(max(version_number), 0) + 1 into new.version_number from agreement_versions
      where buyer_id = new.buyer_id and agreement_id = new.agreement_id;
    return new;
  end if;
  if old.state <> 'draft' and (new.content, new.content_hash) is distinct from (old.content, old.content_hash) then
    raise exception 'a proposed agreement is never changed: counter it with a new version' using errcode = 'restrict_violation';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (values ${moves}) then
    raise exception 'an agreement does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  if new.state in ('agreed', 'active') then
    select count(distinct signer_org_id) into signer_count from agreement_signatures
      where buyer_id = new.buyer_id and agreement_version_id = new.id and content_hash = new.content_hash;
    if signer_count < 2 then
      raise exception 'an agreement counts only when both sides have signed the same content' using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
create trigger guard_agreement_version before insert or update on agreement_versions
  for each row execute function guard_agreement_version();

create function guard_agreement_signature() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  if not exists (select 1 from agreement_versions version
    where version.buyer_id = new.buyer_id and version.supplier_id = new.supplier_id
      and version.id = new.agreement_version_id and version.state = 'proposed'
      and version.content_hash = new.content_hash) then
    raise exception 'only the very content that is proposed can be signed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_agreement_signature before insert on agreement_signatures
  for each row execute function guard_agreement_signature();

create function refuse_signature_change() returns trigger language plpgsql as $$
begin
  raise exception 'a signature is never changed' using errcode = 'restrict_violation';
end $$;
create trigger refuse_signature_change before update or delete on agreement_signatures
  for each row execute function refuse_signature_change();

/* Which items at which places the content names: the supplier cannot read the buyer's plan, so the owner compiles it. */
create function compile_agreement() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  scope jsonb := new.content -> 'scope';
  other text;
begin
  if new.state not in ('active', 'suspended') then
    delete from agreement_item_locations
      where buyer_id = new.buyer_id and agreement_version_id = new.id and old.state in ('active', 'suspended');
  end if;
  if new.state = 'active' and (old.state <> 'active' or new.scope_compiled_at is distinct from old.scope_compiled_at) then
    with covered as (
      select planned.id, planned.item_id, planned.location_id
      from item_locations planned join items item on item.org_id = planned.org_id and item.id = planned.item_id
      where planned.org_id = new.buyer_id and planned.supplier_id = new.supplier_id and planned.state = 'active'
        and (jsonb_typeof(scope -> 'categories') = 'null' or scope -> 'categories' ? item.category)
        and (jsonb_typeof(scope -> 'itemIds') = 'null' or scope -> 'itemIds' ? planned.item_id::text)
        and (jsonb_typeof(scope -> 'locationIds') = 'null' or scope -> 'locationIds' ? planned.location_id::text)
    ), gone as (
      delete from agreement_item_locations kept
      where kept.buyer_id = new.buyer_id and kept.agreement_version_id = new.id
        and not exists (select 1 from covered where covered.id = kept.item_location_id)
    )
    insert into agreement_item_locations (buyer_id, supplier_id, agreement_id, agreement_version_id, item_location_id,
      item_id, location_id)
    select new.buyer_id, new.supplier_id, new.agreement_id, new.id, id, item_id, location_id from covered
    on conflict (buyer_id, item_location_id) do nothing;
    if old.state = 'agreed' then
      select agreement.name into other
      from item_locations planned join items item on item.org_id = planned.org_id and item.id = planned.item_id
        join agreement_item_locations taken on taken.buyer_id = planned.org_id and taken.item_location_id = planned.id
          and taken.supplier_id = new.supplier_id and taken.agreement_version_id <> new.id
        join agreements agreement on agreement.buyer_id = taken.buyer_id and agreement.id = taken.agreement_id
      where planned.org_id = new.buyer_id and planned.supplier_id = new.supplier_id and planned.state = 'active'
        and (jsonb_typeof(scope -> 'categories') = 'null' or scope -> 'categories' ? item.category)
        and (jsonb_typeof(scope -> 'itemIds') = 'null' or scope -> 'itemIds' ? planned.item_id::text)
        and (jsonb_typeof(scope -> 'locationIds') = 'null' or scope -> 'locationIds' ? planned.location_id::text)
      limit 1;
      if other is not null then
        raise exception 'overlaps with %', other using errcode = 'CPOVL', detail = other;
      end if;
    end if;
  end if;
  if new.state = old.state and new.version = old.version then return null; end if;
  update agreements set
    version = version + 1,
    offered_at = case when new.state = 'proposed' then coalesce(offered_at, new.changed_at) else offered_at end,
    state = case when new.state in ('active', 'suspended') then new.state
      when active_version_id = new.id and new.state in ('terminated', 'expired') then 'ended' else state end,
    active_version_id = case when new.state in ('active', 'suspended') then new.id
      when active_version_id = new.id and new.state in ('terminated', 'expired', 'superseded') then null
      else active_version_id end,
    name = case when new.state = 'active' then new.content ->> 'name' else name end,
    scenario = case when new.state = 'active' then new.content ->> 'scenario' else scenario end,
    activated_at = case when new.state = 'active' then coalesce(activated_at, new.changed_at) else activated_at end
  where buyer_id = new.buyer_id and id = new.agreement_id;
  return null;
end $$;
create trigger compile_agreement after update on agreement_versions
  for each row execute function compile_agreement();
`;

export const migrations: readonly Migration[] = [
  { name: 'collaboration-0001-agreements', sql: agreements },
  { name: 'collaboration-0001-agreements-guarded', sql: guards },
];
