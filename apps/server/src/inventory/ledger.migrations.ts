import { type Migration, ownRows } from '../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const states = `'available', 'allocated', 'picked', 'in-transit', 'quarantine', 'damaged', 'blocked',
  'returned-uninspected', 'refurb', 'consigned', 'outside'`;

/** Both legs of every entry; `outside` has no balance. */
const legs = `
    select org_id, item_id, to_location_id as location_id, to_state as state, lot_id, quantity_milli, recorded_at
      from posted where to_state <> 'outside'
    union all
    select org_id, item_id, from_location_id, from_state, lot_id, -quantity_milli, recorded_at
      from posted where from_state <> 'outside'`;

export const ledgerMigrations: Migration[] = [
  {
    name: 'inventory-0008-lots-and-states',
    sql: `
create table stock_lots (
  id uuid primary key,
  org_id uuid not null,
  item_id uuid not null,
  lot_number text not null check (length(lot_number) between 1 and 35),
  received_on date not null,
  expires_on date,
  unique (org_id, item_id, lot_number),
  unique (org_id, item_id, id),
  foreign key (org_id, item_id) references items (org_id, id)
);
${ownRows('stock_lots', ['select', 'insert'])}

/* A command is posted once, however often it comes. */
create table stock_commands (
  org_id uuid not null,
  command_id text not null check (length(command_id) between 1 and 200),
  content_hash text not null,
  undoes text,
  undone_by text,
  recorded_at timestamptz not null,
  primary key (org_id, command_id)
);
${ownRows('stock_commands', ['select', 'insert'])}
grant update (undone_by) on stock_commands to coplan_app;

alter table stock_entries drop constraint stock_entries_from_state_check,
  drop constraint stock_entries_to_state_check, drop constraint stock_entries_reason_check;
alter table stock_entries
  add column lot_id uuid,
  add column command_id text,
  add column compensates uuid,
  add constraint stock_entries_from_state_check check (from_state in (${states})),
  add constraint stock_entries_to_state_check check (to_state in (${states})),
  add constraint stock_entries_reason_check check (reason ~ '^[a-z]+(-[a-z]+)*$'),
  add unique (org_id, id),
  add foreign key (org_id, item_id, lot_id) references stock_lots (org_id, item_id, id),
  add foreign key (org_id, compensates) references stock_entries (org_id, id),
  add foreign key (org_id, command_id) references stock_commands (org_id, command_id);
create index stock_entries_of_command on stock_entries (org_id, command_id) where command_id is not null;

/* One balance per place, state and lot; what has no lot is an account of its own. */
alter table stock_balances drop constraint stock_balances_pkey, add column lot_id uuid;
alter table stock_balances add constraint stock_balances_one_account
  unique nulls not distinct (org_id, item_id, location_id, state, lot_id);

/*
 * Everybody locks balances in one order, available stock before all else: whoever gives stock away locks what is
 * available first, to choose lots, and would else wait in a circle with whoever gives some back.
 */
create or replace function post_stock_entries() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  insert into public.stock_balances as balance
    (org_id, item_id, location_id, state, lot_id, quantity_milli, changed_at)
  select org_id, item_id, location_id, state, lot_id, 0, max(recorded_at) from (${legs}) touched
  group by org_id, item_id, location_id, state, lot_id
  order by state <> 'available', org_id, item_id, location_id, lot_id, state
  on conflict on constraint stock_balances_one_account do update set changed_at = excluded.changed_at;

  update public.stock_balances as balance set quantity_milli = balance.quantity_milli + moved.quantity_milli
  from (
    select org_id, item_id, location_id, state, lot_id, sum(quantity_milli) as quantity_milli from (${legs}) both_legs
    group by org_id, item_id, location_id, state, lot_id
  ) moved
  where balance.org_id = moved.org_id and balance.item_id = moved.item_id
    and balance.location_id = moved.location_id and balance.state = moved.state
    and balance.lot_id is not distinct from moved.lot_id;
  return null;
end $$;

/* Whoever gives stock away locks what is available first. A lock needs the right to change some column: this one. */
grant update (changed_at) on stock_balances to coplan_app;
create policy stock_balances_lock on stock_balances for update to coplan_app
  using (org_id = ${me}) with check (org_id = ${me});`,
  },
];
