import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;

export const arrivalMigrations: Migration[] = [
  {
    name: 'orders-0013-arrivals',
    sql: `
/* When a shipment stood at the place of delivery, before anybody counted it; of one source the newest word counts. */
create table order_arrivals (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  told_number bigint generated always as identity,
  shipment_number text not null check (length(shipment_number) between 1 and 30),
  arrived_at timestamptz not null,
  source text not null check (source in ('appointment-check-in', 'proof-of-delivery')),
  /* Who signed, or where at the place: a gate, a dock. */
  note text check (length(note) between 1 and 200),
  channel text not null check (channel in ('portal', 'rest')),
  told_by_id uuid not null,
  told_by text not null,
  recorded_at timestamptz not null,
  foreign key (org_id, order_id) references orders (org_id, id)
);
create index order_arrivals_of_order on order_arrivals (org_id, order_id);
create index order_arrivals_of_supplier on order_arrivals (supplier_id, order_id);
${sharedRows('order_arrivals', ['org_id', 'supplier_id'])}
grant insert on order_arrivals to coplan_app;
/* The buyer knows its gate, the supplier has the signature. */
create policy order_arrivals_tell on order_arrivals for insert to coplan_app with check (
  told_by_id = ${me} and ((org_id = ${me} and source = 'appointment-check-in')
    or (supplier_id = ${me} and source = 'proof-of-delivery')));
create trigger order_arrivals_append_only before update or delete on order_arrivals
  for each row execute function refuse_rewriting();`,
  },
];
