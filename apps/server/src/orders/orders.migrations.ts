import { type Migration, ownRows, sharedRows } from '../platform/index.ts';
import { arrivalMigrations } from './arrivals/arrivals.migrations.ts';
import { blanketMigrations } from './blanket/blanket.migrations.ts';
import { disputeMigrations, verdictRoomMigrations } from './disputes/disputes.migrations.ts';
import { lifeMigrations } from './life.migrations.ts';
import { serialMigrations } from './serials.migrations.ts';
import { tradeMigrations } from './trade.migrations.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['org_id', 'supplier_id'];

/** Both parties move states; only these columns may change, what was ordered or promised never. */
const movable = (table: string, columns: string) => `
grant update (${columns}) on ${table} to coplan_app;
create policy ${table}_move on ${table} for update to coplan_app
  using (org_id = ${me} or supplier_id = ${me}) with check (org_id = ${me} or supplier_id = ${me});`;

const firstMigrations: Migration[] = [
  {
    name: 'orders-0001-orders-and-promises',
    sql: `
create table order_number_sequences (
  org_id uuid primary key,
  prefix text not null default '',
  next_number bigint not null default 1 check (next_number > 0)
);
${ownRows('order_number_sequences')}

create table confirmation_tolerances (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid,
  early_days integer not null check (early_days >= 0),
  late_days integer not null check (late_days >= 0),
  short_ratio real not null check (short_ratio between 0 and 1),
  unique nulls not distinct (org_id, supplier_id)
);
${ownRows('confirmation_tolerances')}

create table orders (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  po_number text not null check (length(po_number) between 1 and 22),
  state text not null check (state in ('approved', 'sent', 'send-failed', 'acknowledged', 'changes-proposed',
    'rejected', 'cancelled')),
  buyer_name text not null,
  supplier_name text not null,
  ship_to_id uuid not null,
  ship_to_name text not null,
  ordered_on date not null,
  deliver_on date not null,
  promised_on date,
  currency text not null,
  total_minor bigint not null,
  channel text not null check (channel in ('edi', 'portal')),
  tolerance jsonb not null,
  supplier_reference text,
  version integer not null default 1,
  placed_at timestamptz not null,
  placed_by text not null,
  search_text text not null,
  unique (org_id, id),
  unique (org_id, po_number),
  check (org_id <> supplier_id)
);
create index orders_of_buyer on orders (org_id, id desc);
create index orders_of_buyer_by_state on orders (org_id, state, id desc);
create index orders_of_supplier on orders (supplier_id, id desc);
create index orders_of_supplier_by_state on orders (supplier_id, state, id desc);
${sharedRows('orders', parties, { insert: ['org_id'] })}
${movable('orders', 'state, promised_on, supplier_reference, version')}

create table order_lines (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  line_number text not null,
  item_id uuid not null,
  item_number text not null,
  supplier_item_number text,
  description text not null,
  gtin14 text,
  quantity_milli bigint not null check (quantity_milli > 0),
  unit text not null,
  unit_price_micros bigint not null check (unit_price_micros >= 0),
  proposal_id uuid,
  unique (org_id, id),
  unique (org_id, order_id, line_number),
  foreign key (org_id, order_id) references orders (org_id, id)
);
create unique index order_lines_one_per_proposal on order_lines (org_id, proposal_id) where proposal_id is not null;
create index order_lines_of_supplier on order_lines (supplier_id, order_id);
${sharedRows('order_lines', parties, { insert: ['org_id'] })}

create table schedule_lines (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  requested_on date not null,
  quantity_milli bigint not null check (quantity_milli > 0),
  state text not null check (state in ('open', 'negotiating', 'promised', 'backordered', 'rejected', 'cancelled')),
  unique (org_id, id),
  foreign key (org_id, order_id) references orders (org_id, id),
  foreign key (org_id, order_line_id) references order_lines (org_id, id)
);
create index schedule_lines_of_order on schedule_lines (org_id, order_id);
create index schedule_lines_of_supplier on schedule_lines (supplier_id, order_id);
${sharedRows('schedule_lines', parties, { insert: ['org_id'] })}
${movable('schedule_lines', 'state')}

/* One answer of the supplier is one promise number; a split delivery has several parts in it. */
create table promises (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  schedule_line_id uuid not null,
  promise_number integer not null check (promise_number > 0),
  part_number integer not null check (part_number > 0),
  outcome text not null check (outcome in ('accepted', 'changed', 'backordered', 'rejected')),
  promised_on date,
  quantity_milli bigint not null check (quantity_milli >= 0),
  source text not null check (source in ('portal', 'edi')),
  reason text,
  recorded_at timestamptz not null,
  unique (org_id, schedule_line_id, promise_number, part_number),
  foreign key (org_id, order_id) references orders (org_id, id),
  foreign key (org_id, schedule_line_id) references schedule_lines (org_id, id)
);
create index promises_of_order on promises (org_id, order_id);
create index promises_of_supplier on promises (supplier_id, order_id);
${sharedRows('promises', parties, { insert: ['supplier_id'] })}

create table order_events (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  at timestamptz not null,
  type text not null,
  text text not null,
  actor_name text not null,
  details jsonb not null default '{}',
  foreign key (org_id, order_id) references orders (org_id, id)
);
create index order_events_of_order on order_events (org_id, order_id, at, id);
create index order_events_of_supplier on order_events (supplier_id, order_id);
${sharedRows('order_events', parties, { insert: parties })}

/* Documents sent about an order; a delivery report names one of them. */
create table order_documents (
  document_id uuid primary key,
  org_id uuid not null,
  order_id uuid not null,
  document_type text not null,
  purpose text not null,
  state text not null check (state in ('queued', 'delivered', 'accepted', 'accepted-with-errors', 'rejected',
    'undeliverable')),
  created_at timestamptz not null,
  foreign key (org_id, order_id) references orders (org_id, id)
);
create index order_documents_of_order on order_documents (org_id, order_id, created_at);
${ownRows('order_documents')}

/* Append-only twice over: no grant to change, and a trigger that refuses even the owner. */
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger promises_append_only before update or delete on promises
  for each row execute function refuse_rewriting();
create trigger order_lines_append_only before update or delete on order_lines
  for each row execute function refuse_rewriting();
create trigger order_events_append_only before update or delete on order_events
  for each row execute function refuse_rewriting();`,
  },
  {
    name: 'orders-0002-timeline-order',
    sql: `
/* Events of one instant keep the order in which they were told. */
alter table order_events add column told_number bigint generated always as identity;`,
  },
  {
    name: 'orders-0003-tolerances-version',
    sql: `
/* One row per buyer that changed its tolerances: the version of all of them. */
create table tolerance_versions (
  org_id uuid primary key,
  version integer not null default 0
);
${ownRows('tolerance_versions', ['select', 'insert', 'update'])}`,
  },
];

export const migrations: Migration[] = [
  ...firstMigrations,
  ...lifeMigrations,
  ...disputeMigrations,
  ...tradeMigrations,
  ...blanketMigrations,
  ...serialMigrations,
  ...verdictRoomMigrations,
  ...arrivalMigrations,
];
