import { type Migration, ownRows } from '../../platform/index.ts';

export const ruleMigrations: Migration[] = [
  {
    name: 'fulfillment-0002-rules-of-allocation',
    sql: `
/* How a customer is served; without a customer: everybody who has no rule of its own. Priority 1 is served first. */
create table allocation_rules (
  id uuid primary key,
  org_id uuid not null,
  customer_id uuid,
  priority smallint not null check (priority between 1 and 9),
  rotation text not null check (rotation in ('FEFO', 'FIFO')),
  remaining_days integer not null check (remaining_days between 0 and 3650),
  is_single_lot boolean not null,
  is_ship_complete boolean not null,
  accepts_substitutes boolean not null,
  cancel_after_days integer check (cancel_after_days between 0 and 3650),
  shortage_micros bigint not null check (shortage_micros >= 0),
  version integer not null default 1,
  unique nulls not distinct (org_id, customer_id)
);
${ownRows('allocation_rules')}

/* One row per seller: how lines of one priority share. */
create table allocation_policies (
  org_id uuid primary key,
  policy text not null check (policy in ('priority', 'fair-share')),
  version integer not null default 1
);
${ownRows('allocation_policies', ['select', 'insert', 'update'])}

/* A line that goes before or after what its customer's rule says. */
create table line_priorities (
  org_id uuid not null,
  order_line_id uuid not null,
  priority smallint not null check (priority between 1 and 9),
  reason text not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (org_id, order_line_id)
);
${ownRows('line_priorities')}

create table reserve_pools (
  id uuid primary key,
  org_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  item_id uuid not null,
  location_id uuid not null,
  reserved_milli bigint not null check (reserved_milli > 0),
  customer_ids uuid[] not null check (cardinality(customer_ids) between 1 and 200),
  releases_on date,
  foreign key (org_id, item_id) references items (org_id, id),
  foreign key (org_id, location_id) references locations (org_id, id)
);
create index reserve_pools_of_item on reserve_pools (org_id, item_id);
${ownRows('reserve_pools')}

/* So many units of a substitute stand for one of the item, tried in the order of position. */
create table item_substitutes (
  org_id uuid not null,
  item_id uuid not null,
  substitute_id uuid not null,
  position smallint not null check (position between 1 and 9),
  numerator bigint not null check (numerator > 0),
  denominator bigint not null check (denominator > 0),
  primary key (org_id, item_id, substitute_id),
  check (item_id <> substitute_id),
  foreign key (org_id, item_id) references items (org_id, id),
  foreign key (org_id, substitute_id) references items (org_id, id)
);
${ownRows('item_substitutes')}

/* Places that the seller ships from, the first preferred; money in minor units. */
create table ship_from_places (
  org_id uuid not null,
  location_id uuid not null,
  position smallint not null check (position between 1 and 99),
  shipment_minor bigint not null check (shipment_minor >= 0),
  per_unit_minor bigint not null check (per_unit_minor >= 0),
  transit_days integer not null check (transit_days between 0 and 120),
  primary key (org_id, location_id),
  foreign key (org_id, location_id) references locations (org_id, id)
);
${ownRows('ship_from_places')}`,
  },
];

export const ruleAuthorMigrations: Migration[] = [
  {
    name: 'fulfillment-0006-who-set-the-rules',
    sql: `
alter table allocation_policies add column if not exists changed_at timestamptz,
  add column if not exists changed_by text;`,
  },
];
