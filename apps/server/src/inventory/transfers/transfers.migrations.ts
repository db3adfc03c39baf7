import { type Migration, ownRows } from '../../platform/index.ts';

export const transferMigrations: Migration[] = [
  {
    name: 'inventory-0010-transfers',
    sql: `
alter table scheduled_receipts drop constraint scheduled_receipts_source_kind_check;
alter table scheduled_receipts add constraint scheduled_receipts_source_kind_check
  check (source_kind in ('import', 'order', 'transfer'));

create table transfer_sequences (org_id uuid primary key, next_number bigint not null);
${ownRows('transfer_sequences', ['select', 'insert', 'update'])}

create table transfers (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  transfer_number text not null,
  from_location_id uuid not null,
  to_location_id uuid not null,
  state text not null check (state in ('placed', 'in-transit', 'partly-received', 'received', 'closed-short', 'cancelled')),
  deliver_on date not null,
  note text check (length(note) between 1 and 500),
  placed_at timestamptz not null,
  placed_by text not null,
  shipped_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  unique (org_id, id),
  unique (org_id, transfer_number),
  check (from_location_id <> to_location_id),
  foreign key (org_id, from_location_id) references locations (org_id, id),
  foreign key (org_id, to_location_id) references locations (org_id, id)
);
create index transfers_of_state on transfers (org_id, state, placed_at);
${ownRows('transfers', ['select', 'insert', 'update'])}

/* One lot of one item each; what leaves is received, damaged, lost or still on its way. */
create table transfer_lines (
  id uuid primary key,
  org_id uuid not null,
  transfer_id uuid not null,
  line_number integer not null check (line_number > 0),
  item_id uuid not null,
  lot_id uuid,
  quantity_milli bigint not null check (quantity_milli > 0),
  shipped_milli bigint not null default 0,
  received_milli bigint not null default 0 check (received_milli >= 0),
  damaged_milli bigint not null default 0 check (damaged_milli >= 0),
  lost_milli bigint not null default 0 check (lost_milli >= 0),
  unique (org_id, transfer_id, line_number),
  check (shipped_milli between 0 and quantity_milli),
  check (received_milli + damaged_milli + lost_milli <= shipped_milli),
  foreign key (org_id, transfer_id) references transfers (org_id, id),
  foreign key (org_id, item_id) references items (org_id, id),
  foreign key (org_id, item_id, lot_id) references stock_lots (org_id, item_id, id)
);
${ownRows('transfer_lines', ['select', 'insert', 'update'])}

create table transfer_events (
  id uuid primary key,
  position bigint generated always as identity,
  org_id uuid not null,
  transfer_id uuid not null,
  at timestamptz not null,
  type text not null,
  text text not null,
  actor_name text not null,
  foreign key (org_id, transfer_id) references transfers (org_id, id)
);
create index transfer_events_of_transfer on transfer_events (org_id, transfer_id, position);
${ownRows('transfer_events', ['select', 'insert'])}`,
  },
];
