import { type Migration, ownRows } from '../../platform/index.ts';

export const reservationMigrations: Migration[] = [
  {
    name: 'fulfillment-0001-reservations',
    sql: `
/*
 * Stock of the seller (org_id) that is kept for a line of an order: an exact lot at an exact place. What is open of it
 * stands in the ledger as allocated, what is taken has been picked. The buyer of the order does not see it.
 */
create table stock_reservations (
  id uuid primary key,
  org_id uuid not null,
  command_id text not null,
  state text not null check (state in ('soft', 'hard', 'part-taken', 'taken', 'released', 'expired')),
  order_kind text not null check (order_kind in ('purchase-order', 'sales-order')),
  order_id uuid not null,
  order_line_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  lot_id uuid,
  amount_milli bigint not null check (amount_milli > 0),
  taken_milli bigint not null default 0 check (taken_milli >= 0),
  released_milli bigint not null default 0 check (released_milli >= 0),
  covers_milli bigint not null check (covers_milli > 0),
  expires_at timestamptz,
  made_at timestamptz not null,
  version integer not null default 1,
  unique (org_id, id),
  constraint reservation_adds_up check (taken_milli + released_milli <= amount_milli),
  constraint reservation_state_agrees check (case state
    when 'soft' then taken_milli = 0 and released_milli < amount_milli and expires_at is not null
    when 'hard' then taken_milli = 0 and released_milli < amount_milli
    when 'part-taken' then taken_milli > 0 and taken_milli + released_milli < amount_milli
    when 'taken' then taken_milli > 0 and taken_milli + released_milli = amount_milli
    else taken_milli = 0 and released_milli = amount_milli end),
  foreign key (org_id, item_id) references items (org_id, id),
  foreign key (org_id, location_id) references locations (org_id, id),
  foreign key (org_id, item_id, lot_id) references stock_lots (org_id, item_id, id),
  foreign key (org_id, command_id) references stock_commands (org_id, command_id)
);
create index stock_reservations_of_order on stock_reservations (org_id, order_id);
create index stock_reservations_of_command on stock_reservations (org_id, command_id);
create index stock_reservations_at_place on stock_reservations (org_id, item_id, location_id)
  where state in ('soft', 'hard', 'part-taken');
create index stock_reservations_expiring on stock_reservations (org_id, expires_at) where state = 'soft';
${ownRows('stock_reservations', ['select', 'insert'])}
grant update (state, taken_milli, released_milli, expires_at, version) on stock_reservations to coplan_app;`,
  },
];
