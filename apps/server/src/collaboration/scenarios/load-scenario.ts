import { createHash } from 'node:crypto';
import { type ScenarioState, type Side, scenarioLifecycle } from '@coplan/collaboration';
import { type LocalDate, nextState, type OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import { scenarioChanged, scenarioEventNotAllowed, scenarioNotFound } from './scenarios.errors.ts';

export type Scenario = {
  scenarioId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  agreementId: string;
  agreementVersionId: string;
  purpose: 'sales' | 'order';
  name: string;
  description: string | null;
  basePlanId: string;
  planId: string;
  baseHash: string;
  state: ScenarioState;
  createdById: OrganisationId;
  createdBy: string;
  createdAt: Date;
  reviewNumber: number;
  reviewById: OrganisationId | null;
  reviewBy: string | null;
  reviewAt: Date | null;
  contentHash: string | null;
  rejectReason: string | null;
  mergedAt: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  version: number;
};

export const scenarioColumns = `scenario.id as "scenarioId", scenario.buyer_id as "buyerId",
  scenario.supplier_id as "supplierId", scenario.agreement_id as "agreementId",
  scenario.agreement_version_id as "agreementVersionId", scenario.purpose, scenario.name, scenario.description,
  scenario.base_plan_id as "basePlanId", scenario.plan_id as "planId", scenario.base_hash as "baseHash", scenario.state,
  scenario.created_by_id as "createdById", scenario.created_by as "createdBy", scenario.created_at as "createdAt",
  scenario.review_number as "reviewNumber", scenario.review_by_id as "reviewById", scenario.review_by as "reviewBy",
  scenario.review_at as "reviewAt", scenario.content_hash as "contentHash", scenario.reject_reason as "rejectReason",
  scenario.merged_at as "mergedAt", scenario.ended_at as "endedAt", scenario.ended_by as "endedBy", scenario.version`;

const findOne = `select ${scenarioColumns} from scenarios scenario where scenario.id = $1`;
const lockOne = `select ${scenarioColumns} from scenarios scenario where scenario.id = $1 for update`;

export async function getScenarioRow(source: Database | Transaction, scenarioId: string): Promise<Scenario> {
  const [scenario] = await rowsOf<Scenario>(source, findOne, [scenarioId]);
  if (scenario === undefined) throw scenarioNotFound(scenarioId);
  return scenario;
}

/** Held until the transaction ends. Throws `DomainError` when it is not there or changed meanwhile. */
export async function lockScenario(
  tx: Transaction,
  { scenarioId, expectedVersion }: { scenarioId: string; expectedVersion?: number },
): Promise<Scenario> {
  const [scenario] = await tx.query<Scenario>(lockOne, [scenarioId]);
  if (scenario === undefined) throw scenarioNotFound(scenarioId);
  if (expectedVersion !== undefined && scenario.version !== expectedVersion)
    throw scenarioChanged(scenarioId, scenario.version);
  return scenario;
}

export type ScenarioEvent = 'review' | 'move-base' | 'abandon' | 'merge' | 'reject' | 'rebase';

/** The state after an event. Throws `DomainError` (not-allowed) where the lifecycle does not allow it. */
export function stateAfter({ scenarioId, state }: Scenario, event: ScenarioEvent): ScenarioState {
  const next = nextState(scenarioLifecycle, state, event as never);
  if (next === undefined) throw scenarioEventNotAllowed({ scenarioId, state, event });
  return next;
}

/** One row of a plan: what counts in each bucket. */
export type PlanValues = {
  itemLocationId: string;
  startsOn: LocalDate;
  bucketDays: number;
  valueMilli: (number | null)[];
};

const valuesQuery = `
select line.item_location_id as "itemLocationId", plan.starts_on::text as "startsOn",
  plan.bucket_days as "bucketDays", counted.amounts as "valueMilli"
from forecast_plan_rows line join forecast_plans plan on plan.buyer_id = line.buyer_id and plan.id = line.plan_id,
  lateral (select json_agg(coalesce(over_amount, base_amount + coalesce(event_amount, 0)) order by place) as amounts
    from unnest(line.base_milli, line.event_milli, line.override_milli)
      with ordinality as cell (base_amount, event_amount, over_amount, place)) counted
where line.plan_id = $1 and ($2::uuid[] is null or line.item_location_id = any ($2::uuid[]))
order by line.item_location_id`;

/** What counts in every cell of a plan, by item-location id. */
export const readPlanValues = (
  source: Database | Transaction,
  planId: string,
  itemLocationIds?: readonly string[],
): Promise<PlanValues[]> => rowsOf<PlanValues>(source, valuesQuery, [planId, itemLocationIds ?? null]);

const baseQuery = `
select base.item_location_id as "itemLocationId", base.starts_on::text as "startsOn",
  plan.bucket_days as "bucketDays", to_json(base.value_milli) as "valueMilli"
from scenario_base_rows base
  join scenarios scenario on scenario.buyer_id = base.buyer_id and scenario.id = base.scenario_id
  join forecast_plans plan on plan.buyer_id = scenario.buyer_id and plan.id = scenario.plan_id
where base.scenario_id = $1 order by base.item_location_id`;

/** The base as it was branched off. */
export const readBranchedFrom = (source: Database | Transaction, scenarioId: string): Promise<PlanValues[]> =>
  rowsOf<PlanValues>(source, baseQuery, [scenarioId]);

/** Names the numbers of a plan: equal exactly when every cell is equal. Both sides compute the same. */
export function hashOfValues(rows: readonly PlanValues[]): string {
  const hash = createHash('sha256');
  for (const { itemLocationId, startsOn, valueMilli } of rows)
    hash.update(`${itemLocationId}|${startsOn}|${valueMilli.map((value) => value ?? '').join(',')}\n`);
  return hash.digest('hex');
}

export const sideOf = ({ actor }: Context, { buyerId }: Scenario): Side =>
  actor.organisationId === buyerId ? 'buyer' : 'seller';
