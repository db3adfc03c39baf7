import { judgeMaturity, type MaturityEvidence, type MaturityRung } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type AgreementInForce, findAgreementInForce } from '../plans/index.ts';
import { addSums, noSums, valueOfSums } from './metric-result-rows.ts';

export const getMaturityInput = z.object({ agreementId: z.uuid() });

export type Maturity = {
  agreementId: string;
  level: ReturnType<typeof judgeMaturity>['level'];
  rungs: MaturityRung[];
};

/** Newest weeks that a ratio of the ladder is made of. */
const weekCount = 13;

type Counts = {
  scorecardMonths: number;
  commitCount: number;
  answeredCount: number;
  evaluatedEventCount: number;
  mergedScenarioCount: number;
  jointRows: number;
  touchlessRows: number;
};

const readCounts = `
select
  (select count(distinct date_trunc('month', starts_on))::integer from metric_results
   where agreement_id = $1 and state <> 'provisional' and n > 0) as "scorecardMonths",
  (select count(*)::integer from commits where agreement_id = $1 and state <> 'superseded') as "commitCount",
  (select count(*)::integer from commits where agreement_id = $1 and state in ('submitted', 'short', 'accepted'))
    as "answeredCount",
  (select count(*)::integer from plan_events where agreement_id = $1 and state = 'evaluated') as "evaluatedEventCount",
  (select count(*)::integer from scenarios where agreement_id = $1 and state = 'merged') as "mergedScenarioCount",
  (select count(*)::integer from forecast_plan_rows line where line.plan_id = newest.id) as "jointRows",
  (select count(*)::integer from forecast_plan_rows line
   where line.plan_id = newest.id and line.status ->> 'state' in ('touchless', 'agreed')) as "touchlessRows"
from (select 1) one
left join lateral (select plan.id from forecast_plans plan
  where plan.agreement_id = $1 and plan.kind = 'joint' and plan.purpose = 'sales' and plan.state <> 'superseded'
  order by plan.issued_at desc limit 1) newest on true`;

const readSums = `
select metric_code as code, coalesce(agreed_numerator, numerator) as numerator,
  coalesce(agreed_denominator, denominator) as denominator, coalesce(agreed_n, n) as n
from metric_results where agreement_id = $1 and metric_code = any ($2::text[]) and starts_on >= (
  select min(bucket.starts_on) from (
    select distinct starts_on from metric_results where agreement_id = $1 order by starts_on desc limit $3) bucket)`;

type Sum = { code: string; numerator: number; denominator: number; n: number };

const measuredCodes = ['data-completeness', 'response-rate', 'commit-reliability', 'otif', 'fill-rate'];

const ratioOf = (sums: readonly Sum[], code: string): number | null =>
  valueOfSums(
    code,
    sums
      .filter((sum) => sum.code === code)
      .reduce(
        (total, { numerator, denominator, n }) => addSums(total, { numerator, denominator, n, excluded: {} }),
        noSums,
      ),
  ).value;

const shareOf = (count: number, of: number): number | null => (of === 0 ? null : count / of);

async function readEvidence(
  { db }: Context,
  { agreementId, content }: AgreementInForce,
): Promise<MaturityEvidence> {
  const [counts] = await db.read<Counts>(readCounts, [agreementId]);
  const sums = await db.read<Sum>(readSums, [agreementId, measuredCodes, weekCount]);
  const [orders] = await db.read<{ orderCount: number; answeredCount: number }>(readOrders, [agreementId]);
  const sharedBy = (side: 'buyer' | 'seller') =>
    content.sharing.filter(({ owner }) => owner === side).map(({ measure }) => measure);
  return {
    answeredOrderRatio: shareOf(orders?.answeredCount ?? 0, orders?.orderCount ?? 0),
    sharedByBuyer: sharedBy('buyer'),
    sharedBySeller: sharedBy('seller'),
    dataCompletenessRatio: ratioOf(sums, 'data-completeness'),
    scorecardMonths: counts?.scorecardMonths ?? 0,
    commitCoverageRatio: shareOf(counts?.answeredCount ?? 0, counts?.commitCount ?? 0),
    responseRate: ratioOf(sums, 'response-rate'),
    evaluatedEventCount: counts?.evaluatedEventCount ?? 0,
    touchlessRatio: shareOf(counts?.touchlessRows ?? 0, counts?.jointRows ?? 0),
    commitReliability: ratioOf(sums, 'commit-reliability'),
    mergedScenarioCount: counts?.mergedScenarioCount ?? 0,
    // Only what was learnt tells fast items from slow ones.
    hasLearntTolerances: content.criteria.some(({ volumeClasses }) => volumeClasses !== undefined),
  };
}

/** Orders between the two since the agreement began, and those that the supplier answered. */
const readOrders = `
select count(*)::integer as "orderCount",
  (count(*) filter (where placed.state in ('acknowledged', 'changes-proposed', 'rejected', 'change-pending',
    'partially-shipped', 'shipped', 'partially-received', 'received', 'closed', 'closed-short')))::integer as "answeredCount"
from orders placed join agreements agreement on agreement.buyer_id = placed.org_id
  and agreement.supplier_id = placed.supplier_id
where agreement.id = $1 and placed.placed_at >= agreement.activated_at and placed.state <> 'cancelled'`;

/** Where the partnership stands on the ladder, rung by rung with its evidence. */
export async function getMaturity(
  context: Context,
  { agreementId }: z.output<typeof getMaturityInput>,
): Promise<Maturity> {
  const agreement = await findAgreementInForce(context.db, agreementId);
  return { agreementId, ...judgeMaturity(await readEvidence(context, agreement)) };
}
