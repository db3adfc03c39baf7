import { type Migration, sharedRows } from '../../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const party = `(buyer_id = ${me} or supplier_id = ${me})`;
const parties = ['buyer_id', 'supplier_id'];

/** Measures of the other side that the reader sees in the finest grain now. */
const openMeasures = (table: string): string => `array(
      select rule.measure from sharing_rules rule
      where rule.reader_id = ${me} and rule.agreement_id = ${table}.agreement_id and rule.closed_at is null
        and rule.place = 'location' and rule.item = 'item')`;

const exclusions = `
/* Buckets in which the shelf was empty, so that what was sold is less than what was wanted. Written by the buyer. */
create table demand_exclusions (
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  item_location_id uuid not null,
  starts_on date not null,
  reason text not null check (reason in ('STOCK_OUT', 'FORCE_MAJEURE', 'TEST')),
  primary key (buyer_id, agreement_id, item_location_id, starts_on),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id)
);
alter table demand_exclusions enable row level security;
alter table demand_exclusions force row level security;
grant select, insert, delete on demand_exclusions to coplan_app;
create policy demand_exclusions_read on demand_exclusions for select to coplan_app using (
  buyer_id = ${me} or (supplier_id = ${me} and 'pos' = any (${openMeasures('demand_exclusions')})));
create policy demand_exclusions_insert on demand_exclusions for insert to coplan_app with check (buyer_id = ${me});
create policy demand_exclusions_delete on demand_exclusions for delete to coplan_app using (buyer_id = ${me});
`;

