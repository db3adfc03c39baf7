import { type Migration, ownRows } from '../../platform/index.ts';

const digests = `
/* When a person wants to be told what by mail. Who has no row has the standard settings. */
create table digest_preferences (
  org_id uuid not null,
  user_id uuid not null,
  time_zone text not null,
  daily_hour smallint not null check (daily_hour between 0 and 23),
  /* Local hours in which nothing is sent: from <= hour < until, over midnight when from > until; equal: none. */
  quiet_from_hour smallint not null check (quiet_from_hour between 0 and 23),
  quiet_until_hour smallint not null check (quiet_until_hour between 0 and 23),
  /* Per kind of news: off, immediate, hourly or daily. */
  frequencies jsonb not null,
  version integer not null default 1,
  primary key (org_id, user_id)
);
${ownRows('digest_preferences')}

/* What a person has been told: an item is mailed once, and again only when it has changed. */
create table digest_marks (
  org_id uuid not null,
  user_id uuid not null,
  item_key text not null check (length(item_key) between 1 and 200),
  sent_at timestamptz not null,
  primary key (org_id, user_id, item_key)
);
create index digest_marks_sent_at on digest_marks (org_id, sent_at);
${ownRows('digest_marks')}
`;

export const migrations: readonly Migration[] = [{ name: 'collaboration-0012-digests', sql: digests }];
