import type { Context, Transaction } from '../../platform/index.ts';
import type { PlanRow } from '../plans/index.ts';
import { hashOfValues, type PlanValues, readPlanValues } from './load-scenario.ts';

const insertPlan = `
insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, cycle_id, kind, purpose,
  state, version_number, base_plan_id, starts_on, bucket_days, bucket_count, source, issued_at, created_by, note)
select $1, buyer_id, supplier_id, agreement_id, agreement_version_id, cycle_id, 'scenario', purpose, 'open', $3, id,
  starts_on, bucket_days, bucket_count, $4, $5, $6, $7
from forecast_plans where id = $2`;

const insertRows = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select $1, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli, event_milli, override_milli
from forecast_plan_rows where plan_id = $2`;

const insertBase = `
insert into scenario_base_rows (buyer_id, supplier_id, scenario_id, item_location_id, starts_on, value_milli)
select $1, $2, $3, given."itemLocationId", given."startsOn",
  array(select amount::bigint from jsonb_array_elements_text(given."valueMilli") with ordinality as cell (amount, place)
    order by place)
from jsonb_to_recordset($4::jsonb) as given("itemLocationId" uuid, "startsOn" date, "valueMilli" jsonb)`;

export type Branch = { planId: string; baseHash: string; base: PlanValues[] };

/** A copy of the joint plan that both may edit, as plan of kind `scenario`. */
export async function branchPlan(
  { newId, clock, actor }: Context,
  tx: Transaction,
  { base, name, branchNumber }: { base: PlanRow; name: string; branchNumber: number },
): Promise<Branch> {
  const planId = newId();
  const source = { kind: 'scenario', fromPlanId: base.planId };
  await tx.query(insertPlan, [
    planId,
    base.planId,
    branchNumber,
    JSON.stringify(source),
    clock.now(),
    actor.name,
    name,
  ]);
  await tx.query(insertRows, [planId, base.planId]);
  const values = await readPlanValues(tx, base.planId);
  return { planId, baseHash: hashOfValues(values), base: values };
}

/** Keeps the base as it was branched off, in place of an older one. */
export async function keepBase(
  tx: Transaction,
  scenario: { scenarioId: string; buyerId: string; supplierId: string },
  base: readonly PlanValues[],
): Promise<void> {
  await tx.query('delete from scenario_base_rows where scenario_id = $1', [scenario.scenarioId]);
  await tx.query(insertBase, [
    scenario.buyerId,
    scenario.supplierId,
    scenario.scenarioId,
    JSON.stringify(base),
  ]);
}
