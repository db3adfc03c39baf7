import { type Migration, sharedRows } from '../platform/index.ts';

/** The organisation of the running transaction; an unset setting is an error, never "all rows". */
const me = `(select current_setting('app.org')::uuid)`;

const organisations = `
create table organisations (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  kind text not null check (kind in ('buyer', 'supplier', 'carrier')),
  gln text unique check (gln ~ '^[0-9]{13}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  created_at timestamptz not null default now(),
  version integer not null default 1
);

create table trading_relations (
  id uuid primary key,
  buyer_id uuid not null references organisations (id),
  partner_id uuid not null references organisations (id),
  kind text not null check (kind in ('supplier', 'carrier')),
  state text not null default 'active' check (state in ('active', 'ended')),
  channel text not null check (channel in ('edi', 'portal')),
  partner_number text not null check (length(partner_number) between 1 and 40),
  created_at timestamptz not null default now(),
  version integer not null default 1,
  check (buyer_id <> partner_id),
  unique (buyer_id, partner_id, kind),
  unique (buyer_id, partner_number)
);
create index trading_relations_partner on trading_relations (partner_id, buyer_id);

create table locations (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  code text not null check (length(code) between 1 and 40),
  name text not null check (length(name) between 1 and 120),
  kind text not null check (kind in ('store', 'distribution-centre', 'plant', 'warehouse', 'return-centre')),
  gln text check (gln ~ '^[0-9]{13}$'),
  time_zone text not null,
  country text check (country ~ '^[A-Z]{2}$'),
  city text,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  unique (org_id, code),
  unique (org_id, id),
  unique (org_id, gln)
);
`;

/** A party sees itself and those it trades with; a buyer's places are seen by its active suppliers and carriers. */
const whoSeesWhat = `
${sharedRows('trading_relations', ['buyer_id', 'partner_id'], { insert: ['buyer_id'], update: ['buyer_id'] })}

alter table organisations enable row level security;
alter table organisations force row level security;
grant select, insert, update on organisations to coplan_app;
create policy own_or_related on organisations for select to coplan_app using (
  id = any (array(
    select ${me}
    union all select partner_id from trading_relations where buyer_id = ${me}
    union all select buyer_id from trading_relations where partner_id = ${me})));
create policy registers_itself on organisations for insert to coplan_app with check (id = ${me});
create policy changes_itself on organisations for update to coplan_app using (id = ${me}) with check (id = ${me});

alter table locations enable row level security;
alter table locations force row level security;
grant select, insert, update, delete on locations to coplan_app;
create policy own_or_buyers on locations for select to coplan_app using (
  org_id = any (array(
    select ${me}
    union all select buyer_id from trading_relations where partner_id = ${me} and state = 'active')));
create policy adds_own on locations for insert to coplan_app with check (org_id = ${me});
create policy changes_own on locations for update to coplan_app using (org_id = ${me}) with check (org_id = ${me});
create policy removes_own on locations for delete to coplan_app using (org_id = ${me});
`;

export const migrations: Migration[] = [
  { name: 'partners-0001-organisations', sql: organisations },
  { name: 'partners-0002-who-sees-what', sql: whoSeesWhat },
];
