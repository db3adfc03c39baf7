import { mailMigrations } from './mail/mail.migrations.ts';
import type { Migration } from './migration.ts';
import { signInMigrations } from './sign-in/sign-in.migrations.ts';
import { statisticsMigrations } from './statistics.migrations.ts';
import { ownRows } from './tenant-table.ts';

const accounts = `
create schema platform;
grant usage on schema platform to coplan_app, coplan_system;

create table platform.organisation_accounts (
  organisation_id uuid primary key,
  name text not null,
  created_at timestamptz not null
);
grant select, insert, update on platform.organisation_accounts to coplan_system;

create table platform.api_keys (
  id uuid primary key,
  org_id uuid not null references platform.organisation_accounts (organisation_id),
  key_hash bytea not null unique check (length(key_hash) = 32),
  name text not null,
  roles text[] not null check (cardinality(roles) > 0),
  created_by text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_org on platform.api_keys (org_id, id);
${ownRows('platform.api_keys', ['select', 'insert', 'update'])}
create policy api_keys_system on platform.api_keys for all to coplan_system using (true) with check (true);
grant select, insert on platform.api_keys to coplan_system;
grant update (last_used_at) on platform.api_keys to coplan_system;

create function platform.announce_api_key() returns trigger language plpgsql as $$
begin
  if new.revoked_at is distinct from old.revoked_at then
    perform pg_notify('coplan_api_keys', new.id::text);
  end if;
  return null;
end $$;
create trigger api_key_announced after update on platform.api_keys
  for each row execute function platform.announce_api_key();
`;

const outbox = `
create table platform.outbox (
  id bigint generated always as identity primary key,
  org_id uuid not null,
  type text not null,
  audience uuid[] not null check (cardinality(audience) between 1 and 100),
  subject_kind text not null,
  subject_id text not null,
  payload jsonb not null,
  at timestamptz not null
);
${ownRows('platform.outbox', ['insert'])}
create policy outbox_system on platform.outbox for all to coplan_system using (true) with check (true);
grant select, delete on platform.outbox to coplan_system;

create table platform.stream (
  position bigint generated always as identity primary key,
  org_id uuid not null,
  type text not null,
  audience uuid[] not null,
  subject_kind text not null,
  subject_id text not null,
  payload jsonb not null,
  at timestamptz not null,
  moved_at timestamptz not null default clock_timestamp()
);
create index stream_moved_at on platform.stream (moved_at);
grant select, insert, delete on platform.stream to coplan_system;
`;

const documents = `
create table platform.documents (
  id uuid primary key,
  org_id uuid not null,
  receiver_id uuid not null,
  document_type text not null,
  body jsonb not null,
  subject_kind text not null,
  subject_id text not null,
  state text not null check (state in ('queued', 'sent', 'undeliverable')),
  reason text,
  created_at timestamptz not null,
  settled_at timestamptz
);
create index documents_org_subject on platform.documents (org_id, subject_id);
${ownRows('platform.documents', ['select', 'insert', 'update'])}

create table platform.commands (
  org_id uuid not null,
  actor text not null,
  scope text not null,
  key text not null check (length(key) between 1 and 200),
  body_hash text not null,
  answer jsonb,
  created_at timestamptz not null,
  primary key (org_id, actor, scope, key)
);
create index commands_created_at on platform.commands (created_at);
${ownRows('platform.commands', ['select', 'insert', 'update'])}
`;

/**
 * The hash chain: every entry's hash covers the hash before it, so a row that somebody changes, removes or reorders
 * later, even the owner of the database, no longer fits. The head row is the organisation's lock.
 */
const audit = `
create table platform.audit_heads (
  org_id uuid primary key,
  entry_number bigint not null,
  hash text not null
);

create table platform.audit_entries (
  org_id uuid not null,
  entry_number bigint not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text,
  actor_name text not null,
  command text not null,
  subject_kind text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  reason text,
  request_id text not null,
  hash text not null,
  primary key (org_id, entry_number)
);
create index audit_entries_subject on platform.audit_entries (org_id, subject_id, entry_number);
${ownRows('platform.audit_entries', ['select', 'insert'])}

create function platform.audit_hash(entry platform.audit_entries, previous text) returns text
language sql stable set timezone = 'UTC' as $$
  select encode(sha256(convert_to(previous || '|' || (to_jsonb(entry) - 'hash')::text, 'UTF8')), 'hex')
$$;

create function platform.chain_audit_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog, platform set timezone = 'UTC' as $$
declare previous text;
begin
  insert into platform.audit_heads (org_id, entry_number, hash) values (new.org_id, 0, '')
    on conflict (org_id) do nothing;
  select head.entry_number + 1, head.hash into new.entry_number, previous
    from platform.audit_heads head where head.org_id = new.org_id for update;
  new.hash := platform.audit_hash(new, previous);
  update platform.audit_heads set entry_number = new.entry_number, hash = new.hash where org_id = new.org_id;
  return new;
end $$;
create trigger audit_entry_chained before insert on platform.audit_entries
  for each row execute function platform.chain_audit_entry();

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_kept before update or delete or truncate on platform.audit_entries
  for each statement execute function platform.refuse_change();
`;

/**
 * The application queues jobs only through this function, which stamps the organisation of its own transaction:
 * nothing can be queued in another's name. graphile-worker's tables exist when the first job is queued.
 */
const queue = `
create table platform.job_runs (
  id uuid primary key,
  job text not null,
  org_id uuid,
  attempt integer not null,
  state text not null check (state in ('running', 'done', 'failed', 'refused')),
  started_at timestamptz not null,
  ended_at timestamptz,
  result jsonb,
  error text
);
create index job_runs_started_at on platform.job_runs (started_at);
grant select, insert, update, delete on platform.job_runs to coplan_system;

create table platform.schedule_marks (
  job text not null,
  minute timestamptz not null,
  primary key (job, minute)
);
grant select, insert, delete on platform.schedule_marks to coplan_system;

create function platform.enqueue_job(
  job text, payload jsonb, request_id text, job_key text, run_at timestamptz, attempts_max integer
) returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform graphile_worker.add_job(
    job,
    json_build_object(
      'organisationId', current_setting('app.org')::uuid, 'payload', payload, 'requestId', request_id),
    run_at => run_at,
    max_attempts => attempts_max,
    job_key => case when job_key is null then null else current_setting('app.org') || ':' || job_key end);
end $$;
revoke execute on function platform.enqueue_job from public;
grant execute on function platform.enqueue_job to coplan_app;
`;

/** What the platform needs before any slice: accounts, outbox and stream, documents, audit, queue, sign-in. */
export const platformMigrations: readonly Migration[] = [
  { name: 'platform-0001-accounts', sql: accounts },
  { name: 'platform-0002-outbox', sql: outbox },
  { name: 'platform-0003-documents', sql: documents },
  { name: 'platform-0004-audit', sql: audit },
  { name: 'platform-0005-queue', sql: queue },
  ...signInMigrations,
  ...mailMigrations,
  ...statisticsMigrations,
];
