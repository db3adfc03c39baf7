import {
  type ForecastPlanState,
  type ForecastPurpose,
  forecastPlanLifecycle,
  type ScenarioState,
} from '@coplan/collaboration';
import { allowedEvents, type LocalDate, nextState, type OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import { planChanged, planEventNotAllowed, planNotFound } from './plans.errors.ts';

export type PlanRow = {
  planId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  agreementId: string;
  agreementVersionId: string;
  agreementVersionNumber: number;
  cycleId: string | null;
  kind: 'party' | 'joint' | 'scenario';
  partyId: OrganisationId | null;
  purpose: ForecastPurpose;
  state: ForecastPlanState | ScenarioState;
  versionNumber: number;
  basePlanId: string | null;
  startsOn: LocalDate;
  bucketDays: 1 | 7;
  bucketCount: number;
  source: PlanSource;
  issuedAt: Date;
  publishedAt: Date | null;
  createdBy: string;
  note: string | null;
  version: number;
};

/** Where a plan's numbers came from; which fields are there depends on its kind. */
export type PlanSource = {
  kind?: string;
  forecastVersionId?: string;
  fromPlanId?: string;
  runId?: string;
  snapshotHash?: string;
  engineVersion?: string;
  rule?: string;
  weights?: { buyer: number; seller: number; reason: string };
  buyerPlanId?: string;
  sellerPlanId?: string;
};

export const planColumns = `plan.id as "planId", plan.buyer_id as "buyerId", plan.supplier_id as "supplierId",
  plan.agreement_id as "agreementId", plan.agreement_version_id as "agreementVersionId", plan.cycle_id as "cycleId",
  plan.kind, plan.party_id as "partyId", plan.purpose, plan.state, plan.version_number as "versionNumber",
  plan.base_plan_id as "basePlanId", plan.starts_on::text as "startsOn", plan.bucket_days as "bucketDays",
  plan.bucket_count as "bucketCount", plan.source, plan.issued_at as "issuedAt", plan.published_at as "publishedAt",
  plan.created_by as "createdBy", plan.note, plan.version,
  (select agreed.version_number from agreement_versions agreed where agreed.buyer_id = plan.buyer_id
    and agreed.id = plan.agreement_version_id) as "agreementVersionNumber"`;

const findOne = `select ${planColumns} from forecast_plans plan where plan.id = $1`;
const lockOne = `select ${planColumns} from forecast_plans plan where plan.id = $1 for update`;
const findMany = `
select ${planColumns} from forecast_plans plan
where plan.agreement_id = $1 and ($2::text is null or plan.purpose = $2)
  and (not $4::boolean or plan.state not in ('superseded', 'archived'))
order by plan.issued_at desc, plan.version_number desc limit $3`;

/** Throws `DomainError` (not-found) when the plan is not there or not for these eyes. */
export async function getPlanRow(source: Database | Transaction, planId: string): Promise<PlanRow> {
  const [plan] = await rowsOf<PlanRow>(source, findOne, [planId]);
  if (plan === undefined) throw planNotFound(planId);
  return plan;
}

/** The same, held until the transaction ends; another's plan, which is read only, counts as not there. */
export async function lockPlan(tx: Transaction, planId: string): Promise<PlanRow> {
  const [plan] = await tx.query<PlanRow>(lockOne, [planId]);
  if (plan === undefined) throw planNotFound(planId);
  return plan;
}

/** Versions of an agreement's plans, newest first; `isStanding`: only those that are neither superseded nor archived. */
export const findPlans = (
  source: Database | Transaction,
  {
    agreementId,
    purpose,
    limit = 200,
    isStanding = false,
  }: { agreementId: string; purpose?: string; limit?: number; isStanding?: boolean },
): Promise<PlanRow[]> => rowsOf<PlanRow>(source, findMany, [agreementId, purpose ?? null, limit, isStanding]);

export type CurrentPlans = {
  /** The asking side's newest one, which may still be a working one. */
  mine: PlanRow | undefined;
  /** The asking side's newest published one. */
  minePublished: PlanRow | undefined;
  partner: PlanRow | undefined;
  joint: PlanRow | undefined;
};

/** The current plans of an agreement and purpose among `plans`, newest first. */
export function currentOf(plans: readonly PlanRow[], me: string): CurrentPlans {
  const standing = plans.filter(({ state }) => state !== 'superseded');
  const mine = standing.filter((plan) => plan.kind === 'party' && plan.partyId === me);
  return {
    mine: mine[0],
    minePublished: mine.find(({ publishedAt }) => publishedAt !== null),
    partner: standing.find((plan) => plan.kind === 'party' && plan.partyId !== me),
    joint: standing.find((plan) => plan.kind === 'joint' && plan.state !== 'archived'),
  };
}

export function assertVersion({ planId, version }: PlanRow, expectedVersion: number): void {
  if (version !== expectedVersion) throw planChanged({ planId, expectedVersion, version });
}

type PlanEvent = (typeof planEvents)[number];
const planEvents = [
  'submit',
  'publish',
  'compare',
  'revise',
  'agree',
  'freeze',
  'amend',
  'roll',
  'supersede',
] as const;

const isLifecycleState = (state: string): state is ForecastPlanState => state in forecastPlanLifecycle.table;

/** What may happen to a plan in its state. */
export const allowedPlanEvents = ({ kind, state }: PlanRow): string[] =>
  kind !== 'scenario' && isLifecycleState(state) ? allowedEvents(forecastPlanLifecycle, state) : [];

/** Whether the lifecycle of forecasts allows that. */
export const canMovePlan = ({ state }: PlanRow, event: PlanEvent): boolean =>
  isLifecycleState(state) && nextState(forecastPlanLifecycle, state, event as never) !== undefined;

const move = `
update forecast_plans set state = $2, version = version + 1,
  published_at = case when $2 = 'published' then $3::timestamptz else published_at end,
  cycle_id = case when $2 = 'published' then coalesce((select cycle.id from cycles cycle
      where cycle.buyer_id = forecast_plans.buyer_id and cycle.agreement_id = forecast_plans.agreement_id
        and cycle.state = 'open' order by cycle.starts_on desc limit 1), cycle_id) else cycle_id end
where id = $1 returning version`;

/** The only way to change a plan's state. Throws `DomainError` (not-allowed) where the lifecycle does not allow it. */
export async function movePlan(tx: Transaction, plan: PlanRow, event: PlanEvent, at: Date): Promise<PlanRow> {
  const { planId, state } = plan;
  const next = isLifecycleState(state) ? nextState(forecastPlanLifecycle, state, event as never) : undefined;
  if (next === undefined) throw planEventNotAllowed({ planId, state, event });
  const [moved] = await tx.query<{ version: number }>(move, [planId, next, at]);
  if (moved === undefined) throw planNotFound(planId);
  return {
    ...plan,
    state: next,
    version: moved.version,
    publishedAt: next === 'published' ? at : plan.publishedAt,
  };
}

const readers = `
select $2::uuid as id
union
select rule.reader_id from sharing_rules rule
where rule.owner_id = $2 and rule.agreement_id = $1 and rule.measure = 'forecast' and rule.closed_at is null`;

/** Who may see a plan: both sides of a joint one; of a party's, its owner, and its partner once published and shared. */
export async function audienceOf(
  tx: Transaction,
  plan: Pick<PlanRow, 'agreementId' | 'partyId' | 'buyerId' | 'supplierId' | 'publishedAt'>,
): Promise<OrganisationId[]> {
  if (plan.partyId === null) return [plan.buyerId, plan.supplierId];
  if (plan.publishedAt === null) return [plan.partyId];
  const rows = await tx.query<{ id: OrganisationId }>(readers, [plan.agreementId, plan.partyId]);
  return rows.map(({ id }) => id);
}
