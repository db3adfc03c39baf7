import { type Migration, sharedRows } from '../../platform/index.ts';

const rules = `
/*
 * The rules in force. A row of a partner is open while its rule is here with closed_at null: policies and the views
 * of role coplan_sharing ask this table and nothing else.
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
  latency_hours integer not null check (latency_hours >= 0),
  depth_days integer not null check (depth_days > 0),
  may_reshare boolean not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_reason text,
  check (owner_id <> reader_id),
  check (owner_id in (buyer_id, supplier_id) and reader_id in (buyer_id, supplier_id)),
  unique (owner_id, id),
  foreign key (buyer_id, agreement_version_id) references agreement_versions (buyer_id, id)
);
create unique index sharing_rules_one_open on sharing_rules (owner_id, reader_id, agreement_id, measure)
  where closed_at is null;
create index sharing_rules_of_reader on sharing_rules (reader_id, measure, owner_id) where closed_at is null;
${sharedRows('sharing_rules', ['owner_id', 'reader_id'], { insert: ['owner_id', 'reader_id'] })}
grant update (closed_at, closed_reason) on sharing_rules to coplan_app;
create policy sharing_rules_close on sharing_rules for update to coplan_app
  using (owner_id = (select current_setting('app.org')::uuid) or reader_id = (select current_setting('app.org')::uuid))
  with check (closed_at is not null);
`;

export const migrations: readonly Migration[] = [{ name: 'collaboration-0002-sharing-rules', sql: rules }];
