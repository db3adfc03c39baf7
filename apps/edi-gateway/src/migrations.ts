import type { Migration } from '@coplan/platform';

export const gatewayRole = 'coplan_gateway_app';
/** The user of the operations API: row-level security shows it one organisation at a time, and no secret. */
export const deskRole = 'coplan_gateway_desk';

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
  {
    name: 'gateway-0002-as2',
    sql: `
alter table agreements
  add column send_by text not null default 'folder' check (send_by in ('folder', 'as2')),
  add column as2 jsonb,
  add check (send_by <> 'as2' or as2 is not null);
create unique index agreements_as2_names on agreements ((as2 ->> 'localName'), (as2 ->> 'partnerName'));

create table as2_identities (
  identity_id uuid primary key,
  local_name text not null,
  fingerprint text not null,
  certificate text not null,
  private_key text not null,
  sign_from timestamptz not null,
  valid_until timestamptz not null,
  recorded_at timestamptz not null,
  retired_at timestamptz,
  unique (local_name, fingerprint)
);

create table as2_partner_certificates (
  certificate_id uuid primary key,
  agreement_id uuid not null references agreements,
  fingerprint text not null,
  certificate text not null,
  purpose text not null check (purpose in ('both', 'signing', 'encryption')),
  valid_until timestamptz not null,
  recorded_at timestamptz not null,
  retired_at timestamptz,
  unique (agreement_id, fingerprint)
);

create table as2_messages (
  as2_message_id uuid primary key,
  position bigint generated always as identity unique,
  agreement_id uuid not null references agreements,
  direction text not null check (direction in ('in', 'out')),
  message_id text not null,
  interchange_id uuid references interchanges,
  state text not null check (state in ('accepted', 'refused', 'ready', 'posted', 'delivered', 'failed')),
  headers jsonb not null,
  body bytea,
  payload_sha256 text,
  mics jsonb,
  security jsonb not null default '{}',
  explanation text,
  receipt_headers jsonb,
  receipt_body bytea,
  receipt_state text check (receipt_state in ('due', 'sent', 'failed')),
  receipt_url text,
  receipt_due_at timestamptz,
  attempt_count int not null default 0,
  next_attempt_at timestamptz not null,
  recorded_at timestamptz not null,
  ended_at timestamptz
);
create unique index as2_messages_accepted on as2_messages (agreement_id, message_id) where state = 'accepted';
create unique index as2_messages_sent on as2_messages (agreement_id, message_id) where direction = 'out';
create unique index as2_messages_interchange on as2_messages (interchange_id)
  where direction = 'out' and state <> 'failed';
create index as2_messages_open on as2_messages (agreement_id, next_attempt_at) where state in ('ready', 'posted');
create index as2_messages_receipts on as2_messages (agreement_id, next_attempt_at) where receipt_state = 'due';
create index as2_messages_refused on as2_messages (agreement_id, recorded_at) where state = 'refused';

grant select, insert on as2_identities, as2_partner_certificates, as2_messages to ${gatewayRole};
grant update (sign_from, retired_at) on as2_identities to ${gatewayRole};
grant update (purpose, retired_at) on as2_partner_certificates to ${gatewayRole};
grant update (state, explanation, receipt_headers, receipt_body, receipt_state, receipt_due_at, attempt_count,
  next_attempt_at, ended_at) on as2_messages to ${gatewayRole};
`,
  },
  {
    name: 'gateway-0003-desk',
    sql: `
alter table agreements
  add column has_local_key boolean not null generated always as (local_key is not null) stored,
  add column has_partner_key boolean not null generated always as (partner_key is not null) stored;

alter table agreements enable row level security;
alter table control_numbers enable row level security;
alter table interchanges enable row level security;
alter table received_control_numbers enable row level security;
alter table messages enable row level security;
alter table as2_identities enable row level security;
alter table as2_partner_certificates enable row level security;
alter table as2_messages enable row level security;

create policy worker on agreements to ${gatewayRole} using (true) with check (true);
create policy worker on control_numbers to ${gatewayRole} using (true) with check (true);
create policy worker on interchanges to ${gatewayRole} using (true) with check (true);
create policy worker on received_control_numbers to ${gatewayRole} using (true) with check (true);
create policy worker on messages to ${gatewayRole} using (true) with check (true);
create policy worker on as2_identities to ${gatewayRole} using (true) with check (true);
create policy worker on as2_partner_certificates to ${gatewayRole} using (true) with check (true);
create policy worker on as2_messages to ${gatewayRole} using (true) with check (true);

create policy desk on agreements to ${deskRole}
  using (local_organisation_id = (select current_setting('app.org')::uuid));
create policy desk on interchanges to ${deskRole} using (agreement_id in (select agreement_id from agreements));
create policy desk on received_control_numbers to ${deskRole}
  using (agreement_id in (select agreement_id from agreements));
create policy desk on messages to ${deskRole} using (agreement_id in (select agreement_id from agreements));
create policy desk on as2_identities to ${deskRole}
  using (local_name in (select as2 ->> 'localName' from agreements where as2 is not null));
create policy desk on as2_partner_certificates to ${deskRole}
  using (agreement_id in (select agreement_id from agreements));
create policy desk on as2_messages to ${deskRole} using (agreement_id in (select agreement_id from agreements));

grant select (agreement_id, local_organisation_id, partner_organisation_id, name, inbox, outbox, envelope, profile, usage,
  duplicate_policy, acknowledgement_due_minutes, send_by, as2, has_local_key, has_partner_key, changed_at)
  on agreements to ${deskRole};
grant select on interchanges, received_control_numbers, messages, as2_partner_certificates, as2_messages to ${deskRole};
grant select (identity_id, local_name, fingerprint, certificate, sign_from, valid_until, recorded_at, retired_at)
  on as2_identities to ${deskRole};
`,
  },
  {
    name: 'gateway-0004-transports',
    sql: `
alter table agreements
  drop constraint agreements_send_by_check,
  drop constraint agreements_duplicate_policy_check,
  add column sftp jsonb,
  add column webhook jsonb,
  add column keeps_order boolean not null default false,
  add column technical_acknowledgement text not null default 'never'
    check (technical_acknowledgement in ('never', 'when-asked', 'when-refused', 'always')),
  add check (send_by in ('folder', 'as2', 'sftp', 'webhook')),
  add check (duplicate_policy in ('ignore', 'answer-again', 'reject', 'flag')),
  add check (send_by <> 'sftp' or sftp is not null),
  add check (send_by <> 'webhook' or webhook is not null);

alter table interchanges
  add column position bigint generated always as identity,
  add column picked_up_at timestamptz;
grant update (picked_up_at) on interchanges to ${gatewayRole};

create table sftp_host_keys (
  host_key_id uuid primary key,
  public_key text not null unique,
  private_key text not null,
  recorded_at timestamptz not null
);

create table sftp_accounts (
  agreement_id uuid primary key references agreements,
  user_name text not null unique,
  password_hash text,
  public_keys jsonb not null,
  after_pick_up text not null check (after_pick_up in ('keep', 'archive', 'remove')),
  is_open boolean not null,
  changed_at timestamptz not null
);

create table sftp_logins (
  agreement_id uuid primary key references agreements,
  password text,
  private_key text,
  public_key text,
  changed_at timestamptz not null
);

create table sftp_polls (
  agreement_id uuid primary key references agreements,
  next_poll_at timestamptz not null,
  last_poll_at timestamptz,
  failing_since timestamptz,
  explanation text
);

create table http_secrets (
  secret_id uuid primary key,
  agreement_id uuid not null references agreements,
  purpose text not null check (purpose in ('upload', 'webhook')),
  secret text not null,
  recorded_at timestamptz not null,
  retired_at timestamptz
);
create index http_secrets_open on http_secrets (agreement_id, purpose) where retired_at is null;

create table uploads (
  agreement_id uuid not null references agreements,
  upload_id text not null,
  sha256 text not null,
  interchange_id uuid not null references interchanges,
  recorded_at timestamptz not null,
  primary key (agreement_id, upload_id)
);

grant select, insert, update on sftp_accounts, sftp_logins, sftp_polls to ${gatewayRole};
grant select, insert on sftp_host_keys, http_secrets, uploads to ${gatewayRole};
grant update (retired_at) on http_secrets to ${gatewayRole};

alter table sftp_host_keys enable row level security;
alter table sftp_accounts enable row level security;
alter table sftp_logins enable row level security;
alter table sftp_polls enable row level security;
alter table http_secrets enable row level security;
alter table uploads enable row level security;
create policy worker on sftp_host_keys to ${gatewayRole} using (true) with check (true);
create policy worker on sftp_accounts to ${gatewayRole} using (true) with check (true);
create policy worker on sftp_logins to ${gatewayRole} using (true) with check (true);
create policy worker on sftp_polls to ${gatewayRole} using (true) with check (true);
create policy worker on http_secrets to ${gatewayRole} using (true) with check (true);
create policy worker on uploads to ${gatewayRole} using (true) with check (true);
grant select (technical_acknowledgement, keeps_order, sftp, webhook) on agreements to ${deskRole};
`,
  },
  {
    name: 'gateway-0005-agreement-drafts',
    sql: `
create table agreement_drafts (
  draft_id uuid primary key,
  local_organisation_id uuid not null,
  partner_organisation_id uuid check (partner_organisation_id <> local_organisation_id),
  agreement_id uuid references agreements,
  content jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  published_at timestamptz
);
create index agreement_drafts_local on agreement_drafts (local_organisation_id, made_at desc);
create index agreement_drafts_partner on agreement_drafts (partner_organisation_id) where published_at is not null;

alter table agreement_drafts enable row level security;
create policy worker on agreement_drafts to ${gatewayRole} using (true) with check (true);
create policy desk_sees on agreement_drafts for select to ${deskRole}
  using (local_organisation_id = (select current_setting('app.org')::uuid)
    or (published_at is not null and partner_organisation_id = (select current_setting('app.org')::uuid)));
create policy desk_makes on agreement_drafts for insert to ${deskRole}
  with check (local_organisation_id = (select current_setting('app.org')::uuid)
    and (agreement_id is null or agreement_id in (select agreement_id from agreements)));
create policy desk_publishes on agreement_drafts for update to ${deskRole}
  using (local_organisation_id = (select current_setting('app.org')::uuid))
  with check (local_organisation_id = (select current_setting('app.org')::uuid));

grant select on agreement_drafts to ${gatewayRole};
grant select, insert on agreement_drafts to ${deskRole};
grant update (published_at) on agreement_drafts to ${deskRole};
`,
  },
  {
    name: 'gateway-0006-coordination',
    sql: `
create table message_numbers (
  message_id uuid not null references messages,
  agreement_id uuid not null references agreements,
  kind text not null check (kind in ('order', 'shipment', 'invoice', 'sscc', 'reference', 'control')),
  number text not null,
  primary key (message_id, kind, number)
);
create index message_numbers_search on message_numbers (number text_pattern_ops);

create table message_answers (
  message_id uuid not null references messages,
  agreement_id uuid not null references agreements,
  interchange_id uuid not null references interchanges,
  kind text not null check (kind in ('TA1', '997', '999', 'CONTRL', '824', 'APERAK')),
  status text not null,
  explanation text,
  recorded_at timestamptz not null,
  primary key (message_id, interchange_id, kind)
);

create table interventions (
  intervention_id uuid primary key,
  position bigint generated always as identity unique,
  message_id uuid not null references messages,
  agreement_id uuid not null references agreements,
  kind text not null check (kind in ('repair', 'replay', 'set-aside')),
  reason text not null check (reason <> ''),
  done_by text not null,
  done_by_name text not null,
  interchange_id uuid references interchanges,
  done_at timestamptz not null
);
create index interventions_message on interventions (message_id);

create table agreement_versions (
  agreement_id uuid not null references agreements,
  version int not null check (version > 0),
  content jsonb not null,
  reason text,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (agreement_id, version)
);
insert into agreement_versions (agreement_id, version, content, changed_by, changed_at)
select agreement_id, 1, jsonb_build_object('name', name, 'envelope', envelope, 'profile', profile, 'usage', usage,
    'duplicatePolicy', duplicate_policy, 'acknowledgementDueMinutes', acknowledgement_due_minutes, 'sendBy', send_by,
    'as2', as2, 'sftp', sftp, 'webhook', webhook, 'keepsOrder', keeps_order,
    'technicalAcknowledgement', technical_acknowledgement), 'The system of the organisation', changed_at from agreements;

alter table interchanges add column repairs_message_id uuid references messages;
create index interchanges_repairs on interchanges (repairs_message_id) where repairs_message_id is not null;
alter table messages add column set_aside_at timestamptz;
create index messages_failing on messages (position)
  where set_aside_at is null and (state in ('rejected', 'quarantined', 'refused', 'unsendable', 'undelivered')
    or acknowledgement in ('overdue', 'rejected'));

alter table message_numbers enable row level security;
alter table message_answers enable row level security;
alter table interventions enable row level security;
alter table agreement_versions enable row level security;
create policy worker on message_numbers to ${gatewayRole} using (true) with check (true);
create policy worker on message_answers to ${gatewayRole} using (true) with check (true);
create policy worker on interventions to ${gatewayRole} using (true) with check (true);
create policy worker on agreement_versions to ${gatewayRole} using (true) with check (true);
create policy desk on message_numbers to ${deskRole} using (agreement_id in (select agreement_id from agreements));
create policy desk on message_answers to ${deskRole} using (agreement_id in (select agreement_id from agreements));
create policy desk on interventions to ${deskRole} using (agreement_id in (select agreement_id from agreements));
create policy desk on agreement_versions to ${deskRole} using (agreement_id in (select agreement_id from agreements));

grant select, insert on message_numbers, message_answers, interventions, agreement_versions to ${gatewayRole};
grant update (status, explanation) on message_answers to ${gatewayRole};
grant select on message_numbers, message_answers, agreement_versions to ${deskRole};
grant select, insert on interventions to ${deskRole};
grant insert on interchanges to ${deskRole};
grant update (state, explanation, attempt_count, next_attempt_at, ended_at) on interchanges to ${deskRole};
grant update (state, explanation, issues, attempt_count, next_attempt_at, ended_at, set_aside_at)
  on messages to ${deskRole};
`,
  },
  {
    name: 'gateway-0007-staged-and-advised',
    sql: `
alter table interchanges
  add column staged_by text check (staged_by in ('folder', 'as2', 'sftp', 'webhook')),
  add column staged_place text;
update interchanges set staged_by = send_by from agreements
  where agreements.agreement_id = interchanges.agreement_id and interchanges.state = 'staged';
grant update (staged_by, staged_place) on interchanges to ${gatewayRole};

alter table agreements add column application_advice text not null default 'never'
  check (application_advice in ('never', 'when-refused'));
grant select (application_advice) on agreements to ${deskRole};
alter table messages add column advises_message_id uuid references messages;
create unique index messages_advice on messages (advises_message_id) where advises_message_id is not null;
`,
  },
  {
    name: 'gateway-0008-drafts-in-force',
    sql: `
alter table agreement_drafts
  add column in_force_at timestamptz,
  add column in_force_as uuid references agreements;
grant update (in_force_at, in_force_as) on agreement_drafts to ${deskRole};
`,
  },
  {
    name: 'gateway-0009-editions',
    sql: `
alter table agreements add column edition integer not null default 1;
grant select (edition) on agreements to ${deskRole};
`,
  },
];
