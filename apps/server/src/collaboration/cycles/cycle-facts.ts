import type { CycleStep } from '@coplan/collaboration';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';

type Facts = {
  isStarted: boolean;
  isSkipped: boolean;
  /** Whether the asking side has done its part; undefined: it does not know. */
  mine?: boolean;
  /** What belongs to both and both can see. */
  both?: boolean;
};
export type CycleFacts = { steps: Record<CycleStep, Facts> };

const readCounts = `
select
  exists (select 1 from business_plan_revisions revision join business_plans business
      on business.buyer_id = revision.buyer_id and business.id = revision.business_plan_id
    where business.buyer_id = $1 and business.agreement_id = $2 and revision.state = 'agreed'
      and cycle.starts_on < business.ends_before and cycle.ends_before > business.starts_on) as "hasBusinessPlan",
  exists (select 1 from business_plan_revisions revision join business_plans business
      on business.buyer_id = revision.buyer_id and business.id = revision.business_plan_id
    where business.buyer_id = $1 and business.agreement_id = $2 and revision.state = 'proposed') as "hasProposedPlan",
  exists (select 1 from forecast_plans plan where plan.buyer_id = $1 and plan.agreement_id = $2 and plan.kind = 'party'
    and plan.party_id = (select current_setting('app.org')::uuid) and plan.purpose = 'sales'
    and plan.cycle_id = cycle.id and plan.published_at is not null) as "hasMySales",
  exists (select 1 from forecast_plans plan where plan.buyer_id = $1 and plan.agreement_id = $2 and plan.kind = 'party'
    and plan.party_id = (select current_setting('app.org')::uuid) and plan.purpose = 'order'
    and plan.cycle_id = cycle.id and plan.published_at is not null) as "hasMyOrders",
  (select plan.state from forecast_plans plan where plan.buyer_id = $1 and plan.agreement_id = $2
    and plan.kind = 'joint' and plan.purpose = 'sales' and plan.cycle_id = cycle.id and plan.state <> 'superseded'
    order by plan.version_number desc limit 1) as "salesJoint",
  exists (select 1 from forecast_plans plan where plan.buyer_id = $1 and plan.agreement_id = $2 and plan.kind = 'party'
    and plan.purpose = 'order' and plan.cycle_id = cycle.id and plan.published_at is not null) as "hasOrderForecast",
  (select count(*)::integer from exceptions one where one.buyer_id = $1 and one.agreement_id = $2
    and coalesce(one.purpose, 'sales') = 'sales'
    and one.state in ('open', 'assigned', 'waiting-partner', 'proposed')) as "salesExceptions",
  (select count(*)::integer from exceptions one where one.buyer_id = $1 and one.agreement_id = $2
    and one.purpose = 'order' and one.state in ('open', 'assigned', 'waiting-partner', 'proposed')) as "orderExceptions",
  (select count(*)::integer from commits one where one.buyer_id = $1 and one.agreement_id = $2
    and one.state in ('due', 'draft', 'overdue')) as "openCommits",
  (select count(*)::integer from commits one where one.buyer_id = $1 and one.agreement_id = $2
    and one.state in ('submitted', 'short', 'accepted')) as "answeredCommits",
  exists (select 1 from order_consumption line where line.buyer_id = $1 and line.agreement_id = $2
    and line.cancelled_at is null and line.placed_at >= cycle.created_at) as "hasOrders"
from cycles cycle where cycle.buyer_id = $1 and cycle.id = $3`;

type Counts = {
  hasBusinessPlan: boolean;
  hasProposedPlan: boolean;
  hasMySales: boolean;
  hasMyOrders: boolean;
  salesJoint: string | null;
  hasOrderForecast: boolean;
  salesExceptions: number;
  orderExceptions: number;
  openCommits: number;
  answeredCommits: number;
  hasOrders: boolean;
};

/** What the asking side sees of the work of a cycle. */
export async function readCycleFacts(
  tx: Transaction,
  { agreement, cycleId }: { agreement: AgreementInForce; cycleId: string },
): Promise<CycleFacts> {
  const [counts] = await tx.query<Counts>(readCounts, [agreement.buyerId, agreement.agreementId, cycleId]);
  if (counts === undefined) throw new Error('a cycle has its facts');
  const isCompared = counts.salesJoint !== null;
  const isAgreed = ['consensus', 'frozen', 'archived'].includes(counts.salesJoint ?? '');
  const steps: CycleFacts['steps'] = {
    1: { isStarted: true, isSkipped: false, both: true },
    2: { isStarted: counts.hasProposedPlan, isSkipped: false, both: counts.hasBusinessPlan },
    3: { isStarted: counts.hasMySales, isSkipped: false, mine: counts.hasMySales },
    4: {
      isStarted: counts.salesExceptions > 0,
      isSkipped: false,
      mine: isCompared && counts.salesExceptions === 0,
    },
    5: { isStarted: isCompared, isSkipped: false, both: isAgreed },
    6: { isStarted: counts.hasOrderForecast, isSkipped: false, mine: counts.hasMyOrders },
    7: {
      isStarted: counts.orderExceptions > 0,
      isSkipped: false,
      mine: counts.hasOrderForecast && counts.orderExceptions === 0,
    },
    8: {
      isStarted: counts.answeredCommits > 0,
      isSkipped: false,
      both: counts.openCommits === 0 && counts.answeredCommits > 0,
    },
    9: { isStarted: counts.hasOrders, isSkipped: false, both: counts.hasOrders },
  };
  return { steps };
}
