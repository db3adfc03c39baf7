import { type Migration, ownRows } from '../../platform/index.ts';

export const allocationMigrations: Migration[] = [
  {
    name: 'fulfillment-0004-allocation-runs',
    sql: `
create table allocation_runs (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  reason text not null check (reason in ('asked', 'stock-arrived', 'order-taken', 'order-cancelled')),
  engine_version text not null,
  line_count integer not null,
  allocated_milli bigint not null,
  short_line_count integer not null,
  ran_at timestamptz not null,
  ran_by text not null,
  unique (org_id, id)
);
create index allocation_runs_latest on allocation_runs (org_id, id desc);
${ownRows('allocation_runs', ['select', 'insert'])}

/* What the latest run said of each line. */
create table allocation_lines (
  org_id uuid not null,
  order_line_id uuid not null,
  run_id uuid not null,
  state text not null check (state in ('allocated', 'part-allocated', 'backordered', 'cancelled')),
  text text not null,
  primary key (org_id, order_line_id),
  foreign key (org_id, run_id) references allocation_runs (org_id, id)
);
${ownRows('allocation_lines', ['select', 'insert', 'update'])}`,
  },
];
