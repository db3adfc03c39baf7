import { type Migration, ownRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;

/** An internal conversation is read by the organisation that began it, whatever its partner asks. */
const readable = `(buyer_id = ${me} or supplier_id = ${me}) and (visibility = 'shared' or org_id = ${me})`;

const threads = `
/*
 * A conversation about one thing, or one cell or period of it. Internal and shared ones never mix: each is a thread of
 * its own, and its messages carry its visibility in their key.
 */
create table threads (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  subject_kind text not null check (length(subject_kind) between 1 and 40),
  subject_id uuid not null,
  subject_label text not null,
  item_location_id uuid,
  starts_on date,
  visibility text not null check (visibility in ('internal', 'shared')),
  org_id uuid not null,
  message_count integer not null default 0,
  last_message_at timestamptz,
  created_at timestamptz not null,
  unique (buyer_id, supplier_id, id, visibility, org_id),
  check (org_id in (buyer_id, supplier_id)),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id)
);
create unique index threads_one_shared on threads
  (buyer_id, agreement_id, subject_kind, subject_id, item_location_id, starts_on) nulls not distinct
  where visibility = 'shared';
create unique index threads_one_internal on threads
  (buyer_id, agreement_id, subject_kind, subject_id, item_location_id, starts_on, org_id) nulls not distinct
  where visibility = 'internal';
create index threads_of_supplier on threads (supplier_id, last_message_at desc);
create index threads_of_buyer on threads (buyer_id, last_message_at desc);
alter table threads enable row level security;
alter table threads force row level security;
grant select, insert on threads to coplan_app;
grant update (message_count, last_message_at) on threads to coplan_app;
create policy threads_read on threads for select to coplan_app using (${readable});
create policy threads_insert on threads for insert to coplan_app
  with check ((buyer_id = ${me} or supplier_id = ${me}) and org_id = ${me});
create policy threads_update on threads for update to coplan_app using (${readable}) with check (${readable});

/* Append-only: what was said stays said. */
create table thread_messages (
  id uuid primary key,
  thread_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  visibility text not null,
  org_id uuid not null,
  message_number integer not null check (message_number > 0),
  author_org_id uuid not null,
  author_user_id uuid,
  author_name text not null,
  body text not null check (length(body) between 1 and 8000),
  mentions jsonb not null default '[]',
  mentioned_user_ids uuid[] not null default '{}',
  at timestamptz not null,
  /* Order of writing over several threads; never shown, because its gaps would tell of what one may not read. */
  written bigint generated always as identity,
  unique (buyer_id, thread_id, message_number),
  foreign key (buyer_id, supplier_id, thread_id, visibility, org_id)
    references threads (buyer_id, supplier_id, id, visibility, org_id)
);
create index thread_messages_of_supplier on thread_messages (supplier_id, thread_id, message_number);
alter table thread_messages enable row level security;
alter table thread_messages force row level security;
grant select, insert on thread_messages to coplan_app;
create policy thread_messages_read on thread_messages for select to coplan_app using (${readable});
create policy thread_messages_insert on thread_messages for insert to coplan_app
  with check (${readable} and author_org_id = ${me});
create trigger thread_messages_append_only before update or delete on thread_messages
  for each row execute function keep_history();

/* How far somebody has read. */
create table thread_reads (
  org_id uuid not null,
  user_id uuid not null,
  thread_id uuid not null,
  read_number integer not null check (read_number >= 0),
  primary key (org_id, user_id, thread_id)
);
${ownRows('thread_reads')}
`;

export const migrations: readonly Migration[] = [{ name: 'collaboration-0010-threads', sql: threads }];