const results = `
/*
 * The observations behind a number: of each its key, its two amounts (actual and forecast, committed and received, hits
 * and chances …), and why it does not count. They show measures of either side, so each reads them while the other
 * shares those; the number itself is for both.
 */
create table metric_evidence (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  fact_kind text not null check (fact_kind in ('forecast', 'version', 'commit', 'share')),
  buyer_reads text[] not null,
  seller_reads text[] not null,
  keys text[] not null,
  firsts bigint[] not null,
  seconds bigint[] not null,
  exclusions text[] not null,
  check (cardinality(keys) = cardinality(firsts) and cardinality(keys) = cardinality(seconds)
    and cardinality(keys) = cardinality(exclusions)),
  unique (buyer_id, supplier_id, id),
  foreign key (buyer_id, supplier_id, agreement_id) references agreements (buyer_id, supplier_id, id)
);
create index metric_evidence_of_supplier on metric_evidence (supplier_id, agreement_id);
alter table metric_evidence enable row level security;
alter table metric_evidence force row level security;
grant select, insert, delete on metric_evidence to coplan_app;
create policy metric_evidence_read on metric_evidence for select to coplan_app using (
  (buyer_id = ${me} and (buyer_reads = '{}' or buyer_reads <@ ${openMeasures('metric_evidence')}))
  or (supplier_id = ${me} and (seller_reads = '{}' or seller_reads <@ ${openMeasures('metric_evidence')})));
create policy metric_evidence_insert on metric_evidence for insert to coplan_app with check (buyer_id = ${me});
create policy metric_evidence_delete on metric_evidence for delete to coplan_app using (buyer_id = ${me});

/*
 * A number of the scorecard for one bucket: as scored, and after a dispute as agreed. Sums are kept, so that any number of
 * buckets gives a ratio of sums. Final numbers never change.
 */
create table metric_results (
  id uuid primary key,
  buyer_id uuid not null,
  supplier_id uuid not null,
  agreement_id uuid not null,
  agreement_version_id uuid not null,
  metric_code text not null,
  definition_version integer not null,
  formula text not null,
  /* Whose performance it is: a side, what both agreed, or the partnership as a whole. */
  party text not null check (party in ('buyer', 'seller', 'consensus', 'both')),
  lag_periods integer not null,
  starts_on date not null,
  ends_before date not null check (ends_before > starts_on),
  state text not null check (state in ('provisional', 'final', 'disputed', 'restated', 'upheld')),
  numerator double precision not null,
  denominator double precision not null,
  n integer not null,
  excluded jsonb not null,
  note text not null,
  evidence_id uuid,
  agreed_numerator double precision,
  agreed_denominator double precision,
  agreed_n integer,
  agreed_excluded jsonb,
  disputed_by_id uuid,
  computed_at timestamptz not null,
  final_at timestamptz,
  version integer not null default 1,
  unique (buyer_id, supplier_id, id),
  unique (buyer_id, agreement_id, metric_code, party, lag_periods, starts_on),
  check ((state = 'restated') = (agreed_n is not null)),
  foreign key (buyer_id, supplier_id, agreement_version_id) references agreement_versions (buyer_id, supplier_id, id),
  foreign key (buyer_id, supplier_id, evidence_id) references metric_evidence (buyer_id, supplier_id, id)
);
create index metric_results_of_agreement on metric_results (buyer_id, agreement_id, starts_on desc);
create index metric_results_of_supplier on metric_results (supplier_id, agreement_id, starts_on desc);
${sharedRows('metric_results', parties, { insert: ['buyer_id'] })}
grant update (agreement_version_id, definition_version, formula, state, numerator, denominator, n, excluded, note,
  evidence_id, agreed_numerator, agreed_denominator, agreed_n, agreed_excluded, disputed_by_id, computed_at, final_at,
  version) on metric_results to coplan_app;
create policy metric_results_update on metric_results for update to coplan_app using (${party}) with check (${party});

create function keep_final_numbers() returns trigger language plpgsql as $$
declare actor uuid := nullif(current_setting('app.org', true), '')::uuid;
begin
  if old.state <> 'provisional' and (new.numerator, new.denominator, new.n, new.excluded, new.definition_version)
      is distinct from (old.numerator, old.denominator, old.n, old.excluded, old.definition_version) then
    raise exception 'a final number never changes: a dispute adds what was agreed' using errcode = 'restrict_violation';
  end if;
  if old.state = 'provisional' and actor = old.supplier_id then
    raise exception 'the buyer’s side counts; the supplier disputes what is final' using errcode = 'restrict_violation';
  end if;
  if old.state = 'disputed' and new.state <> old.state and actor = old.disputed_by_id then
    raise exception 'a dispute is decided by the side that did not raise it' using errcode = 'restrict_violation';
  end if;
  if new.state = 'disputed' and old.state <> 'disputed' and new.disputed_by_id is distinct from actor then
    raise exception 'a dispute is raised in one’s own name' using errcode = 'restrict_violation';
  end if;
  if (new.agreed_numerator, new.agreed_denominator, new.agreed_n) is distinct from
      (old.agreed_numerator, old.agreed_denominator, old.agreed_n)
      and not (old.state = 'disputed' and new.state = 'restated') then
    raise exception 'numbers are agreed by deciding a dispute' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_final_numbers before update on metric_results
  for each row execute function keep_final_numbers();

/* What one side says against a number, line by line, with its evidence, and what the other decided. */
create table metric_disputes (
  id uuid primary key,
  metric_result_id uuid not null,
  buyer_id uuid not null,
  supplier_id uuid not null,
  raised_by_id uuid not null,
  raised_by_name text not null,
  raised_at timestamptz not null,
  reason text not null,
  evidence text not null,
  /* Where the document lies: a link, a file name, a document number. */
  attachment_reference text,
  lines jsonb not null,
  state text not null check (state in ('open', 'restated', 'upheld')),
  decision_reason text,
  decided_by_name text,
  decided_at timestamptz,
  version integer not null default 1,
  check (raised_by_id in (buyer_id, supplier_id)),
  check ((state = 'open') = (decided_at is null)),
  foreign key (buyer_id, supplier_id, metric_result_id) references metric_results (buyer_id, supplier_id, id)
);
create unique index metric_disputes_one_per_result on metric_disputes (buyer_id, metric_result_id);
create index metric_disputes_of_supplier on metric_disputes (supplier_id, state);
alter table metric_disputes enable row level security;
alter table metric_disputes force row level security;
grant select, insert on metric_disputes to coplan_app;
grant update (state, decision_reason, decided_by_name, decided_at, version) on metric_disputes to coplan_app;
create policy metric_disputes_read on metric_disputes for select to coplan_app using (${party});
create policy metric_disputes_insert on metric_disputes for insert to coplan_app
  with check (raised_by_id = ${me} and ${party});
create policy metric_disputes_decide on metric_disputes for update to coplan_app
  using (raised_by_id <> ${me} and ${party}) with check (${party});
`;

export const migrations: readonly Migration[] = [
  { name: 'collaboration-0011-demand-exclusions', sql: exclusions },
  { name: 'collaboration-0012-metric-results', sql: results },
];
