import type { Migration } from '@coplan/platform';

export const gatewayRole = 'coplan_gateway_app';

/** The app may add rows and move states; it may neither delete anything nor change bytes that were archived. */
export const migrations: readonly Migration[] = [
  {
    name: 'gateway-0001-archive',
    sql: `
create table agreements (
  agreement_id uuid primary key,
  local_organisation_id uuid not null,
  partner_organisation_id uuid not null check (partner_organisation_id <> local_organisation_id),
  name text not null,
  inbox text not null unique,
  outbox text not null unique,
  envelope jsonb not null,
  profile jsonb not null,
  usage text not null check (usage in ('test', 'production')),
  duplicate_policy text not null check (duplicate_policy in ('ignore', 'answer-again')),
  acknowledgement_due_minutes int not null check (acknowledgement_due_minutes between 1 and 100000),
  local_key text,
  partner_key text,
  changed_at timestamptz not null,
  unique (local_organisation_id, partner_organisation_id)
);

create table control_numbers (
  agreement_id uuid not null references agreements,
  kind text not null check (kind in ('interchange', 'group')),
  last_number int not null check (last_number between 1 and 999999999),
  primary key (agreement_id, kind)
);

create table interchanges (
  interchange_id uuid primary key,
  agreement_id uuid not null references agreements,
  direction text not null check (direction in ('in', 'out')),
  file_name text not null,
  bytes bytea not null,
  sha256 text not null,
  control_number text,
  resend_of uuid references interchanges,
  state text not null,
  explanation text,
  attempt_count int not null default 0,
  next_attempt_at timestamptz not null,
  recorded_at timestamptz not null,
  ended_at timestamptz
);
create unique index interchanges_claim on interchanges (agreement_id, file_name) where direction = 'in';
create unique index interchanges_number on interchanges (agreement_id, control_number)
  where direction = 'out' and resend_of is null;
create index interchanges_sha on interchanges (agreement_id, sha256) where direction = 'in';
create index interchanges_open on interchanges (next_attempt_at) where state in ('received', 'numbered', 'staged');

create table received_control_numbers (
  agreement_id uuid not null references agreements,
  control_number text not null,
  interchange_id uuid not null references interchanges,
  acknowledgement_id uuid references interchanges,
  primary key (agreement_id, control_number)
);

create table messages (
  message_id uuid primary key,
  position bigint generated always as identity unique,
  agreement_id uuid not null references agreements,
  direction text not null check (direction in ('in', 'out')),
  interchange_id uuid references interchanges,
  control_number text,
  group_number text,
  set_number text,
  set_type text,
  document_type text,
  envelope jsonb,
  body_sha256 text,
  posted_as text check (posted_as in ('local', 'partner')),
  state text not null,
  explanation text,
  issues jsonb not null default '[]',
  acknowledgement text not null default 'none'
    check (acknowledgement in ('none', 'expected', 'overdue', 'accepted', 'accepted-with-errors', 'rejected')),
  acknowledgement_due_at timestamptz,
  attempt_count int not null default 0,
  next_attempt_at timestamptz not null,
  recorded_at timestamptz not null,
  ended_at timestamptz
);
create index messages_open on messages (agreement_id, position) where state in ('waiting', 'queued');
create index messages_expected on messages (acknowledgement_due_at) where acknowledgement = 'expected';
create index messages_group on messages (agreement_id, group_number) where direction = 'out';
create index messages_interchange on messages (interchange_id);

grant select, insert, update on agreements, control_numbers to ${gatewayRole};
grant select, insert on interchanges, messages, received_control_numbers to ${gatewayRole};
grant update (state, explanation, attempt_count, next_attempt_at, ended_at) on interchanges to ${gatewayRole};
grant update (acknowledgement_id) on received_control_numbers to ${gatewayRole};
grant update (interchange_id, control_number, group_number, set_number, set_type, state, explanation, issues,
  acknowledgement, acknowledgement_due_at, attempt_count, next_attempt_at, ended_at) on messages to ${gatewayRole};
`,
  },
];
