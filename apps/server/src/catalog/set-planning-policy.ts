import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { policyChanged, policyNamesQuantity, unknownItemLocation } from './catalog.errors.ts';
import { policyNews } from './catalog.events.ts';
import { findPlanningPolicies } from './find-planning-policies.ts';
import { isForAll, type PlanningPolicy, planningPolicySchema, type StoredPolicy } from './planning-policy.ts';

/** `null`: the policy for everything that has none of its own. */
const itemLocationId = z.uuid().nullable();

export const getPlanningPolicyInput = z.object({ itemLocationId });
export const setPlanningPolicyInput = z.object({
  itemLocationId,
  /** `null`: none of its own any more. */
  policy: planningPolicySchema.nullable(),
  /** 0 where there was none. */
  expectedVersion: z.int().min(0),
});

export type ShownPolicy = {
  own: StoredPolicy | null;
  general: StoredPolicy | null;
  /** The service level that a target of that kind means; null for the general policy. */
  serviceLevel: number | null;
};

async function requireItemLocation(tx: Transaction, id: string): Promise<void> {
  const [found] = await tx.query<{ id: string }>(
    `select id from item_locations where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [id],
  );
  if (found === undefined) throw unknownItemLocation(id);
}

/** The policy of an item-location and the general one; `null` where nobody has chosen. */
export async function getPlanningPolicy(
  { db }: Context,
  { itemLocationId: id }: z.output<typeof getPlanningPolicyInput>,
): Promise<ShownPolicy> {
  const { general, ofItemLocation } = await findPlanningPolicies(db, id === null ? [] : [id]);
  const [place] =
    id === null
      ? []
      : await db.read<{ serviceLevel: number }>(
          `select round(service_level::numeric, 6)::float8 as "serviceLevel" from item_locations
           where org_id = (select current_setting('app.org')::uuid) and id = $1`,
          [id],
        );
  if (id !== null && place === undefined) throw unknownItemLocation(id);
  return {
    own: (id === null ? undefined : ofItemLocation.get(id)) ?? null,
    general: general ?? null,
    serviceLevel: place?.serviceLevel ?? null,
  };
}

async function write(
  context: Context,
  tx: Transaction,
  about: { id: string | null; policy: PlanningPolicy | null },
): Promise<void> {
  const { id, policy } = about;
  if (policy === null) {
    await tx.query(
      `delete from planning_policies
       where org_id = (select current_setting('app.org')::uuid) and item_location_id is not distinct from $1`,
      [id],
    );
    return;
  }
  await tx.query(
    `insert into planning_policies as kept (id, org_id, item_location_id, policy, changed_at)
     values ($1, (select current_setting('app.org')::uuid), $2, $3, $4)
     on conflict (org_id, item_location_id) do update
       set policy = excluded.policy, changed_at = excluded.changed_at, version = kept.version + 1`,
    [context.newId(), id, JSON.stringify(policy), context.clock.now()],
  );
}

/**
 * Chooses how an item-location, or everything without a policy of its own, is planned from the next run on. Throws
 * `DomainError` where somebody changed it meanwhile, and for a general policy that names quantities.
 */
export function setPlanningPolicy(
  context: Context,
  { itemLocationId: id, policy, expectedVersion }: z.output<typeof setPlanningPolicyInput>,
): Promise<{ version: number }> {
  if (id === null && policy !== null && !isForAll(policy)) throw policyNamesQuantity(policy.rule.kind);
  return context.db.transaction(async (tx) => {
    if (id !== null) await requireItemLocation(tx, id);
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('planning-policy' || $1::text, 0))`, [
      id ?? context.actor.organisationId,
    ]);
    const presentIn = async (): Promise<StoredPolicy | undefined> => {
      const found = await findPlanningPolicies(tx, id === null ? [] : [id]);
      return id === null ? found.general : found.ofItemLocation.get(id);
    };
    const before = await presentIn();
    const version = before?.version ?? 0;
    if (version !== expectedVersion) throw policyChanged({ expectedVersion, version });
    await write(context, tx, { id, policy });
    await tx.audit({
      command: 'catalog.set-planning-policy',
      subject: { kind: 'planning-policy', id: id ?? context.actor.organisationId },
      ...(before === undefined ? {} : { before: { policy: before.policy } }),
      after: { policy },
    });
    await tx.publish(policyNews({ organisationId: context.actor.organisationId, itemLocationId: id }));
    return { version: (await presentIn())?.version ?? 0 };
  });
}
