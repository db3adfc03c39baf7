import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['org_id', 'supplier_id'];

/** A row whose author is the organisation that writes it, one of the order's two parties. */
const own = (author: string) => `${author} = ${me} and (org_id = ${me} or supplier_id = ${me})`;

export const disputeMigrations: Migration[] = [
  {
    name: 'orders-0005-disputes',
    sql: `
/* What the parties see differently: an invoice's line, a count, a score. One about the same, unless it was withdrawn. */
create table disputes (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  dispute_number text not null,
  raised_by_id uuid not null check (raised_by_id in (org_id, supplier_id)),
  raised_by text not null,
  raised_at timestamptz not null,
  about text not null check (about in ('invoice', 'receipt', 'verdict')),
  cause text not null,
  variance_kind text check (variance_kind in ('price', 'quantity', 'not-ordered')),
  invoice_id uuid,
  receipt_number text,
  line_number text,
  subject_key text not null,
  subject_label text not null,
  claimed_minor bigint,
  currency text not null,
  answer_by date not null,
  state text not null check (state in ('open', 'answered', 'proposed', 'settled', 'upheld', 'withdrawn')),
  proposed_by_id uuid check (proposed_by_id in (org_id, supplier_id)),
  outcome text check (outcome in ('credit', 'debit', 'corrected', 'restated', 'accepted', 'stands')),
  amount_minor bigint check (amount_minor > 0),
  ended_at timestamptz,
  ended_by text,
  version integer not null default 1,
  unique (org_id, id),
  unique (org_id, order_id, dispute_number),
  check ((about = 'invoice') = (invoice_id is not null)),
  check ((about = 'receipt') = (receipt_number is not null)),
  foreign key (org_id, order_id) references orders (org_id, id),
  foreign key (org_id, invoice_id) references invoices (org_id, id)
);
create unique index disputes_once on disputes (org_id, order_id, subject_key) where state <> 'withdrawn';
create index disputes_of_buyer on disputes (org_id, state, id desc);
create index disputes_of_supplier on disputes (supplier_id, state, id desc);
create index disputes_of_invoice on disputes (org_id, invoice_id) where invoice_id is not null;
${sharedRows('disputes', parties)}
grant insert on disputes to coplan_app;
create policy disputes_raise on disputes for insert to coplan_app with check (${own('raised_by_id')});
grant update (state, proposed_by_id, outcome, amount_minor, ended_at, ended_by, version) on disputes to coplan_app;
create policy disputes_move on disputes for update to coplan_app
  using (org_id = ${me} or supplier_id = ${me}) with check (org_id = ${me} or supplier_id = ${me});

/* What was said and shown in a dispute, by whom. */
create table dispute_entries (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  dispute_id uuid not null,
  told_number bigint generated always as identity,
  at timestamptz not null,
  author_id uuid not null,
  author_name text not null,
  kind text not null check (kind in ('raise', 'answer', 'propose', 'accept', 'refuse', 'settle', 'uphold', 'withdraw')),
  text text not null check (length(text) between 1 and 4000),
  outcome text,
  amount_minor bigint,
  evidence jsonb not null default '[]',
  foreign key (org_id, order_id) references orders (org_id, id),
  foreign key (org_id, dispute_id) references disputes (org_id, id)
);
create index dispute_entries_of_dispute on dispute_entries (org_id, dispute_id);
create index dispute_entries_of_supplier on dispute_entries (supplier_id, dispute_id);
${sharedRows('dispute_entries', parties)}
grant insert on dispute_entries to coplan_app;
create policy dispute_entries_say on dispute_entries for insert to coplan_app with check (${own('author_id')});
create trigger dispute_entries_append_only before update or delete on dispute_entries
  for each row execute function refuse_rewriting();

/* Memos: a debit is the buyer's word, a credit the supplier's. */
alter table invoice_decisions drop constraint invoice_decisions_kind_check;
alter table invoice_decisions add constraint invoice_decisions_kind_check
  check (kind in ('approve', 'dispute', 'debit', 'credit'));
alter table invoice_decisions drop constraint invoice_decisions_check;
alter table invoice_decisions add constraint invoice_decisions_amount_check
  check ((kind in ('debit', 'credit')) = (amount_minor is not null));
alter table invoice_decisions add column dispute_id uuid;
alter policy invoice_decisions_insert on invoice_decisions
  with check ((org_id = ${me} and kind <> 'credit') or (supplier_id = ${me} and kind = 'credit'));

/* Invoices that were disputed while a dispute was a word alone. */
insert into disputes (id, org_id, supplier_id, order_id, dispute_number, raised_by_id, raised_by, raised_at, about,
  cause, invoice_id, subject_key, subject_label, currency, answer_by, state)
select gen_random_uuid(), billed.org_id, billed.supplier_id, billed.order_id,
  placed.po_number || '-' || row_number() over (partition by billed.order_id order by billed.told_number),
  billed.org_id, decided.recorded_by, decided.recorded_at, 'invoice', 'whole', billed.id,
  'invoice ' || billed.id || ' * *', 'Invoice ' || billed.invoice_number, billed.currency,
  (decided.recorded_at at time zone 'UTC')::date + 7, 'open'
from invoices billed
  join orders placed on placed.org_id = billed.org_id and placed.id = billed.order_id
  join lateral (select recorded_by, recorded_at from invoice_decisions one
    where one.org_id = billed.org_id and one.invoice_id = billed.id order by one.told_number desc limit 1) decided on true
where billed.state = 'disputed';
insert into dispute_entries (id, org_id, supplier_id, order_id, dispute_id, at, author_id, author_name, kind, text)
select gen_random_uuid(), org_id, supplier_id, order_id, id, raised_at, raised_by_id, raised_by, 'raise',
  coalesce((select reason from invoice_decisions decided where decided.org_id = disputes.org_id
    and decided.invoice_id = disputes.invoice_id and kind = 'dispute' order by told_number desc limit 1), 'Disputed')
from disputes;`,
  },
  {
    name: 'orders-0006-packages-and-parts',
    sql: `
/* What was read off the goods when they were counted. */
alter table receipt_lines add column lot_number text, add column expires_on date, add column sscc text;
create index ship_notices_by_number on ship_notices (org_id, shipment_number);
create index ship_notice_lines_by_pallet on ship_notice_lines (org_id, pallet_sscc) where pallet_sscc is not null;

/* One invoice over several orders has a part at each of them; together they are what the supplier sent. */
alter table invoices add column whole_hash text;
alter table invoices drop constraint invoices_org_id_supplier_id_invoice_number_key;
alter table invoices add constraint invoices_once_per_order unique (org_id, supplier_id, invoice_number, order_id);`,
  },
];

export const verdictRoomMigrations: Migration[] = [
  {
    name: 'orders-0012-rooms-of-verdicts',
    sql: `
/* A verdict is disputed in a room like an invoice: its line, what should hold instead, what is offered or was granted. */
alter table disputes add column order_line_id uuid, add column claim jsonb, add column offered jsonb,
  add constraint disputes_verdict_check check (
    (about = 'verdict') = (order_line_id is not null) and (about = 'verdict') = (claim is not null)),
  add constraint disputes_offered_check check (offered is null or outcome = 'restated');
grant update (offered) on disputes to coplan_app;
create index disputes_of_line on disputes (org_id, order_line_id) where order_line_id is not null;
alter table dispute_entries add column claim jsonb;
alter table dispute_entries drop constraint dispute_entries_text_check;
alter table dispute_entries add constraint dispute_entries_text_check check (length(text) between 1 and 10000);`,
  },
];
