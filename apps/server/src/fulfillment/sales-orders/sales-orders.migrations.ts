import { type Migration, ownRows } from '../../platform/index.ts';

export const salesOrderMigrations: Migration[] = [
  {
    name: 'fulfillment-0003-customers-orders',
    sql: `
create table customers (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  customer_number text not null check (length(customer_number) between 1 and 40),
  name text not null check (length(name) between 1 and 120),
  /* Open orders up to this are taken without asking; null: no limit. */
  credit_limit_minor bigint check (credit_limit_minor >= 0),
  version integer not null default 1,
  unique (org_id, customer_number),
  unique (org_id, id)
);
${ownRows('customers', ['select', 'insert', 'update'])}

create table sales_order_sequences (
  org_id uuid primary key,
  next_number bigint not null default 1 check (next_number > 0)
);
${ownRows('sales_order_sequences', ['select', 'insert', 'update'])}

create table sales_orders (
  id uuid primary key,
  org_id uuid not null,
  order_number text not null check (length(order_number) between 1 and 22),
  customer_id uuid not null,
  customer_reference text check (length(customer_reference) between 1 and 60),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  is_ship_complete boolean not null,
  channel text not null check (channel in ('portal', 'rest', 'csv')),
  hold_reason text check (hold_reason in ('credit', 'duplicate', 'compliance')),
  placed_at timestamptz not null,
  placed_by text not null,
  version integer not null default 1,
  unique (org_id, id),
  unique (org_id, order_number),
  foreign key (org_id, customer_id) references customers (org_id, id)
);
create index sales_orders_newest on sales_orders (org_id, id desc);
${ownRows('sales_orders', ['select', 'insert'])}
grant update (hold_reason, version) on sales_orders to coplan_app;

create table sales_order_lines (
  id uuid primary key,
  org_id uuid not null,
  order_id uuid not null,
  line_number integer not null check (line_number > 0),
  item_id uuid not null,
  quantity_milli bigint not null check (quantity_milli > 0),
  unit_price_micros bigint not null check (unit_price_micros >= 0),
  requested_on date not null,
  cancel_after_on date check (cancel_after_on >= requested_on),
  promised_on date,
  promise_reason text,
  state text not null check (state in ('validated', 'held', 'promised', 'allocated', 'part-allocated', 'backordered',
    'released', 'picked', 'short-picked', 'packed', 'shipped', 'delivered', 'invoiced', 'closed', 'cancelled')),
  unique (org_id, id),
  unique (org_id, order_id, line_number),
  foreign key (org_id, order_id) references sales_orders (org_id, id),
  foreign key (org_id, item_id) references items (org_id, id)
);
create index sales_order_lines_open on sales_order_lines (org_id, item_id) where state not in ('closed', 'cancelled');
${ownRows('sales_order_lines', ['select', 'insert'])}
grant update (state, promised_on, promise_reason) on sales_order_lines to coplan_app;

create table sales_order_events (
  id uuid primary key,
  org_id uuid not null,
  order_id uuid not null,
  told_number bigint generated always as identity,
  at timestamptz not null,
  type text not null,
  text text not null,
  actor_name text not null,
  foreign key (org_id, order_id) references sales_orders (org_id, id)
);
create index sales_order_events_of_order on sales_order_events (org_id, order_id, told_number);
${ownRows('sales_order_events', ['select', 'insert'])}
create trigger sales_order_events_append_only before update or delete on sales_order_events
  for each row execute function refuse_rewriting();`,
  },
];

export const salesOrderRestMigrations: Migration[] = [
  {
    name: 'fulfillment-0005-rest-of-a-customers-line',
    sql: `
/* What did not leave with the rest of a line waits on a line of its own: quantity less moved is what is wanted here. */
alter table sales_order_lines
  add column moved_milli bigint not null default 0 check (moved_milli >= 0 and moved_milli < quantity_milli);
grant update (moved_milli) on sales_order_lines to coplan_app;`,
  },
];
