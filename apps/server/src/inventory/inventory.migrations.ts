import { type Migration, ownRows } from '../platform/index.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { serialMigrations } from './serials/serials.migrations.ts';
import { transferMigrations } from './transfers/transfers.migrations.ts';

const facts = `
create table sales_series (
  org_id uuid not null,
  item_location_id uuid not null,
  bucket_days smallint not null check (bucket_days in (1, 7)),
  starts_on date not null,
  sold_milli bigint[] not null,
  in_stock boolean[] not null,
  changed_at timestamptz not null default now(),
  primary key (org_id, item_location_id, bucket_days),
  check (cardinality(sold_milli) = cardinality(in_stock) and cardinality(sold_milli) between 1 and 8000),
  check (bucket_days = 1 or extract(isodow from starts_on) = 1),
  foreign key (org_id, item_location_id) references item_locations (org_id, id) on delete cascade
);
comment on column sales_series.sold_milli is 'One number per period from starts_on; null: not known.';
comment on column sales_series.in_stock is 'False: the shelf was empty, so what was sold is less than what was wanted.';

create table scheduled_receipts (
  id uuid primary key,
  org_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  supplier_id uuid references organisations (id),
  kind text not null check (kind in ('in-transit', 'on-order')),
  due_on date not null,
  quantity_milli bigint not null check (quantity_milli > 0),
  source_kind text not null check (source_kind in ('import', 'order')),
  source_id text not null check (length(source_id) between 1 and 200),
  source_label text not null,
  ordered_on date,
  changed_at timestamptz not null default now(),
  unique (org_id, source_kind, source_id),
  foreign key (org_id, item_id) references items (org_id, id) on delete cascade,
  foreign key (org_id, location_id) references locations (org_id, id) on delete cascade
);
create index scheduled_receipts_place on scheduled_receipts (org_id, item_id, location_id, due_on);
`;

/**
 * Double entry by construction: an entry names the account it takes from and the one it gives to, so the ledger
 * always sums to zero. `outside` accounts (supplier, customer, count) have no balance and may be drawn without limit;
 * a shelf account may not fall below zero.
 */
const ledger = `
create table stock_entries (
  id uuid primary key,
  org_id uuid not null,
  item_id uuid not null,
  from_state text not null check (from_state in ('available', 'allocated', 'quarantine', 'damaged', 'outside')),
  from_location_id uuid,
  to_state text not null check (to_state in ('available', 'allocated', 'quarantine', 'damaged', 'outside')),
  to_location_id uuid,
  quantity_milli bigint not null check (quantity_milli > 0),
  reason text not null check (reason in ('count', 'receipt', 'sale', 'transfer', 'allocation', 'inspection', 'loss')),
  source_kind text not null,
  source_id text not null,
  counted_on date,
  recorded_at timestamptz not null,
  check ((from_state = 'outside') = (from_location_id is null)),
  check ((to_state = 'outside') = (to_location_id is null)),
  check ((from_state, from_location_id) is distinct from (to_state, to_location_id)),
  foreign key (org_id, item_id) references items (org_id, id),
  foreign key (org_id, from_location_id) references locations (org_id, id),
  foreign key (org_id, to_location_id) references locations (org_id, id)
);
create index stock_entries_item on stock_entries (org_id, item_id, recorded_at);
create index stock_entries_source on stock_entries (org_id, source_kind, source_id);

create table stock_balances (
  org_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  state text not null,
  quantity_milli bigint not null constraint stock_never_negative check (quantity_milli >= 0),
  changed_at timestamptz not null,
  primary key (org_id, item_id, location_id, state)
);

create function post_stock_entries() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  -- The key order keeps two transactions that touch the same balances from waiting for each other in a circle.
  insert into public.stock_balances as balance (org_id, item_id, location_id, state, quantity_milli, changed_at)
  select org_id, item_id, location_id, state, 0, max(recorded_at)
  from (
    select org_id, item_id, to_location_id as location_id, to_state as state, recorded_at
      from posted where to_state <> 'outside'
    union all
    select org_id, item_id, from_location_id, from_state, recorded_at from posted where from_state <> 'outside'
  ) touched
  group by org_id, item_id, location_id, state
  order by org_id, item_id, location_id, state
  on conflict (org_id, item_id, location_id, state) do update set changed_at = excluded.changed_at;

  update public.stock_balances as balance set quantity_milli = balance.quantity_milli + moved.quantity_milli
  from (
    select org_id, item_id, location_id, state, sum(quantity_milli) as quantity_milli
    from (
      select org_id, item_id, to_location_id as location_id, to_state as state, quantity_milli
        from posted where to_state <> 'outside'
      union all
      select org_id, item_id, from_location_id, from_state, -quantity_milli from posted where from_state <> 'outside'
    ) legs
    group by org_id, item_id, location_id, state
  ) moved
  where balance.org_id = moved.org_id and balance.item_id = moved.item_id
    and balance.location_id = moved.location_id and balance.state = moved.state;
  return null;
end $$;
create trigger post_stock_entries after insert on stock_entries
  referencing new table as posted for each statement execute function post_stock_entries();

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the stock ledger is append-only: correct an entry by a new one' using errcode = 'restrict_violation';
end $$;
create trigger refuse_ledger_change before update or delete or truncate on stock_entries
  for each statement execute function refuse_ledger_change();
`;

