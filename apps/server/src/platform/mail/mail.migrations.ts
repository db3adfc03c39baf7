import type { Migration } from '../migration.ts';
import { ownRows } from '../tenant-table.ts';

const mails = `
/* Mails to go out. One per key, however often its reason comes up. */
create table platform.mails (
  id uuid primary key,
  org_id uuid not null,
  mail_key text not null check (length(mail_key) between 1 and 200),
  to_address text not null check (to_address ~ '^[^[:space:]@<>]+@[^[:space:]@<>]+$' and length(to_address) <= 320),
  subject text not null check (length(subject) between 1 and 200 and subject !~ '[\\r\\n]'),
  text_body text not null,
  html_body text,
  state text not null check (state in ('queued', 'sent', 'refused')),
  reason text,
  created_at timestamptz not null,
  settled_at timestamptz,
  unique (org_id, mail_key)
);
${ownRows('platform.mails', ['select', 'insert'])}
grant update (state, reason, settled_at) on platform.mails to coplan_app;

/* A key in a link ends by itself. */
alter table platform.api_keys add column expires_at timestamptz;

/* The people of the transaction's own organisation: nobody else's can be asked for. */
create view platform.members with (security_barrier) as
select person.id as user_id, member."organizationId" as org_id, person.name, person.email,
  string_to_array(member.role, ',') as roles
from auth.member member join auth."user" person on person.id = member."userId"
where member."organizationId" = (select current_setting('app.org')::uuid);
grant select on platform.members to coplan_app;
`;

export const mailMigrations: readonly Migration[] = [{ name: 'platform-0006-mail', sql: mails }];
