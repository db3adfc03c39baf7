import type { SharedMeasure, Side } from '@coplan/collaboration';
import type { CollaborationWorld } from './collaboration-world.ts';

/** For tests: a number or name that stands in one measure of one side and nowhere else. */
export type Canary = { owner: Side; measure: SharedMeasure; text: string };

const canary = (owner: Side, measure: SharedMeasure, text: string): Canary => ({ owner, measure, text });

export const canaries: readonly Canary[] = [
  canary('buyer', 'pos', '71111137'),
  canary('buyer', 'on-hand', '72222237'),
  canary('buyer', 'on-order', '73333337'),
  canary('buyer', 'in-transit', '74444437'),
  canary('buyer', 'forecast', '75555537'),
  canary('buyer', 'forecast', '75666637'),
  canary('buyer', 'price', '76666637'),
  canary('buyer', 'promotion', 'PROMOTIONOFTHEBUYER'),
  canary('seller', 'forecast', '77777737'),
  canary('seller', 'on-hand', '78888837'),
  canary('seller', 'capacity', '79999937'),
  canary('seller', 'cost', '70123437'),
  canary('seller', 'promotion', 'PROMOTIONOFTHESELLER'),
];

/** Digits without a decimal point, so that units and thousandths look alike. */
export const foundIn = (text: string, { text: sought }: Canary): boolean =>
  text.replaceAll('.', '').includes(sought);

const week = 7 * 86_400_000;
const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
/** The Monday of the present week: rules count their depth from the clock of the database. */
const thisMonday = (): string => {
  const day = Math.floor(Date.now() / 86_400_000);
  return dayOf((day - ((day + 3) % 7)) * 86_400_000);
};

const insertForecast = `
with version as (
  insert into forecast_versions (id, org_id, issued_at, bucket_days, starts_on, horizon_periods, engine_version,
    snapshot_hash, result_hash, parameters, series_count, state)
  values (gen_random_uuid(), $1, now() - interval '1 hour', 7, $3, 4, 'test', 'a', 'b', '{}', 1, 'published') returning *
)
insert into forecast_rows (computed_version_id, from_number, org_id, item_location_id, item_id, location_id, supplier_id,
  starts_on, bucket_days, computed_at, model, demand_class, mean_milli, levels, quantiles_milli, sums, scores)
select version.id, version.version_number, version.org_id, planned.id, planned.item_id, planned.location_id, planned.supplier_id,
  version.starts_on, 7, version.issued_at, 'test', 'smooth', array[75555537, 1, 1, 1], array[0.5]::real[],
  array[75555537, 1, 1, 1], '{}', '[]'
from version, item_locations planned where planned.id = $2`;

const insertPlan = `
with plan as (
  insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, kind, party_id, purpose,
    state, version_number, starts_on, bucket_days, bucket_count, issued_at, published_at, created_by)
  values (gen_random_uuid(), $1, $2, $3, $4, 'party', $5, 'sales', 'published', 7, $6, 7, 4, now() - interval '1 hour',
    now() - interval '1 hour', 'test') returning *
)
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select plan.id, plan.buyer_id, plan.supplier_id, scope.item_location_id, scope.item_id, scope.location_id,
  array[$8::bigint, 1, 1, 1], array[null, null, null, null]::bigint[], array[null, null, null, null]::bigint[]
from plan, agreement_item_locations scope where scope.item_location_id = $7`;

const insertMeasure = `
insert into measure_series (id, org_id, buyer_id, supplier_id, measure, item_id, location_id, bucket_days, starts_on,
  amounts, currency, recorded_at)
select gen_random_uuid(), $1, $2, $3, $4, item_id, location_id, 7, $6, array[$7::bigint],
  case when $4 in ('cost', 'price') then 'NOK' end, now() - interval '1 hour'
from item_locations where id = $5`;

/** Puts a canary into every measure of both sides, all at the first item-location of the agreement. */
export async function releaseCanaries(world: CollaborationWorld): Promise<void> {
  const { app, buyerId, supplierId, agreementId, agreementVersionId, itemLocations } = world;
  const [first] = itemLocations;
  if (first === undefined) throw new Error('the agreement covers nothing');
  const { itemLocationId, itemId, locationId } = first;
  const { asOwner } = app.database;
  const monday = thisMonday();
  await asOwner('update sales_series set sold_milli[100] = 71111137 where item_location_id = $1', [
    itemLocationId,
  ]);
  await asOwner(
    'update stock_balances set quantity_milli = 72222237 where item_id = $1 and location_id = $2',
    [itemId, locationId],
  );
  for (const [kind, quantityMilli] of [
    ['on-order', 73_333_337],
    ['in-transit', 74_444_437],
  ]) {
    await asOwner(
      `insert into scheduled_receipts (id, org_id, item_id, location_id, supplier_id, kind, due_on, quantity_milli,
         source_kind, source_id, source_label)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, 'import', $5, 'A receipt')`,
      [buyerId, itemId, locationId, supplierId, kind, dayOf(Date.now() + week), quantityMilli],
    );
  }
  await asOwner(insertForecast, [buyerId, itemLocationId, monday]);
  const parties = [buyerId, supplierId, agreementId, agreementVersionId];
  await asOwner(insertPlan, [...parties, buyerId, monday, itemLocationId, 75_666_637]);
  await asOwner(insertPlan, [...parties, supplierId, monday, itemLocationId, 77_777_737]);
  for (const [owner, measure, amount] of [
    [buyerId, 'price', 76_666_637],
    [supplierId, 'on-hand', 78_888_837],
    [supplierId, 'capacity', 79_999_937],
    [supplierId, 'cost', 70_123_437],
  ])
    await asOwner(insertMeasure, [owner, buyerId, supplierId, measure, itemLocationId, monday, amount]);
  await proposeEvent(world, world.buyer, 'PROMOTIONOFTHEBUYER');
  await proposeEvent(world, world.seller, 'PROMOTIONOFTHESELLER');
}

async function proposeEvent(
  { agreementId, itemLocations }: CollaborationWorld,
  who: CollaborationWorld['buyer'],
  name: string,
): Promise<void> {
  const event = await who.businessPlans.events.create({
    agreementId,
    content: {
      type: 'promotion',
      name,
      items: [{ itemId: itemLocations[0]?.itemId ?? '', liftRatio: 0.5 }],
      sellThrough: { startsOn: '2027-01-04', endsBefore: '2027-01-18' },
      lockOn: '2026-12-20',
    },
  });
  const { planEventId, version } = event;
  await who.businessPlans.events.propose({ planEventId, expectedVersion: version });
}
