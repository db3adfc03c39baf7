import { type Migration, sharedRows } from '../../platform/index.ts';

const parties = ['buyer_id', 'supplier_id'];

const cycles = `
/* One planning week of one agreement; the nine steps stand beside it. */
create table cycles (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  starts_on date not null,
  ends_before date not null,
  label text not null,
  state text not null check (state in ('open', 'closed')),
  created_at timestamptz not null,
  version integer not null default 1,
  unique (buyer_id, id),
  unique (buyer_id, agreement_id, starts_on),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id)
);
create index cycles_of_supplier on cycles (supplier_id, starts_on desc);
${sharedRows('cycles', parties, { insert: parties, update: parties })}

create table cycle_steps (
  buyer_id uuid not null,
  supplier_id uuid not null,
  cycle_id uuid not null,
  step smallint not null check (step between 1 and 9),
  state text not null check (state in ('waiting', 'in-progress', 'done', 'late', 'skipped')),
  due_at timestamptz,
  /* Who owes it now; null: both or nobody. */
  owed_by_id uuid,
  /* When each side had done its part; what belongs to both is done by either. */
  buyer_done_at timestamptz,
  seller_done_at timestamptz,
  done_at timestamptz,
  done_by text,
  primary key (buyer_id, cycle_id, step),
  foreign key (buyer_id, cycle_id) references cycles (buyer_id, id) on delete cascade
);
create index cycle_steps_of_supplier on cycle_steps (supplier_id, cycle_id);
${sharedRows('cycle_steps', parties, { insert: parties, update: parties })}
`;

export const migrations: readonly Migration[] = [{ name: 'collaboration-0003-cycles', sql: cycles }];
