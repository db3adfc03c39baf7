import { type Migration, ownRows, sharedRows } from '../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['org_id', 'supplier_id'];

export const tradeMigrations: Migration[] = [
  {
    name: 'orders-0007-answers-by-edi',
    sql: `
/* Buyers whose own system reads what their supplier answers in the portal. */
create table answers_by_edi (
  org_id uuid not null,
  buyer_id uuid not null,
  primary key (org_id, buyer_id)
);
${ownRows('answers_by_edi')}
create table answer_documents (
  document_id uuid primary key,
  org_id uuid not null,
  buyer_id uuid not null,
  order_id uuid not null,
  document_type text not null,
  state text not null check (state in ('queued', 'delivered', 'accepted', 'accepted-with-errors', 'rejected',
    'undeliverable')),
  created_at timestamptz not null,
  foreign key (buyer_id, order_id) references orders (org_id, id)
);
create index answer_documents_of_order on answer_documents (buyer_id, order_id);
${ownRows('answer_documents', ['select', 'insert', 'update'])}`,
  },
  {
    name: 'orders-0008-holds-contracts-views',
    sql: `
/* An order that must not go on, and who may let it. */
create table order_holds (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  kind text not null check (kind in ('credit', 'price', 'compliance', 'duplicate', 'other')),
  reason text not null,
  held_at timestamptz not null,
  held_by text not null,
  released_at timestamptz,
  released_by text,
  release_reason text,
  foreign key (org_id, order_id) references orders (org_id, id)
);
create unique index order_holds_once on order_holds (org_id, order_id, kind) where released_at is null;
create index order_holds_of_supplier on order_holds (supplier_id, order_id);
${sharedRows('order_holds', parties, { insert: ['org_id'] })}
grant update (released_at, released_by, release_reason) on order_holds to coplan_app;
create policy order_holds_release on order_holds for update to coplan_app
  using (org_id = ${me} and released_at is null) with check (org_id = ${me});

/* What holds an order by itself when it is placed; none unless the buyer says so. */
create table hold_rules (
  org_id uuid primary key,
  credit_minor bigint check (credit_minor > 0),
  price_ratio real check (price_ratio >= 0),
  duplicate_days integer check (duplicate_days between 1 and 365),
  version integer not null default 1
);
${ownRows('hold_rules', ['select', 'insert', 'update'])}

/* Prices that were agreed for a time, by quantity. Each tier: from so much on, so much per unit. */
create table price_contracts (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  contract_number text not null check (length(contract_number) between 1 and 40),
  item_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid_from date not null,
  valid_before date,
  tiers jsonb not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  check (valid_before is null or valid_before > valid_from),
  foreign key (org_id, item_id) references items (org_id, id),
  constraint one_contract_at_a_time exclude using gist (
    org_id with =, supplier_id with =, item_id with =, currency with =, daterange(valid_from, valid_before) with &&)
);
create index price_contracts_of_supplier on price_contracts (supplier_id);
${sharedRows('price_contracts', parties, { insert: ['org_id'] })}
grant update (valid_before) on price_contracts to coplan_app;
create policy price_contracts_end on price_contracts for update to coplan_app
  using (org_id = ${me}) with check (org_id = ${me});
alter table order_lines add column contract_price_micros bigint check (contract_price_micros >= 0);

/* A rejected line that was ordered from somebody else: once. */
create table order_resourcings (
  org_id uuid not null,
  order_id uuid not null,
  line_number text not null,
  new_order_id uuid not null,
  at timestamptz not null,
  primary key (org_id, order_id, line_number),
  foreign key (org_id, order_id) references orders (org_id, id),
  foreign key (org_id, new_order_id) references orders (org_id, id)
);
${ownRows('order_resourcings', ['select', 'insert'])}

/* A list as a person likes to see it. */
create table order_views (
  id uuid primary key,
  org_id uuid not null,
  user_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  filter jsonb not null,
  unique (org_id, user_id, name)
);
${ownRows('order_views')}`,
  },
  {
    name: 'orders-0011-who-caused-a-hold',
    sql: `
/* The person whose order was held when it was placed. */
alter table order_holds add column caused_by uuid;`,
  },
  {
    name: 'orders-0012-documents-sent-again',
    sql: `
/* A document that failed is sent again as a new one, at most once each. */
alter table order_documents add unique (org_id, document_id);
alter table order_documents add column resend_of uuid,
  add foreign key (org_id, resend_of) references order_documents (org_id, document_id);
create unique index order_documents_resent on order_documents (resend_of) where resend_of is not null;`,
  },
];
