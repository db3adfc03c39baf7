import { type Migration, ownRows, sharedRows } from '../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['org_id', 'supplier_id'];

/** Both parties move states; what was said or counted never changes. */
const movable = (table: string, columns: string) => `
grant update (${columns}) on ${table} to coplan_app;
create policy ${table}_move on ${table} for update to coplan_app
  using (org_id = ${me} or supplier_id = ${me}) with check (org_id = ${me} or supplier_id = ${me});`;

const appendOnly = (table: string) => `
create trigger ${table}_append_only before update or delete on ${table}
  for each row execute function refuse_rewriting();`;

/** Every fact belongs to an order of two parties. */
const fact = `
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  told_number bigint generated always as identity,
  document_id uuid,
  recorded_at timestamptz not null,
  recorded_by text not null,
  foreign key (org_id, order_id) references orders (org_id, id)`;

const part = `
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  foreign key (org_id, order_id) references orders (org_id, id)`;

const ofOrder = (table: string) => `
create index ${table}_of_order on ${table} (org_id, order_id);
create index ${table}_of_supplier on ${table} (supplier_id, order_id);`;

const purposes = `check (purpose in ('original', 'replacement', 'cancellation'))`;

export const lifeMigrations: Migration[] = [
  {
    name: 'orders-0004-life-of-an-order',
    sql: `
alter table orders drop constraint orders_state_check;
alter table orders add constraint orders_state_check check (state in ('approved', 'sent', 'send-failed', 'acknowledged',
  'changes-proposed', 'change-pending', 'partially-shipped', 'shipped', 'partially-received', 'received', 'closed',
  'closed-short', 'rejected', 'cancelled'));
alter table orders add column has_pending_change boolean not null default false;
grant update (total_minor, deliver_on, has_pending_change) on orders to coplan_app;
alter table schedule_lines drop constraint schedule_lines_state_check;
alter table schedule_lines add constraint schedule_lines_state_check check (state in ('open', 'negotiating', 'promised',
  'backordered', 'part-shipped', 'shipped', 'part-received', 'received', 'matched', 'closed', 'rejected', 'cancelled'));
alter table order_lines add column added_by uuid;
alter table promises add column about_change_id uuid, add column unit_price_micros bigint check (unit_price_micros >= 0);
alter table order_events
  add column channel text check (channel in ('portal', 'edi', 'system')),
  add column document_id uuid;

alter table confirmation_tolerances
  add column over_ratio real not null default 0 check (over_ratio between 0 and 1),
  add column price_ratio real not null default 0 check (price_ratio between 0 and 1),
  add column freeze_days integer not null default 0 check (freeze_days >= 0);

/* What the buyer decided about a promise outside the tolerance. */
create table promise_decisions (${fact},
  schedule_line_id uuid not null,
  promise_number integer not null,
  decision text not null check (decision in ('accept', 'refuse')),
  reason text not null,
  unique (org_id, schedule_line_id, promise_number),
  foreign key (org_id, schedule_line_id) references schedule_lines (org_id, id)
);
${sharedRows('promise_decisions', parties, { insert: ['org_id'] })}
${ofOrder('promise_decisions')}
/* Decisions that were taken while only their outcome was kept. */
insert into promise_decisions (id, org_id, supplier_id, order_id, recorded_at, recorded_by, schedule_line_id,
  promise_number, decision, reason)
select gen_random_uuid(), line.org_id, line.supplier_id, line.order_id, now(), 'migration', line.id,
  made.promise_number, case line.state when 'open' then 'refuse' else 'accept' end, 'Decided before decisions were kept'
from schedule_lines line join lateral (
  select max(promise_number) as promise_number from promises
  where promises.org_id = line.org_id and promises.schedule_line_id = line.id) made on made.promise_number is not null
  join orders placed on placed.org_id = line.org_id and placed.id = line.order_id
where line.state in ('open', 'promised') or (line.state in ('backordered', 'rejected') and placed.state = 'acknowledged');

/* Change orders. */
create table order_changes (${fact},
  change_number text,
  changed_on date not null,
  is_replacement boolean not null,
  content_hash text not null,
  reason text,
  unique (org_id, id),
  unique (org_id, order_id, content_hash)
);
${sharedRows('order_changes', parties, { insert: ['org_id'] })}
${ofOrder('order_changes')}
create table order_change_lines (${part},
  change_id uuid not null,
  line_number text not null,
  is_deleted boolean not null,
  requested_on date,
  quantity_milli bigint check (quantity_milli > 0),
  unit_price_micros bigint check (unit_price_micros >= 0),
  primary key (org_id, change_id, line_number),
  foreign key (org_id, change_id) references order_changes (org_id, id)
);
${sharedRows('order_change_lines', parties, { insert: ['org_id'] })}
${ofOrder('order_change_lines')}

/* What is said to be coming. */
create table ship_notices (${fact},
  shipment_number text not null,
  purpose text not null ${purposes},
  written_on date not null,
  despatched_on date,
  deliver_on date,
  carrier_reference text,
  content_hash text not null,
  unique (org_id, id),
  unique (org_id, order_id, content_hash)
);
${sharedRows('ship_notices', parties, { insert: ['supplier_id'] })}
${ofOrder('ship_notices')}
create table ship_notice_lines (${part},
  id uuid primary key,
  notice_id uuid not null,
  line_number text not null,
  shipped_milli bigint not null check (shipped_milli > 0),
  lot_number text,
  expires_on date,
  pallet_sscc text,
  ssccs text[] not null,
  foreign key (org_id, notice_id) references ship_notices (org_id, id)
);
${sharedRows('ship_notice_lines', parties, { insert: ['supplier_id'] })}
${ofOrder('ship_notice_lines')}

/* What was counted. */
create table receipts (${fact},
  receipt_number text not null,
  purpose text not null ${purposes},
  shipment_number text,
  received_on date not null,
  content_hash text not null,
  unique (org_id, id),
  unique (org_id, order_id, content_hash)
);
${sharedRows('receipts', parties, { insert: ['org_id'] })}
${ofOrder('receipts')}
create table receipt_lines (${part},
  id uuid primary key,
  receipt_id uuid not null,
  line_number text not null,
  received_milli bigint not null check (received_milli >= 0),
  deviations jsonb not null,
  foreign key (org_id, receipt_id) references receipts (org_id, id)
);
${sharedRows('receipt_lines', parties, { insert: ['org_id'] })}
${ofOrder('receipt_lines')}

/* What the supplier wants to be paid. A number counts once per buyer and supplier. */
create table invoices (${fact},
  invoice_number text not null,
  kind text not null check (kind in ('invoice', 'credit-note', 'debit-note')),
  invoiced_on date not null,
  currency text not null,
  total_minor bigint not null,
  content_hash text not null,
  state text not null check (state in ('waiting', 'matched', 'variance', 'disputed', 'approved', 'paid')),
  unique (org_id, id),
  unique (org_id, supplier_id, invoice_number)
);
create index invoices_of_order on invoices (org_id, order_id);
create index invoices_of_supplier on invoices (supplier_id, order_id);
${sharedRows('invoices', parties, { insert: ['supplier_id'] })}
${movable('invoices', 'state')}
create table invoice_lines (${part},
  id uuid primary key,
  invoice_id uuid not null,
  position integer not null,
  line_number text,
  gtin14 text,
  buyer_item_number text,
  supplier_item_number text,
  invoiced_milli bigint not null,
  unit text not null,
  unit_price_micros bigint not null,
  foreign key (org_id, invoice_id) references invoices (org_id, id)
);
${sharedRows('invoice_lines', parties, { insert: ['supplier_id'] })}
${ofOrder('invoice_lines')}
create table invoice_decisions (${fact},
  invoice_id uuid not null,
  kind text not null check (kind in ('approve', 'dispute', 'debit')),
  reason text not null,
  amount_minor bigint check (amount_minor > 0),
  foreign key (org_id, invoice_id) references invoices (org_id, id),
  check ((kind = 'debit') = (amount_minor is not null))
);
${sharedRows('invoice_decisions', parties, { insert: ['org_id'] })}
${ofOrder('invoice_decisions')}
create table invoice_payments (${fact},
  invoice_id uuid not null,
  payment_number text not null,
  paid_on date not null,
  paid_minor bigint not null,
  deductions jsonb not null,
  unique (org_id, invoice_id, payment_number),
  foreign key (org_id, invoice_id) references invoices (org_id, id)
);
${sharedRows('invoice_payments', parties, { insert: ['org_id'] })}
${ofOrder('invoice_payments')}

/* The rest is no longer wanted. */
create table order_closings (${fact},
  kind text not null check (kind in ('cancelled', 'closed-short')),
  line_numbers text[],
  reason text not null
);
${sharedRows('order_closings', parties, { insert: ['org_id'] })}
${ofOrder('order_closings')}
${['promise_decisions', 'order_changes', 'order_change_lines', 'ship_notices', 'ship_notice_lines', 'receipts', 'receipt_lines', 'invoice_lines', 'invoice_decisions', 'invoice_payments', 'order_closings'].map(appendOnly).join('')}

/* Documents about orders that wait, by a named issue: for another document, or for a person. */
create table waiting_documents (
  id uuid primary key,
  sender_id uuid not null,
  receiver_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  document_id uuid not null,
  document_type text not null,
  po_number text not null,
  body jsonb not null,
  correction jsonb not null default '{}',
  state text not null check (state in ('waiting', 'taken', 'dismissed')),
  issue_code text not null,
  issue_text text not null,
  came_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  reason text,
  version integer not null default 1,
  check (sender_id <> receiver_id),
  unique (document_id, po_number)
);
create index waiting_documents_of_order on waiting_documents (buyer_id, po_number) where state = 'waiting';
create index waiting_documents_of_sender on waiting_documents (sender_id, state, id desc);
create index waiting_documents_of_receiver on waiting_documents (receiver_id, state, id desc);
${sharedRows('waiting_documents', ['sender_id', 'receiver_id'], { insert: ['sender_id'] })}
grant update (state, correction, po_number, issue_code, issue_text, ended_at, ended_by, reason, version)
  on waiting_documents to coplan_app;
create policy waiting_documents_move on waiting_documents for update to coplan_app
  using (sender_id = ${me} or receiver_id = ${me}) with check (sender_id = ${me} or receiver_id = ${me});

/* Receipts have numbers without gaps per buyer. */
create table receipt_number_sequences (
  org_id uuid primary key,
  next_number bigint not null default 1 check (next_number > 0)
);
${ownRows('receipt_number_sequences', ['select', 'insert', 'update'])}`,
  },
];
