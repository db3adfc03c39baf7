import { type Migration, ownRows } from '../platform/index.ts';
import { deliveryMigrations } from './delivery/delivery.migrations.ts';
import { serialMigrations } from './serials.migrations.ts';

const placesAndPackages = `
create table warehouse_bins (
  id uuid primary key,
  org_id uuid not null,
  location_id uuid not null,
  code text not null check (code ~ '^[A-Z0-9][A-Z0-9 ./_-]{0,39}$'),
  zone text not null check (length(zone) between 1 and 20),
  walk_number integer not null check (walk_number >= 0),
  unique (org_id, id),
  unique (org_id, location_id, id),
  unique (org_id, location_id, code),
  foreign key (org_id, location_id) references locations (org_id, id)
);
comment on column warehouse_bins.walk_number is 'Where the bin comes on the walk through its zone.';
${ownRows('warehouse_bins')}

/* Where an item is picked: one bin per place. */
create table pick_faces (
  org_id uuid not null,
  location_id uuid not null,
  item_id uuid not null,
  bin_id uuid not null,
  primary key (org_id, location_id, item_id),
  foreign key (org_id, location_id, bin_id) references warehouse_bins (org_id, location_id, id) on delete cascade,
  foreign key (org_id, item_id) references items (org_id, id) on delete cascade
);
create index pick_faces_of_bin on pick_faces (org_id, bin_id);
${ownRows('pick_faces')}

/* What is lifted in one go: a case of twelve, a sack, a piece. */
create table item_handling (
  org_id uuid not null,
  item_id uuid not null,
  piece_milli bigint not null check (piece_milli > 0),
  length_mm integer not null check (length_mm between 1 and 20000),
  width_mm integer not null check (width_mm between 1 and 20000),
  height_mm integer not null check (height_mm between 1 and 20000),
  weight_grams integer not null check (weight_grams between 1 and 100000000),
  is_upright boolean not null,
  keep_apart text check (length(keep_apart) between 1 and 40),
  primary key (org_id, item_id),
  foreign key (org_id, item_id) references items (org_id, id) on delete cascade
);
comment on column item_handling.piece_milli is 'Thousandths of the base unit in one piece.';
${ownRows('item_handling')}

create table carton_types (
  id uuid primary key,
  org_id uuid not null,
  code text not null check (length(code) between 1 and 20),
  length_mm integer not null check (length_mm between 1 and 20000),
  width_mm integer not null check (width_mm between 1 and 20000),
  height_mm integer not null check (height_mm between 1 and 20000),
  carries_grams integer not null check (carries_grams > 0),
  empty_grams integer not null check (empty_grams >= 0),
  cost_minor integer not null check (cost_minor >= 0),
  is_retired boolean not null default false,
  unique (org_id, id),
  unique (org_id, code)
);
${ownRows('carton_types')}

/* SSCC serial numbers: the row is locked until the cartons are committed, so none is skipped and none comes twice. */
create table sscc_ranges (
  org_id uuid primary key,
  company_prefix text not null check (company_prefix ~ '^[0-9]{7,10}$'),
  extension_digit smallint not null check (extension_digit between 0 and 9),
  next_serial bigint not null default 0 check (next_serial >= 0)
);
${ownRows('sscc_ranges', ['select', 'insert', 'update'])}

create table warehouse_number_sequences (
  org_id uuid not null,
  kind text not null check (kind in ('wave', 'shipment')),
  next_number bigint not null default 1 check (next_number > 0),
  primary key (org_id, kind)
);
${ownRows('warehouse_number_sequences', ['select', 'insert', 'update'])}
`;

