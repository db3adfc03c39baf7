import { type Migration, ownRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const states = `'in-stock', 'picked', 'in-transit', 'quarantine', 'damaged', 'returned-uninspected', 'refurb',
  'consigned', 'outside'`;

/** Where a unit is, seen from the state of its quantity: which of those on the shelf is kept for whom, no unit knows. */
const unitState = (column: string): string =>
  `case when ${column} in ('available', 'allocated', 'blocked') then 'in-stock' else ${column} end`;

export const serialMigrations: Migration[] = [
  {
    name: 'inventory-0011-serial-numbers',
    sql: `
create table serial_units (
  id uuid primary key,
  org_id uuid not null,
  item_id uuid not null,
  serial_number text not null check (length(serial_number) between 1 and 35
    and serial_number = btrim(serial_number) and serial_number !~ '[[:cntrl:]]'),
  lot_id uuid,
  state text not null default 'outside' check (state in (${states})),
  location_id uuid,
  unique (org_id, item_id, serial_number),
  unique (org_id, item_id, id),
  check ((state = 'outside') = (location_id is null)),
  foreign key (org_id, item_id) references items (org_id, id),
  foreign key (org_id, item_id, lot_id) references stock_lots (org_id, item_id, id),
  foreign key (org_id, location_id) references locations (org_id, id)
);
comment on table serial_units is 'One unit of an item. Its place and state follow from its moves, by trigger alone.';
create index serial_units_by_place on serial_units (org_id, item_id, location_id, state);
create index serial_units_of_lot on serial_units (org_id, lot_id) where lot_id is not null;
${ownRows('serial_units', ['select'])}
grant insert (id, org_id, item_id, serial_number) on serial_units to coplan_app;
create policy serial_units_following on serial_units for all to current_user
  using (org_id = ${me}) with check (org_id = ${me});

/* Which units an entry of the ledger moved. */
create table serial_moves (
  org_id uuid not null,
  entry_id uuid not null,
  item_id uuid not null,
  serial_id uuid not null,
  primary key (org_id, entry_id, serial_id),
  foreign key (org_id, entry_id) references stock_entries (org_id, id),
  foreign key (org_id, item_id, serial_id) references serial_units (org_id, item_id, id)
);
create index serial_moves_of_unit on serial_moves (org_id, serial_id, entry_id);
${ownRows('serial_moves', ['select', 'insert'])}

/* The triggers run as the owner; an owner that is no superuser needs policies to read what they compare. */
create policy serial_moves_counting on serial_moves for select to current_user using (org_id = ${me});
create policy stock_entries_following on stock_entries for select to current_user using (org_id = ${me});
create policy items_tracking on items for select to current_user using (org_id = ${me});

/* A unit leaves where it is and nowhere else: its state follows, or nothing is posted at all. */
create function follow_serials() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  moved bigint;
  followed bigint;
begin
  select count(*) into moved from posted;
  update public.serial_units as unit set state = ${unitState('entry.to_state')}, lot_id = entry.lot_id,
    location_id = entry.to_location_id
  from posted move join public.stock_entries entry on entry.org_id = move.org_id and entry.id = move.entry_id
  where unit.org_id = move.org_id and unit.id = move.serial_id and unit.item_id = entry.item_id
    and unit.state = ${unitState('entry.from_state')}
    and unit.location_id is not distinct from entry.from_location_id
    and (unit.state = 'outside' or unit.lot_id is not distinct from entry.lot_id);
  get diagnostics followed = row_count;
  if moved <> followed then
    raise exception 'a serial number is not where it is taken from'
      using errcode = 'check_violation', constraint = 'serial_leaves_where_it_is';
  end if;
  return null;
end $$;
create trigger follow_serials after insert on serial_moves referencing new table as posted
  for each statement execute function follow_serials();

/* Of an item with serial numbers every unit that moves is named: so many serial numbers as units, always. */
create function check_serials_of_entry() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  if exists (select 1 from public.items item
      where item.org_id = new.org_id and item.id = new.item_id and item.is_serial_tracked)
    and (select count(*) from public.serial_moves move
      where move.org_id = new.org_id and move.entry_id = new.id) * 1000 <> new.quantity_milli
  then
    raise exception 'a unit moved without its serial number'
      using errcode = 'check_violation', constraint = 'serial_for_every_unit';
  end if;
  return null;
end $$;
create constraint trigger serial_for_every_unit after insert on stock_entries deferrable initially deferred
  for each row when (new.from_location_id is distinct from new.to_location_id
    or ${unitState('new.from_state')} <> ${unitState('new.to_state')})
  execute function check_serials_of_entry();

create function refuse_tracking_change() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  if exists (select 1 from public.stock_balances balance where balance.org_id = new.org_id
      and balance.item_id = new.id and balance.state <> 'in-transit' and balance.quantity_milli > 0)
  then
    raise exception 'there is stock of the item'
      using errcode = 'check_violation', constraint = 'no_stock_while_tracking_changes';
  end if;
  return new;
end $$;
create trigger refuse_tracking_change before update of is_serial_tracked on items
  for each row when (old.is_serial_tracked <> new.is_serial_tracked) execute function refuse_tracking_change();`,
  },
  {
    name: 'inventory-0012-serial-moves-stay',
    sql: `
create trigger refuse_ledger_change before update or delete or truncate on serial_moves
  for each statement execute function refuse_ledger_change();`,
  },
];
