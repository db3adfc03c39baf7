import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { rulesChanged } from '../fulfillment.errors.ts';
import {
  type AllocationRule,
  type AllocationRules,
  readAllocationRules,
  type ShipFromPlace,
} from './allocation-rules.ts';

const money = z.int().min(0).max(1_000_000_000_000);
const days = z.int().min(0).max(3_650);

export const setRulesInput = z.object({
  policy: z.enum(['priority', 'fair-share']),
  rules: z
    .array(
      z.object({
        customerId: z.uuid().nullable(),
        priority: z.int().min(1).max(9),
        rotation: z.enum(['FEFO', 'FIFO']),
        remainingDays: days,
        isSingleLot: z.boolean(),
        isShipComplete: z.boolean(),
        acceptsSubstitutes: z.boolean(),
        cancelAfterDays: days.nullable(),
        shortageMicros: money,
      }),
    )
    .max(1_000),
  pools: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(80),
        itemId: z.uuid(),
        locationId: z.uuid(),
        reservedMilli: z.int().positive().max(100_000_000_000),
        customerIds: z.array(z.uuid()).min(1).max(200),
        releasesOn: z.iso.date().nullable(),
      }),
    )
    .max(1_000),
  substitutes: z
    .array(
      z.object({
        itemId: z.uuid(),
        substituteId: z.uuid(),
        position: z.int().min(1).max(9),
        numerator: z.int().positive().max(1_000_000),
        denominator: z.int().positive().max(1_000_000),
      }),
    )
    .max(5_000),
  places: z
    .array(
      z.object({
        locationId: z.uuid(),
        position: z.int().min(1).max(99),
        shipmentMinor: money,
        perUnitMinor: money,
        transitDays: z.int().min(0).max(120),
      }),
    )
    .max(99),
  expectedVersion: z.int().min(0),
});
type Input = z.output<typeof setRulesInput>;

export type RulesView = {
  version: number;
  policy: AllocationRules['policy'];
  rules: (AllocationRule & { customerName: string | null })[];
  pools: (Input['pools'][number] & { poolId: string; itemNumber: string; placeCode: string })[];
  substitutes: (Input['substitutes'][number] & { itemNumber: string; substituteNumber: string })[];
  places: ShipFromPlace[];
};

async function takeVersion(tx: Transaction, { policy, expectedVersion }: Input): Promise<void> {
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
    `update allocation_policies set policy = $1, version = version + 1
     where org_id = (select current_setting('app.org')::uuid)`,
    [policy],
  );
}

const replaceRules = [
  `delete from allocation_rules where org_id = (select current_setting('app.org')::uuid)`,
  `delete from reserve_pools where org_id = (select current_setting('app.org')::uuid)`,
  `delete from item_substitutes where org_id = (select current_setting('app.org')::uuid)`,
  `delete from ship_from_places where org_id = (select current_setting('app.org')::uuid)`,
] as const;

async function insertRules({ newId }: Context, tx: Transaction, input: Input): Promise<void> {
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

/** Replaces all rules of allocation; what is reserved stays. Throws `DomainError` when outdated. */
export function setRules(context: Context, input: Input): Promise<RulesView> {
  return context.db.transaction(async (tx) => {
    await takeVersion(tx, input);
    for (const sql of replaceRules) await tx.query(sql);
    await insertRules(context, tx, input);
    const { expectedVersion: _, ...after } = input;
    const subject = { kind: 'allocation-rules', id: context.actor.organisationId };
    await tx.audit({ command: 'fulfillment.set-rules', subject, after });
    return getRules(tx);
  });
}

const rulesOf = `
select rule.customer_id as "customerId", coalesce(buyer.name, customer.name) as "customerName", rule.priority,
  rule.rotation, rule.remaining_days as "remainingDays", rule.is_single_lot as "isSingleLot",
  rule.is_ship_complete as "isShipComplete", rule.accepts_substitutes as "acceptsSubstitutes",
  rule.cancel_after_days as "cancelAfterDays", rule.shortage_micros::float8 as "shortageMicros"
from allocation_rules rule left join organisations buyer on buyer.id = rule.customer_id
  left join customers customer on customer.org_id = rule.org_id and customer.id = rule.customer_id
where rule.org_id = (select current_setting('app.org')::uuid) order by rule.priority, 2 nulls last`;

const poolsOf = `
select pool.id as "poolId", pool.name, pool.item_id as "itemId", item.item_number as "itemNumber",
  pool.location_id as "locationId", place.code as "placeCode", pool.reserved_milli::float8 as "reservedMilli",
  to_json(pool.customer_ids) as "customerIds", pool.releases_on::text as "releasesOn"
from reserve_pools pool join items item on item.org_id = pool.org_id and item.id = pool.item_id
  join locations place on place.org_id = pool.org_id and place.id = pool.location_id
where pool.org_id = (select current_setting('app.org')::uuid) order by pool.name`;

const substitutesOf = `
select one.item_id as "itemId", item.item_number as "itemNumber", one.substitute_id as "substituteId",
  other.item_number as "substituteNumber", one.position, one.numerator::float8 as numerator,
  one.denominator::float8 as denominator
from item_substitutes one join items item on item.org_id = one.org_id and item.id = one.item_id
  join items other on other.org_id = one.org_id and other.id = one.substitute_id
where one.org_id = (select current_setting('app.org')::uuid) order by 2, one.position`;

/** The rules by which stock is given away. */
export async function getRules(source: Context['db'] | Transaction): Promise<RulesView> {
  const rows = <Row>(sql: string): Promise<Row[]> =>
    'query' in source ? source.query<Row>(sql) : source.read<Row>(sql);
  const { policy, places } = await readAllocationRules(source);
  const [present] = await rows<{ version: number }>(
    `select version from allocation_policies where org_id = (select current_setting('app.org')::uuid)`,
  );
  return {
    version: present?.version ?? 0,
    policy,
    rules: await rows(rulesOf),
    pools: await rows(poolsOf),
    substitutes: await rows(substitutesOf),
    places,
  };
}