const picking = `
create table waves (
  id uuid primary key,
  org_id uuid not null,
  location_id uuid not null,
  wave_number bigint not null,
  state text not null check (state in ('released', 'picking', 'picked', 'shipped', 'cancelled')),
  method text not null check (method in ('order', 'zone', 'batch')),
  carrier_code text check (length(carrier_code) between 1 and 17),
  leaves_on date not null,
  released_at timestamptz not null,
  released_by text not null,
  version integer not null default 1,
  unique (org_id, id),
  unique (org_id, wave_number),
  foreign key (org_id, location_id) references locations (org_id, id)
);
create index waves_by_state on waves (org_id, state, id desc);
${ownRows('waves', ['select', 'insert'])}
grant update (state, version) on waves to coplan_app;

create table outbound_lines (
  id uuid primary key,
  org_id uuid not null,
  wave_id uuid not null,
  reservation_id uuid not null,
  buyer_id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  po_number text not null,
  line_number text not null,
  item_id uuid not null,
  gtin14 text,
  description text not null,
  unit text not null,
  location_id uuid not null,
  lot_id uuid,
  lot_number text,
  expires_on date,
  released_milli bigint not null check (released_milli > 0),
  reserved_milli bigint not null check (reserved_milli > 0),
  covers_milli bigint not null check (covers_milli > 0),
  picked_milli bigint not null default 0 check (picked_milli >= 0),
  freed_milli bigint not null default 0 check (freed_milli >= 0),
  packed_milli bigint not null default 0 check (packed_milli >= 0),
  state text not null check (state in ('released', 'picked', 'unfilled', 'packed', 'shipped', 'cancelled')),
  unique (org_id, id),
  check (picked_milli + freed_milli <= released_milli),
  check (packed_milli <= picked_milli),
  foreign key (org_id, wave_id) references waves (org_id, id),
  foreign key (buyer_id, order_id) references orders (org_id, id),
  foreign key (org_id, item_id) references items (org_id, id),
  foreign key (org_id, location_id) references locations (org_id, id)
);
create unique index outbound_lines_one_per_reservation on outbound_lines (org_id, reservation_id)
  where state <> 'cancelled';
create index outbound_lines_of_wave on outbound_lines (org_id, wave_id);
create index outbound_lines_of_order on outbound_lines (org_id, order_id);
comment on column outbound_lines.covers_milli is 'What the whole reservation counts for in units of the item ordered.';
${ownRows('outbound_lines', ['select', 'insert'])}
grant update (picked_milli, freed_milli, packed_milli, state) on outbound_lines to coplan_app;

create table pick_lists (
  id uuid primary key,
  org_id uuid not null,
  wave_id uuid not null,
  list_number integer not null,
  zone text,
  unique (org_id, id),
  unique (org_id, wave_id, list_number),
  foreign key (org_id, wave_id) references waves (org_id, id)
);
${ownRows('pick_lists', ['select', 'insert'])}

create table pick_tasks (
  id uuid primary key,
  org_id uuid not null,
  wave_id uuid not null,
  list_id uuid not null,
  stop_number integer not null,
  zone text not null,
  bin_id uuid not null,
  bin_code text not null,
  item_id uuid not null,
  lot_id uuid,
  quantity_milli bigint not null check (quantity_milli >= 0),
  picked_milli bigint not null default 0 check (picked_milli >= 0 and picked_milli <= quantity_milli),
  state text not null check (state in ('open', 'picked', 'short-picked', 'cancelled')),
  picked_by text,
  picked_at timestamptz,
  version integer not null default 1,
  unique (org_id, id),
  unique (org_id, list_id, stop_number),
  foreign key (org_id, list_id) references pick_lists (org_id, id),
  foreign key (org_id, wave_id) references waves (org_id, id),
  foreign key (org_id, item_id) references items (org_id, id)
);
create index pick_tasks_of_wave on pick_tasks (org_id, wave_id);
${ownRows('pick_tasks', ['select', 'insert'])}
grant update (quantity_milli, picked_milli, state, picked_by, picked_at, version) on pick_tasks to coplan_app;

/* Which lines a stop is for. */
create table pick_task_lines (
  org_id uuid not null,
  task_id uuid not null,
  line_id uuid not null,
  primary key (org_id, task_id, line_id),
  foreign key (org_id, task_id) references pick_tasks (org_id, id),
  foreign key (org_id, line_id) references outbound_lines (org_id, id)
);
create index pick_task_lines_of_line on pick_task_lines (org_id, line_id);
${ownRows('pick_task_lines', ['select', 'insert'])}

create table count_tasks (
  id uuid primary key,
  org_id uuid not null,
  location_id uuid not null,
  bin_code text not null,
  item_id uuid not null,
  lot_id uuid,
  missing_milli bigint not null check (missing_milli > 0),
  reason text not null check (length(reason) between 1 and 200),
  pick_task_id uuid not null,
  state text not null check (state in ('open', 'counted')),
  found_milli bigint check (found_milli >= 0),
  asked_at timestamptz not null,
  asked_by text not null,
  counted_at timestamptz,
  counted_by text,
  version integer not null default 1,
  unique (org_id, id),
  check ((state = 'counted') = (found_milli is not null)),
  foreign key (org_id, pick_task_id) references pick_tasks (org_id, id),
  foreign key (org_id, item_id) references items (org_id, id)
);
create index count_tasks_open on count_tasks (org_id, state, id);
${ownRows('count_tasks', ['select', 'insert'])}
grant update (state, found_milli, counted_at, counted_by, version) on count_tasks to coplan_app;
`;

