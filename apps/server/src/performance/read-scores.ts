import type { LineMeasures, PerfectOrderComponent, ReportedLine, ScoreStatus } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import type { Database } from '../platform/index.ts';

/** A stored line as reports need it. */
export type StoredLine = {
  lineId: string;
  orderId: string;
  partnerId: string;
  partnerName: string;
  standing: ReportedLine['standing'];
  status: Exclude<ScoreStatus, 'NO_DATA'>;
  isPerfect: boolean | null;
  components: Record<PerfectOrderComponent, 0 | 1 | null>;
  exclusionCode: string | null;
  dueOn: LocalDate | null;
  isRebased: boolean;
  causeParty: string | null;
  cause: string | null;
  causeKey: string | null;
  causeCheck: string | null;
  costMinor: number;
  currency: string;
  asScored: ReportedLine['asScored'];
  measures: LineMeasures;
};

/** Lines of one report; beyond it a shorter period is asked for. */
export const linesMax = 200_000;

const listing = `
select line.order_line_id as "lineId", line.order_id as "orderId", partner.id as "partnerId",
  partner.name as "partnerName", line.standing, line.status, line.is_perfect as "isPerfect", line.components,
  line.exclusion_code as "exclusionCode", line.due_on::text as "dueOn", line.is_rebased as "isRebased",
  line.cause_party as "causeParty", line.cause, line.cause_key as "causeKey", line.cause_check as "causeCheck",
  line.cost_minor::float8 as "costMinor", line.currency, line.as_scored as "asScored", line.measures
from perfect_order_lines line
  join organisations partner on partner.id = case when line.org_id = $1 then line.supplier_id else line.org_id end
where (line.org_id = $1 or line.supplier_id = $1) and ($2::uuid is null or line.org_id = $2 or line.supplier_id = $2)
  and (line.due_on is null or (line.due_on >= $3::date and line.due_on < $4::date))
order by line.due_on, line.order_line_id limit ${linesMax}`;

export type ScoresAsked = {
  organisationId: string;
  partnerId: string | null;
  startsOn: LocalDate;
  endsBefore: LocalDate;
};

/** Lines due in the period, and those without a day, that the organisation is a party of. */
export const readScores = (
  db: Database,
  { organisationId, partnerId, startsOn, endsBefore }: ScoresAsked,
): Promise<StoredLine[]> => db.read<StoredLine>(listing, [organisationId, partnerId, startsOn, endsBefore]);

/** As the engine reports it. Causes stand together over lines by what was done and by whom, not by each event. */
export function reportedLine(line: StoredLine): ReportedLine & { stored: StoredLine } {
  const { causeParty, cause, causeKey, causeCheck, costMinor, exclusionCode, ...same } = line;
  return {
    lineId: same.lineId,
    orderId: same.orderId,
    standing: same.standing,
    status: same.status,
    isPerfect: same.isPerfect,
    components: same.components,
    dueOn: same.dueOn,
    isRebased: same.isRebased,
    asScored: same.asScored,
    costMinor,
    exclusion:
      exclusionCode === null ? null : { code: exclusionCode as never, evidence: [], text: exclusionCode },
    rootCause:
      cause === null
        ? null
        : {
            party: causeParty as never,
            cause,
            key: causeKey ?? cause,
            text: '',
            check: causeCheck as never,
            costMinor,
          },
    stored: line,
  };
}
