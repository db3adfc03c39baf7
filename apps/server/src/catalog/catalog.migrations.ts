import { unitCodes } from '@coplan/kernel';
import { type Migration, ownRows, sharedRows } from '../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const units = unitCodes.map((code) => `'${code}'`).join(', ');

const items = `
create table items (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  item_number text not null check (length(item_number) between 1 and 48),
  gtin14 text check (gtin14 ~ '^[0-9]{14}$'),
  description text not null check (length(description) between 1 and 200),
  base_unit text not null default 'EA' check (base_unit in (${units})),
  category text,
  state text not null default 'active' check (state in ('active', 'discontinued')),
  introduced_on date,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  search_text text not null generated always as (
    lower(item_number || ' ' || description || ' ' || coalesce(gtin14, '') || ' ' || coalesce(category, ''))) stored,
  unique (org_id, item_number),
  unique (org_id, id),
  unique (org_id, gtin14)
);

create table pack_levels (
  org_id uuid not null,
  item_id uuid not null,
  unit text not null check (unit in (${units})),
  gtin14 text check (gtin14 ~ '^[0-9]{14}$'),
  numerator bigint not null check (numerator > 0),
  denominator bigint not null default 1 check (denominator > 0),
  primary key (org_id, item_id, unit),
  check (gcd(numerator, denominator) = 1),
  foreign key (org_id, item_id) references items (org_id, id) on delete cascade
);
create index pack_levels_item on pack_levels (item_id);
comment on column pack_levels.numerator is 'Base units in one unit of this level are numerator / denominator, exactly.';

create table calendars (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  code text not null check (length(code) between 1 and 40),
  working_weekdays smallint[] not null
    check (array_length(working_weekdays, 1) between 1 and 7 and working_weekdays <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[]),
  holidays date[] not null default '{}',
  version integer not null default 1,
  unique (org_id, code)
);
`;

const terms = `
create extension if not exists btree_gist;

create table item_cross_references (
  id uuid primary key,
  org_id uuid not null,
  item_id uuid not null,
  partner_id uuid not null references organisations (id),
  partner_item_number text not null check (length(partner_item_number) between 1 and 48),
  gtin14 text check (gtin14 ~ '^[0-9]{14}$'),
  valid_from date not null,
  valid_before date,
  version integer not null default 1,
  check (valid_before is null or valid_before > valid_from),
  foreign key (org_id, item_id) references items (org_id, id) on delete cascade,
  constraint one_number_at_a_time exclude using gist (
    org_id with =, item_id with =, partner_id with =, daterange(valid_from, valid_before) with &&),
  constraint one_item_at_a_time exclude using gist (
    org_id with =, partner_id with =, partner_item_number with =, daterange(valid_from, valid_before) with &&)
);
create index item_cross_references_partner on item_cross_references (partner_id, item_id);

create table supplier_terms (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null references organisations (id),
  item_id uuid not null,
  lead_time_days integer not null check (lead_time_days between 0 and 365),
  order_weekdays smallint[] not null
    check (array_length(order_weekdays, 1) between 1 and 7 and order_weekdays <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[]),
  cut_off time not null default '12:00',
  moq_milli bigint check (moq_milli > 0),
  multiple_milli bigint check (multiple_milli > 0),
  layer_milli bigint check (layer_milli > 0),
  pallet_milli bigint check (pallet_milli > 0),
  rounding text not null default 'up' check (rounding in ('up', 'up-to-layer', 'nearest-layer')),
  unit_price_micros bigint not null check (unit_price_micros >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid_from date not null,
  valid_before date,
  version integer not null default 1,
  check (valid_before is null or valid_before > valid_from),
  foreign key (org_id, item_id) references items (org_id, id) on delete cascade,
  constraint one_term_at_a_time exclude using gist (
    org_id with =, supplier_id with =, item_id with =, daterange(valid_from, valid_before) with &&)
);
create index supplier_terms_item on supplier_terms (org_id, item_id, supplier_id, valid_from);
create index supplier_terms_supplier on supplier_terms (supplier_id, item_id);

create table item_locations (
  id uuid primary key,
  org_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  supplier_id uuid references organisations (id),
  state text not null default 'active' check (state in ('active', 'paused', 'discontinued')),
  service_level real not null default 0.95 check (service_level > 0 and service_level < 1),
  presentation_milli bigint check (presentation_milli >= 0),
  max_stock_milli bigint check (max_stock_milli > 0),
  muted_until date,
  version integer not null default 1,
  unique (org_id, item_id, location_id),
  unique (org_id, id),
  foreign key (org_id, item_id) references items (org_id, id) on delete cascade,
  foreign key (org_id, location_id) references locations (org_id, id) on delete cascade
);
create index item_locations_supplier on item_locations (org_id, supplier_id);
create index item_locations_location on item_locations (org_id, location_id);
`;

/** A row without an item-location is for everything that has none of its own. */
const policies = `
create table planning_policies (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  item_location_id uuid,
  policy jsonb not null,
  changed_at timestamptz not null,
  version integer not null default 1,
  unique nulls not distinct (org_id, item_location_id),
  foreign key (org_id, item_location_id) references item_locations (org_id, id) on delete cascade
);
${ownRows('planning_policies')}
`;

/** What a supplier delivers it may read: the items it has terms for, its cross references, its terms. */
const itemsOfSupplier = `any (array(select item_id from supplier_terms where supplier_id = ${me}))`;
const shared = (table: string, itemColumn: string) => `
alter table ${table} enable row level security;
alter table ${table} force row level security;
grant select, insert, update, delete on ${table} to coplan_app;
create policy own on ${table} for all to coplan_app using (org_id = ${me}) with check (org_id = ${me});
create policy delivers on ${table} for select to coplan_app using (${itemColumn} = ${itemsOfSupplier});
`;
const ownerWrites = { insert: ['org_id'], update: ['org_id'], delete: ['org_id'] };

const whoSeesWhat = `
${sharedRows('supplier_terms', ['org_id', 'supplier_id'], ownerWrites)}
${sharedRows('item_cross_references', ['org_id', 'partner_id'], ownerWrites)}
${shared('items', 'id')}
${shared('pack_levels', 'item_id')}
${ownRows('calendars')}
${ownRows('item_locations')}
`;

export const migrations: Migration[] = [
  { name: 'catalog-0001-items', sql: items },
  { name: 'catalog-0002-terms', sql: terms },
  { name: 'catalog-0003-who-sees-what', sql: whoSeesWhat },
  { name: 'catalog-0004-planning-policies', sql: policies },
  {
    name: 'catalog-0005-serial-numbers',
    sql: `
alter table items add column is_serial_tracked boolean not null default false;
comment on column items.is_serial_tracked is 'Every unit of it has a serial number that is read when it comes, is picked and leaves.';`,
  },
];