const packingAndShipping = `
create table outbound_shipments (
  id uuid primary key,
  org_id uuid not null,
  buyer_id uuid not null,
  order_id uuid not null,
  location_id uuid not null,
  shipment_number text not null check (length(shipment_number) between 2 and 30),
  state text not null check (state in ('planned', 'in-transit', 'cancelled')),
  carrier_code text check (length(carrier_code) between 1 and 17),
  carrier_name text check (length(carrier_name) between 1 and 35),
  carrier_reference text check (length(carrier_reference) between 1 and 30),
  trailer_number text check (length(trailer_number) between 1 and 17),
  seal_number text check (length(seal_number) between 1 and 17),
  freight_terms text not null default 'prepaid' check (freight_terms in ('prepaid', 'collect')),
  despatched_on date,
  deliver_on date,
  confirm_count integer not null default 0,
  confirmed_by text,
  confirmed_at timestamptz,
  version integer not null default 1,
  unique (org_id, id),
  unique (org_id, shipment_number),
  foreign key (buyer_id, order_id) references orders (org_id, id),
  foreign key (org_id, location_id) references locations (org_id, id)
);
create index outbound_shipments_of_order on outbound_shipments (org_id, order_id);
create unique index outbound_shipments_one_planned on outbound_shipments (org_id, order_id, location_id)
  where state = 'planned';
${ownRows('outbound_shipments', ['select', 'insert'])}
grant update (state, carrier_code, carrier_name, carrier_reference, trailer_number, seal_number, freight_terms,
  despatched_on, deliver_on, confirm_count, confirmed_by, confirmed_at, version) on outbound_shipments to coplan_app;

create table handling_units (
  id uuid primary key,
  org_id uuid not null,
  shipment_id uuid not null,
  order_id uuid not null,
  sscc text not null check (sscc ~ '^[0-9]{18}$'),
  serial bigint not null,
  carton_type_id uuid not null,
  weight_grams integer not null check (weight_grams >= 0),
  filled_ratio real check (filled_ratio between 0 and 1),
  state text not null check (state in ('open', 'packed', 'shipped', 'voided')),
  packed_by text,
  packed_at timestamptz,
  version integer not null default 1,
  unique (org_id, id),
  unique (org_id, sscc),
  foreign key (org_id, shipment_id) references outbound_shipments (org_id, id),
  foreign key (org_id, carton_type_id) references carton_types (org_id, id)
);
create index handling_units_of_shipment on handling_units (org_id, shipment_id);
create index handling_units_of_order on handling_units (org_id, order_id);
${ownRows('handling_units', ['select', 'insert'])}
grant update (weight_grams, state, packed_by, packed_at, version) on handling_units to coplan_app;

/* What is meant for a carton while it is open, and what is in it once it is packed. */
create table handling_unit_lines (
  org_id uuid not null,
  unit_id uuid not null,
  line_id uuid not null,
  quantity_milli bigint not null check (quantity_milli > 0),
  primary key (org_id, unit_id, line_id),
  foreign key (org_id, unit_id) references handling_units (org_id, id),
  foreign key (org_id, line_id) references outbound_lines (org_id, id)
);
create index handling_unit_lines_of_line on handling_unit_lines (org_id, line_id);
${ownRows('handling_unit_lines')}
`;

const customersOrders = `
alter table outbound_lines alter column buyer_id drop not null,
  add column order_kind text not null default 'purchase-order' check (order_kind in ('purchase-order', 'sales-order')),
  add column sales_order_id uuid generated always as (case when order_kind = 'sales-order' then order_id end) stored,
  add check ((order_kind = 'purchase-order') = (buyer_id is not null)),
  add foreign key (org_id, sales_order_id) references sales_orders (org_id, id);
alter table outbound_shipments alter column buyer_id drop not null,
  add column order_kind text not null default 'purchase-order' check (order_kind in ('purchase-order', 'sales-order')),
  add column sales_order_id uuid generated always as (case when order_kind = 'sales-order' then order_id end) stored,
  add check ((order_kind = 'purchase-order') = (buyer_id is not null)),
  add foreign key (org_id, sales_order_id) references sales_orders (org_id, id);

/* Orders that leave the warehouse, whoever placed them: buyers with a purchase order, or the seller's own customers. */
create view outbound_orders with (security_invoker = true) as
select placed.supplier_id as seller_id, 'purchase-order' as order_kind, placed.id as order_id, placed.org_id as buyer_id,
  placed.po_number as order_number, placed.buyer_name as customer_name, placed.supplier_name as seller_name,
  placed.ship_to_id, placed.ship_to_name, coalesce(placed.promised_on, placed.deliver_on) as leaves_on,
  placed.deliver_on, placed.version
from orders placed
union all
select placed.org_id, 'sales-order', placed.id, null, placed.order_number, customer.name, seller.name, null,
  'customer ' || customer.customer_number, due.leaves_on, due.deliver_on, placed.version
from sales_orders placed
  join customers customer on customer.org_id = placed.org_id and customer.id = placed.customer_id
  join organisations seller on seller.id = placed.org_id
  cross join lateral (select min(coalesce(line.promised_on, line.requested_on)) as leaves_on,
      min(line.requested_on) as deliver_on from sales_order_lines line
    where line.org_id = placed.org_id and line.order_id = placed.id and line.state <> 'cancelled') due;
grant select on outbound_orders to coplan_app;
`;

export const migrations: Migration[] = [
  { name: 'warehouse-0001-places-and-packages', sql: placesAndPackages },
  { name: 'warehouse-0002-picking', sql: picking },
  { name: 'warehouse-0003-packing-and-shipping', sql: packingAndShipping },
  { name: 'warehouse-0004-customers-orders', sql: customersOrders },
  ...serialMigrations,
  ...deliveryMigrations,
];