const imports = `
create table imports (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  kind text not null check (kind in ('sales', 'in-stock', 'stock', 'in-transit', 'on-order', 'items', 'locations', 'terms')),
  state text not null check (state in ('running', 'done', 'failed')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  options jsonb not null default '{}',
  file_name text,
  size_bytes bigint not null,
  row_count integer not null default 0,
  accepted_count integer not null default 0,
  rejected_count integer not null default 0,
  counts jsonb not null default '{}',
  failure text,
  started_by text not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index imports_latest on imports (org_id, started_at desc, id desc);

create table import_errors (
  org_id uuid not null,
  import_id uuid not null references imports (id) on delete cascade,
  row_number integer not null,
  column_name text not null,
  code text not null,
  message text not null,
  primary key (org_id, import_id, row_number, column_name, code)
);
`;

const me = `(select current_setting('app.org')::uuid)`;

/** Balances are written by the trigger alone, which runs as the owner; an owner that is no superuser needs a policy. */
const whoSeesWhat = `
${ownRows('sales_series')}
${ownRows('scheduled_receipts')}
${ownRows('stock_entries', ['select', 'insert'])}
${ownRows('stock_balances', ['select'])}
create policy stock_balances_posting on stock_balances for all to current_user
  using (org_id = ${me}) with check (org_id = ${me});
${ownRows('imports')}
${ownRows('import_errors')}
`;

export const migrations: Migration[] = [
  { name: 'inventory-0001-facts', sql: facts },
  { name: 'inventory-0002-ledger', sql: ledger },
  { name: 'inventory-0003-imports', sql: imports },
  { name: 'inventory-0004-who-sees-what', sql: whoSeesWhat },
  {
    name: 'inventory-0005-errors-of-own-imports',
    sql: `
/* A key without the organisation would tell whether another organisation has an import of that id. */
alter table imports add unique (org_id, id);
alter table import_errors drop constraint import_errors_import_id_fkey;
alter table import_errors add foreign key (org_id, import_id) references imports (org_id, id) on delete cascade;`,
  },
  {
    name: 'inventory-0006-series-revision',
    sql: `
/*
 * Every write of a series gives it a number that was never used before, whoever writes: what was computed from a
 * series of the same number was computed from the same sales.
 */
create sequence sales_series_revisions;
alter table sales_series add column revision bigint not null default 0,
  add column period_count integer not null generated always as (cardinality(sold_milli)) stored;
create function number_sales_series() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  new.revision := nextval('public.sales_series_revisions');
  return new;
end $$;
create trigger number_sales_series before insert or update on sales_series
  for each row execute function number_sales_series();`,
  },
  {
    name: 'inventory-0007-counting-for-plans',
    sql: `
/* No query is planned by their contents, and counting them would read them all. */
alter table sales_series alter column sold_milli set statistics 0, alter column in_stock set statistics 0;`,
  },
  ...ledgerMigrations,
  ...transferMigrations,
  ...serialMigrations,
];
