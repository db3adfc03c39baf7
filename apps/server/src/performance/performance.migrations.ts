import { type Migration, ownRows, sharedRows } from '../platform/index.ts';

const me = `(select current_setting('app.org')::uuid)`;
const parties = ['org_id', 'supplier_id'];

const appendOnly = (table: string) => `
create trigger ${table}_append_only before update or delete on ${table}
  for each row execute function refuse_rewriting();`;

const first = `
/* By what lines are judged, from a day of ordering on; without a supplier: those of all who have none of their own. */
create table performance_terms (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid,
  told_number bigint generated always as identity,
  valid_from date not null,
  content jsonb not null,
  recorded_at timestamptz not null,
  recorded_by text not null
);
create index performance_terms_of on performance_terms (org_id, supplier_id, valid_from);
${sharedRows('performance_terms', parties, { insert: ['org_id'] })}
${appendOnly('performance_terms')}

/*
 * The score of every order line, as of its last computation, with its proof. It follows from facts alone and is computed
 * by the buyer's side; both parties read the same row. A line without a day or outside the measure is here as well.
 */
create table perfect_order_lines (
  order_line_id uuid not null,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  po_number text not null,
  line_number text not null,
  item_number text not null,
  description text not null,
  ship_to_name text not null,
  unit text not null,
  currency text not null,
  value_minor bigint not null,
  definition_version text not null,
  rules jsonb not null,
  status text not null check (status in ('PROVISIONAL', 'FINAL', 'DISPUTED', 'RESTATED')),
  standing text not null check (standing in ('judged', 'open', 'undated', 'excluded')),
  is_perfect boolean,
  numerator smallint not null check (numerator in (0, 1)),
  denominator smallint not null check (denominator in (0, 1) and numerator <= denominator),
  components jsonb not null,
  due_on date,
  exclusion_code text,
  cause_party text,
  cause text,
  cause_key text,
  cause_check text,
  cost_minor bigint not null check (cost_minor >= 0),
  is_rebased boolean not null,
  as_scored jsonb,
  score jsonb not null,
  score_hash text not null,
  measures jsonb not null,
  past jsonb,
  final_at timestamptz,
  /* When time alone may change the score; null: only new facts can. */
  look_again_at timestamptz,
  as_of timestamptz not null,
  primary key (org_id, order_line_id),
  foreign key (org_id, order_id) references orders (org_id, id)
);
create index perfect_order_lines_due on perfect_order_lines (org_id, due_on, order_line_id);
create index perfect_order_lines_due_supplier on perfect_order_lines (supplier_id, due_on, order_line_id);
create index perfect_order_lines_of_order on perfect_order_lines (org_id, order_id);
create index perfect_order_lines_again on perfect_order_lines (org_id, look_again_at) where look_again_at is not null;
${sharedRows('perfect_order_lines', parties, { insert: ['org_id'], update: ['org_id'] })}

/* What people said about a line's verdict: disputes and their ends, exclusions with their code, causes by hand. */
create table verdict_facts (
  id uuid primary key,
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  told_number bigint generated always as identity,
  kind text not null check (kind in ('disputed', 'dispute-resolved', 'excluded', 'cause-assigned')),
  /* Of the end of a dispute: the dispute. */
  dispute_id uuid,
  body jsonb not null,
  claim jsonb,
  reason text not null,
  evidence text,
  attachment_reference text,
  said_by_id uuid not null,
  said_by text not null,
  said_at timestamptz not null,
  unique (org_id, id),
  foreign key (org_id, order_id) references orders (org_id, id),
  foreign key (org_id, dispute_id) references verdict_facts (org_id, id),
  check ((kind = 'dispute-resolved') = (dispute_id is not null)),
  check ((kind = 'disputed') = (claim is not null)),
  check (said_by_id in (org_id, supplier_id))
);
create unique index verdict_facts_one_end on verdict_facts (org_id, dispute_id) where dispute_id is not null;
create index verdict_facts_of_line on verdict_facts (org_id, order_line_id);
create index verdict_facts_of_supplier on verdict_facts (supplier_id, order_line_id);
alter table verdict_facts enable row level security;
alter table verdict_facts force row level security;
grant select, insert on verdict_facts to coplan_app;
create policy verdict_facts_read on verdict_facts for select to coplan_app using (org_id = ${me} or supplier_id = ${me});
create policy verdict_facts_insert on verdict_facts for insert to coplan_app
  with check (said_by_id = ${me} and (org_id = ${me} or supplier_id = ${me}));
${appendOnly('verdict_facts')}

create function judge_verdict_facts() returns trigger language plpgsql as $$
declare raised_by uuid;
begin
  if new.kind in ('excluded', 'cause-assigned') and new.said_by_id <> new.org_id then
    raise exception 'the buyer measures; a supplier disputes' using errcode = 'restrict_violation';
  end if;
  if new.kind = 'dispute-resolved' then
    select said_by_id into raised_by from verdict_facts
      where org_id = new.org_id and id = new.dispute_id and order_line_id = new.order_line_id and kind = 'disputed';
    if raised_by is null or raised_by = new.said_by_id then
      raise exception 'a dispute is decided by the side that did not raise it' using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
create trigger verdict_facts_judged before insert on verdict_facts
  for each row execute function judge_verdict_facts();

/* What may become of open lines, computed by the buyer's side from its whole history; both parties read the same. */
create table order_line_risks (
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  fails_micros integer not null,
  likeliest text not null,
  expected_loss_minor bigint not null,
  saves_minor bigint not null,
  risk jsonb not null,
  as_of timestamptz not null,
  primary key (org_id, order_line_id),
  foreign key (org_id, order_line_id) references perfect_order_lines (org_id, order_line_id)
);
create index order_line_risks_of_supplier on order_line_risks (supplier_id, saves_minor desc);
${sharedRows('order_line_risks', parties, { insert: ['org_id'], delete: ['org_id'] })}

/* The same with what other suppliers could do about it: no business of the supplier that has the order. */
create table order_line_alternatives (
  org_id uuid not null,
  order_line_id uuid not null,
  saves_minor bigint not null,
  risk jsonb not null,
  primary key (org_id, order_line_id),
  foreign key (org_id, order_line_id) references perfect_order_lines (org_id, order_line_id)
);
${ownRows('order_line_alternatives', ['select', 'insert', 'delete'])}
`;

