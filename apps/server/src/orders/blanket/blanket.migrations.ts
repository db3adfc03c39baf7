import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['org_id', 'supplier_id'];

const ofOrder = `
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  foreign key (org_id, order_id) references orders (org_id, id)`;

const shared = (table: string) => `
${sharedRows(table, parties, { insert: ['org_id'] })}
create index ${table}_of_supplier on ${table} (supplier_id, order_id);`;

const appendOnly = (table: string) => `
create trigger ${table}_append_only before update or delete on ${table}
  for each row execute function refuse_rewriting();`;

export const blanketMigrations: Migration[] = [
  {
    name: 'orders-0010-blanket-orders',
    sql: `
/* What is agreed for a period, of an order whose lines are called off later. */
create table blanket_orders (${ofOrder},
  state text not null check (state in ('running', 'exhausted', 'over', 'closed')),
  starts_on date not null,
  ends_before date not null,
  firm_days integer not null check (firm_days between 0 and 366),
  material_days integer not null,
  planning_days integer not null check (planning_days <= 1100),
  cumulative_from date not null,
  resets_yearly boolean not null,
  contract_number text check (length(contract_number) between 1 and 30),
  primary key (org_id, order_id),
  check (ends_before > starts_on),
  check (firm_days <= material_days and material_days <= planning_days)
);
${shared('blanket_orders')}
create index blanket_orders_by_end on blanket_orders (org_id, ends_before) where state in ('running', 'exhausted', 'over');
grant update (state, ends_before) on blanket_orders to coplan_app;
create policy blanket_orders_move on blanket_orders for update to coplan_app
  using (org_id = ${me}) with check (org_id = ${me});

create table blanket_items (${ofOrder},
  item_line text not null,
  item_id uuid not null,
  item_number text not null,
  supplier_item_number text,
  description text not null,
  gtin14 text,
  unit text not null,
  unit_price_micros bigint not null check (unit_price_micros >= 0),
  total_milli bigint check (total_milli > 0),
  primary key (org_id, order_id, item_line),
  unique (org_id, order_id, item_id)
);
${shared('blanket_items')}

/* Releases, each with its number and version; the last of a kind stands for those before it. */
create table blanket_releases (${ofOrder},
  id uuid primary key,
  told_number bigint generated always as identity,
  document_id uuid,
  recorded_at timestamptz not null,
  recorded_by text not null,
  kind text not null check (kind in ('forecast', 'shipping')),
  release_number text not null,
  version integer not null check (version > 0),
  basis text not null check (basis in ('delivery', 'shipment')),
  issued_on date not null,
  starts_on date not null,
  ends_before date not null,
  content_hash text not null,
  reason text,
  change_id uuid,
  unique (org_id, id),
  unique (org_id, order_id, kind, release_number, version),
  unique (org_id, order_id, content_hash)
);
${shared('blanket_releases')}
create table blanket_release_buckets (${ofOrder},
  release_id uuid not null,
  item_line text not null,
  position integer not null,
  starts_on date not null,
  ends_before date not null,
  time text,
  amount_milli bigint not null check (amount_milli >= 0),
  certainty text not null check (certainty in ('firm', 'planned')),
  reference text,
  primary key (org_id, release_id, item_line, position),
  foreign key (org_id, release_id) references blanket_releases (org_id, id)
);
${shared('blanket_release_buckets')}

/* The sums that stood when a release was written down. */
create table blanket_release_sums (${ofOrder},
  release_id uuid not null,
  item_line text not null,
  sums jsonb not null,
  primary key (org_id, release_id, item_line),
  foreign key (org_id, release_id) references blanket_releases (org_id, id)
);
${shared('blanket_release_sums')}

/* Which lines of the order a release called off, and for which time. */
create table blanket_call_offs (${ofOrder},
  line_number text not null,
  item_line text not null,
  release_id uuid not null,
  starts_on date not null,
  ends_before date not null,
  time text,
  primary key (org_id, order_id, line_number),
  foreign key (org_id, release_id) references blanket_releases (org_id, id)
);
${shared('blanket_call_offs')}
${['blanket_items', 'blanket_releases', 'blanket_release_buckets', 'blanket_release_sums', 'blanket_call_offs'].map(appendOnly).join('')}`,
  },
];
