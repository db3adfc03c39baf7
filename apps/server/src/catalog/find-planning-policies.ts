import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import { planningPolicySchema, type StoredPolicy } from './planning-policy.ts';

type Row = Omit<StoredPolicy, 'policy'> & { policy: unknown; itemLocationId: string | null };

export type PlanningPolicies = {
  /** For everything that has none of its own. */
  general: StoredPolicy | undefined;
  ofItemLocation: Map<string, StoredPolicy>;
};

/** The policies that a buyer chose, for these item-locations and in general. */
export async function findPlanningPolicies(
  source: Database | Transaction,
  itemLocationIds: readonly string[],
): Promise<PlanningPolicies> {
  const rows = await rowsOf<Row>(
    source,
    `select item_location_id as "itemLocationId", policy, version,
       to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "changedAt"
     from (
       select * from planning_policies where org_id = (select current_setting('app.org')::uuid) and item_location_id is null
       union all
       select * from planning_policies where org_id = (select current_setting('app.org')::uuid)
         and item_location_id = any ($1::uuid[])
     ) chosen`,
    [itemLocationIds],
  );
  const found: PlanningPolicies = { general: undefined, ofItemLocation: new Map() };
  for (const { itemLocationId, policy, version, changedAt } of rows) {
    const stored = { policy: planningPolicySchema.parse(policy), version, changedAt };
    if (itemLocationId === null) found.general = stored;
    else found.ofItemLocation.set(itemLocationId, stored);
  }
  return found;
}
