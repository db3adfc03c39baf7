import type {
  AccountableParty,
  LineStanding,
  PerfectOrderComponent,
  ScoreStatus,
} from '@coplan/collaboration';
import type { Database, Transaction } from '../platform/index.ts';

/** What held of a line from a moment on. Once written it stays; what holds now is the newest. */
export type VerdictVersion = {
  number: number;
  status: Exclude<ScoreStatus, 'NO_DATA'>;
  standing: LineStanding;
  isPerfect: boolean | null;
  components: Record<PerfectOrderComponent, 0 | 1 | null>;
  exclusionCode: string | null;
  causeParty: AccountableParty | null;
  cause: string | null;
  costMinor: number;
  definitionVersion: string;
  scoreHash: string;
  asOf: string;
  /** Whose word made it another one, and why; null: new facts, or time. */
  said: { kind: string; by: string; reason: string } | null;
};

/**
 * A version for each line whose result is another than its last version's, from the moment at which it is final or
 * disputed: before that it is provisional, and nothing that anybody settled on.
 */
const insert = `
insert into verdict_versions (org_id, supplier_id, order_id, order_line_id, version_number, status, standing, is_perfect,
  components, exclusion_code, cause_party, cause, cost_minor, definition_version, score_hash, as_of, fact_id)
select line.org_id, line.supplier_id, line.order_id, line.order_line_id, coalesce(last.version_number, 0) + 1, line.status,
  line.standing, line.is_perfect, line.components, line.exclusion_code, line.cause_party, line.cause, line.cost_minor,
  line.definition_version, line.score_hash, line.as_of, case when word."isNews" then word.id end
from perfect_order_lines line
  left join lateral (select * from verdict_versions version where version.org_id = line.org_id
    and version.order_line_id = line.order_line_id order by version_number desc limit 1) last on true
  left join lateral (select fact.id, not exists (select 1 from verdict_versions earlier where earlier.org_id = fact.org_id
      and earlier.order_line_id = fact.order_line_id and earlier.fact_id = fact.id) as "isNews"
    from verdict_facts fact where fact.org_id = line.org_id and fact.order_line_id = line.order_line_id
    order by fact.told_number desc limit 1) word on true
where line.org_id = (select current_setting('app.org')::uuid) and line.order_id = any ($1::uuid[])
  and (line.status <> 'PROVISIONAL' or last.version_number is not null)
  and (last.status, last.standing, last.is_perfect, last.components, last.exclusion_code, last.cause_party, last.cause,
    last.cost_minor, last.definition_version)
    is distinct from (line.status, line.standing, line.is_perfect, line.components, line.exclusion_code, line.cause_party,
    line.cause, line.cost_minor, line.definition_version)`;

/** Adds what the stored scores of these orders say anew, in the transaction that stored them. */
export const addVersions = (tx: Transaction, orderIds: readonly string[]): Promise<unknown> =>
  tx.query(insert, [orderIds]);

const listing = `
select version.version_number as number, version.status, version.standing, version.is_perfect as "isPerfect",
  version.components, version.exclusion_code as "exclusionCode", version.cause_party as "causeParty", version.cause,
  version.cost_minor::float8 as "costMinor", version.definition_version as "definitionVersion",
  version.score_hash as "scoreHash",
  to_char(version.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "asOf",
  case when word.id is not null
    then json_build_object('kind', word.kind, 'by', word.said_by, 'reason', word.reason) end as said
from verdict_versions version
  left join verdict_facts word on word.org_id = version.org_id and word.id = version.fact_id
where version.order_line_id = $1 order by version.version_number`;

export const readVersions = (db: Database, orderLineId: string): Promise<VerdictVersion[]> =>
  db.read<VerdictVersion>(listing, [orderLineId]);
