import type { Context, Transaction } from '../../platform/index.ts';
import { rulesChanged } from '../fulfillment.errors.ts';
import { assertRules } from './check-rules.ts';
import { getRules, type RulesView } from './get-rules.ts';
import type { RulesInput } from './rules-input.ts';

async function takeVersion(
  { clock, actor }: Context,
  tx: Transaction,
  { policy, expectedVersion }: RulesInput,
): Promise<void> {
  await tx.query(
    `insert into allocation_policies (org_id, policy, version)
     values ((select current_setting('app.org')::uuid), 'priority', 0) on conflict do nothing`,
  );
  const [present] = await tx.query<{ version: number }>(
    `select version from allocation_policies where org_id = (select current_setting('app.org')::uuid) for update`,
  );
  const version = present?.version ?? 0;
  if (version !== expectedVersion) throw rulesChanged({ expectedVersion, version });
  await tx.query(
    `update allocation_policies set policy = $1, version = version + 1, changed_at = $2, changed_by = $3
     where org_id = (select current_setting('app.org')::uuid)`,
    [policy, clock.now(), actor.name],
  );
}

const replaceRules = [
  `delete from allocation_rules where org_id = (select current_setting('app.org')::uuid)`,
  `delete from reserve_pools where org_id = (select current_setting('app.org')::uuid)`,
  `delete from item_substitutes where org_id = (select current_setting('app.org')::uuid)`,
  `delete from ship_from_places where org_id = (select current_setting('app.org')::uuid)`,
] as const;

async function insertRules({ newId }: Context, tx: Transaction, input: RulesInput): Promise<void> {
  await tx.query(
    `insert into allocation_rules (id, org_id, customer_id, priority, rotation, remaining_days, is_single_lot,
       is_ship_complete, accepts_substitutes, cancel_after_days, shortage_micros)
     select id, (select current_setting('app.org')::uuid), "customerId", priority, rotation, "remainingDays",
       "isSingleLot", "isShipComplete", "acceptsSubstitutes", "cancelAfterDays", "shortageMicros"
     from jsonb_to_recordset($1::jsonb) as given(id uuid, "customerId" uuid, priority smallint, rotation text,
       "remainingDays" integer, "isSingleLot" boolean, "isShipComplete" boolean, "acceptsSubstitutes" boolean,
       "cancelAfterDays" integer, "shortageMicros" bigint)`,
    [JSON.stringify(input.rules.map((rule) => ({ ...rule, id: newId() })))],
  );
  const pools = input.pools.map(({ customerIds, ...pool }) => ({
    ...pool,
    id: newId(),
    customerIds: `{${customerIds.join(',')}}`,
  }));
  await tx.query(
    `insert into reserve_pools (id, org_id, name, item_id, location_id, reserved_milli, customer_ids, releases_on)
     select id, (select current_setting('app.org')::uuid), name, "itemId", "locationId", "reservedMilli",
       "customerIds"::uuid[], "releasesOn"
     from jsonb_to_recordset($1::jsonb) as given(id uuid, name text, "itemId" uuid, "locationId" uuid,
       "reservedMilli" bigint, "customerIds" text, "releasesOn" date)`,
    [JSON.stringify(pools)],
  );
  await tx.query(
    `insert into item_substitutes (org_id, item_id, substitute_id, position, numerator, denominator)
     select (select current_setting('app.org')::uuid), "itemId", "substituteId", position, numerator, denominator
     from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, "substituteId" uuid, position smallint,
       numerator bigint, denominator bigint)`,
    [JSON.stringify(input.substitutes)],
  );
  await tx.query(
    `insert into ship_from_places (org_id, location_id, position, shipment_minor, per_unit_minor, transit_days)
     select (select current_setting('app.org')::uuid), "locationId", position, "shipmentMinor", "perUnitMinor",
       "transitDays"
     from jsonb_to_recordset($1::jsonb) as given("locationId" uuid, position smallint, "shipmentMinor" bigint,
       "perUnitMinor" bigint, "transitDays" integer)`,
    [JSON.stringify(input.places)],
  );
}

/**
 * Replaces all rules of allocation; what is reserved stays. Throws `DomainError` when outdated, when something is said
 * twice, or of an item, place or customer that is not the seller's.
 */
export function setRules(context: Context, input: RulesInput): Promise<RulesView> {
  return context.db.transaction(async (tx) => {
    await takeVersion(context, tx, input);
    await assertRules(tx, input);
    for (const sql of replaceRules) await tx.query(sql);
    await insertRules(context, tx, input);
    const { expectedVersion: _, ...after } = input;
    const subject = { kind: 'allocation-rules', id: context.actor.organisationId };
    await tx.audit({ command: 'fulfillment.set-rules', subject, after });
    return getRules(tx);
  });
}