const termsOfAll = `
/* Whoever is judged by the terms of all suppliers can read them. */
create policy performance_terms_read_of_all on performance_terms for select to coplan_app using (
  supplier_id is null and org_id = any (array(
    select buyer_id from trading_relations where partner_id = ${me} and kind = 'supplier')));`;

const rooms = `
/* A verdict as it held from a moment on, from when it was final or disputed: kept when another one takes its place. */
create table verdict_versions (
  org_id uuid not null,
  supplier_id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  version_number integer not null check (version_number > 0),
  status text not null check (status in ('PROVISIONAL', 'FINAL', 'DISPUTED', 'RESTATED')),
  standing text not null check (standing in ('judged', 'open', 'undated', 'excluded')),
  is_perfect boolean,
  components jsonb not null,
  exclusion_code text,
  cause_party text,
  cause text,
  cost_minor bigint not null check (cost_minor >= 0),
  definition_version text not null,
  score_hash text not null,
  as_of timestamptz not null,
  /* Whose word made it another one; null: new facts, or time. */
  fact_id uuid,
  primary key (org_id, order_line_id, version_number),
  foreign key (org_id, order_line_id) references perfect_order_lines (org_id, order_line_id),
  foreign key (org_id, fact_id) references verdict_facts (org_id, id)
);
create index verdict_versions_of_supplier on verdict_versions (supplier_id, order_line_id);
${sharedRows('verdict_versions', parties, { insert: ['org_id'] })}
${appendOnly('verdict_versions')}

/* The side that raised a dispute ends it as it stands, or by what the other side proposed: nobody grants the own claim. */
create or replace function judge_verdict_facts() returns trigger language plpgsql as $$
declare raised_by uuid;
begin
  if new.kind in ('excluded', 'cause-assigned') and new.said_by_id <> new.org_id then
    raise exception 'the buyer measures; a supplier disputes' using errcode = 'restrict_violation';
  end if;
  if new.kind = 'dispute-resolved' then
    select said_by_id into raised_by from verdict_facts
      where org_id = new.org_id and id = new.dispute_id and order_line_id = new.order_line_id and kind = 'disputed';
    if raised_by is null or (raised_by = new.said_by_id and new.body ->> 'outcome' = 'restated' and not exists (
      select 1 from disputes room where room.org_id = new.org_id and room.id = new.dispute_id
        and room.state = 'settled' and room.outcome = 'restated' and room.proposed_by_id <> new.said_by_id)) then
      raise exception 'a dispute is decided by the side that did not raise it' using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;

/* Disputes of verdicts from before they had rooms. */
insert into disputes (id, org_id, supplier_id, order_id, dispute_number, raised_by_id, raised_by, raised_at, about, cause,
  line_number, subject_key, subject_label, currency, answer_by, order_line_id, claim, state, outcome, offered, ended_at,
  ended_by)
select said.id, said.org_id, said.supplier_id, said.order_id, placed.po_number || '-' || (
    (select count(*) from disputes known where known.org_id = said.org_id and known.order_id = said.order_id)
    + row_number() over (partition by said.org_id, said.order_id order by said.told_number)),
  said.said_by_id, said.said_by, said.said_at, 'verdict', said.claim ->> 'kind', line.line_number,
  'verdict ' || said.id, 'Verdict of line ' || line.line_number, placed.currency,
  (said.said_at at time zone 'UTC')::date + 7, said.order_line_id, said.claim,
  case ended.body ->> 'outcome' when 'restated' then 'settled' when 'upheld' then 'upheld' else 'open' end,
  case ended.body ->> 'outcome' when 'restated' then 'restated' when 'upheld' then 'stands' end,
  case ended.body ->> 'outcome' when 'restated' then said.claim end, ended.said_at, ended.said_by
from verdict_facts said
  join orders placed on placed.org_id = said.org_id and placed.id = said.order_id
  join order_lines line on line.org_id = said.org_id and line.id = said.order_line_id
  left join verdict_facts ended on ended.org_id = said.org_id and ended.dispute_id = said.id
where said.kind = 'disputed';
insert into dispute_entries (id, org_id, supplier_id, order_id, dispute_id, at, author_id, author_name, kind, text, claim,
  outcome)
select gen_random_uuid(), said.org_id, said.supplier_id, said.order_id, coalesce(said.dispute_id, said.id), said.said_at,
  said.said_by_id, said.said_by,
  case when said.kind = 'disputed' then 'raise' when said.body ->> 'outcome' = 'restated' then 'settle' else 'uphold' end,
  said.reason || coalesce(E'\\nEvidence: ' || said.evidence, '') || coalesce(' (' || said.attachment_reference || ')', ''),
  said.claim,
  case when said.kind = 'disputed' then null when said.body ->> 'outcome' = 'restated' then 'restated' else 'stands' end
from verdict_facts said where said.kind in ('disputed', 'dispute-resolved') order by said.told_number;`;

export const migrations: readonly Migration[] = [
  { name: 'performance-0001-verdicts', sql: first },
  { name: 'performance-0002-terms-of-all', sql: termsOfAll },
  { name: 'performance-0003-rooms-and-versions', sql: rooms },
];
