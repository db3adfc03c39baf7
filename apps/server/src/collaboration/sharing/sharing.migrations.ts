import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;

const rules = `
/*
 * The rules in force. A row of a partner is open while its rule is here with closed_at null: policies and the views
 * of role coplan_sharing ask this table and nothing else. Rules are compiled from signed agreements; by hand their owner
 * can only close one, and open it again as it was agreed.
 */
create table sharing_rules (
  id uuid primary key,
  owner_id uuid not null,
  reader_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  measure text not null check (measure in ('pos', 'on-hand', 'on-order', 'in-transit', 'forecast', 'promotion', 'cost',
    'price', 'capacity')),
  place text not null check (place in ('location', 'all-locations')),
  item text not null check (item in ('item', 'category')),
  bucket_days smallint not null check (bucket_days in (1, 7)),
  week_starts_on smallint not null check (week_starts_on between 1 and 7),
  latency_hours integer not null check (latency_hours >= 0),
  depth_days integer not null check (depth_days > 0),
  may_reshare boolean not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text check (closed_by in ('owner', 'agreement')),
  closed_reason text,
  check (owner_id <> reader_id),
  check (owner_id in (buyer_id, supplier_id) and reader_id in (buyer_id, supplier_id)),
  check ((closed_at is null) = (closed_by is null)),
  unique (owner_id, id),
  unique (owner_id, agreement_version_id, measure),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
create unique index sharing_rules_one_open on sharing_rules (owner_id, reader_id, agreement_id, measure)
  where closed_at is null;
create index sharing_rules_of_reader on sharing_rules (reader_id, measure, owner_id) where closed_at is null;
${sharedRows('sharing_rules', ['owner_id', 'reader_id'])}
grant update (closed_at, closed_by, closed_reason) on sharing_rules to coplan_app;
create policy sharing_rules_close on sharing_rules for update to coplan_app
  using (owner_id = ${me}) with check (owner_id = ${me});
create policy sharing_rules_compiled on sharing_rules for all to current_user using (true) with check (true);

/* An open rule is one that both signed, in the version that is in force, to the letter. */
create function guard_sharing_rule() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  if new.closed_at is null and not exists (
    select 1 from agreement_versions version, jsonb_array_elements(version.content -> 'sharing') agreed
    where version.buyer_id = new.buyer_id and version.supplier_id = new.supplier_id
      and version.id = new.agreement_version_id and version.agreement_id = new.agreement_id and version.state = 'active'
      and agreed ->> 'measure' = new.measure
      and agreed ->> 'owner' = case new.owner_id when new.buyer_id then 'buyer' else 'seller' end
      and agreed -> 'granularity' ->> 'place' = new.place and agreed -> 'granularity' ->> 'item' = new.item
      and (agreed -> 'granularity' ->> 'bucketDays')::integer = new.bucket_days
      and (agreed ->> 'latencyHours')::integer = new.latency_hours and (agreed ->> 'depthDays')::integer = new.depth_days
      and (agreed ->> 'mayReshare')::boolean = new.may_reshare
      and (version.content -> 'calendar' ->> 'weekStartsOn')::integer = new.week_starts_on) then
    raise exception 'no agreement in force shares that: both sides sign a version that does' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_sharing_rule before insert or update on sharing_rules
  for each row execute function guard_sharing_rule();

/* Rules follow the state of their version: opened with it, closed with it, and back after a suspension. */
create function compile_sharing_rules() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  if old.state = new.state then return null; end if;
  if old.state = 'active' then
    update sharing_rules set closed_at = new.changed_at, closed_by = 'agreement', closed_reason = 'The agreement is ' || new.state
    where buyer_id = new.buyer_id and agreement_version_id = new.id and closed_at is null;
  end if;
  if new.state = 'active' and old.state = 'suspended' then
    update sharing_rules set closed_at = null, closed_by = null, closed_reason = null
    where buyer_id = new.buyer_id and agreement_version_id = new.id and closed_by = 'agreement';
  elsif new.state = 'active' then
    insert into sharing_rules (id, owner_id, reader_id, buyer_id, supplier_id, agreement_id, agreement_version_id, measure,
      place, item, bucket_days, week_starts_on, latency_hours, depth_days, may_reshare, opened_at)
    select gen_random_uuid(),
      case agreed ->> 'owner' when 'buyer' then new.buyer_id else new.supplier_id end,
      case agreed ->> 'owner' when 'buyer' then new.supplier_id else new.buyer_id end,
      new.buyer_id, new.supplier_id, new.agreement_id, new.id, agreed ->> 'measure',
      agreed -> 'granularity' ->> 'place', agreed -> 'granularity' ->> 'item',
      (agreed -> 'granularity' ->> 'bucketDays')::smallint, (new.content -> 'calendar' ->> 'weekStartsOn')::smallint,
      (agreed ->> 'latencyHours')::integer, (agreed ->> 'depthDays')::integer, (agreed ->> 'mayReshare')::boolean,
      new.changed_at
    from jsonb_array_elements(new.content -> 'sharing') agreed;
  end if;
  return null;
end $$;
create trigger compile_sharing_rules after update on agreement_versions
  for each row execute function compile_sharing_rules();

/* Who of the partner read what: written with every read, for the owner to see. Append-only. */
create table sharing_reads (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null,
  reader_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  measure text not null,
  purpose text not null check (length(purpose) between 1 and 60),
  actor_user_id uuid,
  actor_name text not null,
  row_count integer not null check (row_count > 0),
  from_on date,
  to_on date,
  at timestamptz not null,
  check (owner_id <> reader_id),
  check (owner_id in (buyer_id, supplier_id) and reader_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id)
);
create index sharing_reads_of_owner on sharing_reads (owner_id, reader_id, at desc, id desc);
create index sharing_reads_of_reader on sharing_reads (reader_id, at desc);
${sharedRows('sharing_reads', ['owner_id', 'reader_id'], { insert: ['reader_id'] })}
`;

/** The log outlives a year's review; younger rows nobody can take away. */
const forgetting = `
grant delete on sharing_reads to coplan_app;
create policy sharing_reads_forget on sharing_reads for delete to coplan_app
  using (owner_id = ${me} and at < now() - interval '400 days');
`;

export const migrations: readonly Migration[] = [
  { name: 'collaboration-0002-sharing-rules', sql: rules },
  { name: 'collaboration-0002-sharing-reads-kept', sql: forgetting },
];
