import type { AgreementContent } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

/** First Monday that the plans of this world reach; all are published a week before it. */
const plansFrom = '2026-07-06' as LocalDate;
const planBuckets = 30;

type PlanToAdd = {
  party: 'buyer' | 'seller' | 'joint';
  publishedAt: string;
  /** Units above what was sold in every week. */
  baseAboveMilli: number;
  /** Overrides by item number: units above what was sold. */
  overrides?: Readonly<Record<string, number>>;
};

const insertPlan = `
insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, kind, party_id, purpose, state,
  version_number, starts_on, bucket_days, bucket_count, issued_at, published_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, 'sales', $8, 1, $9, 7, $10, $11, $12, 'A test')`;

/** Weeks after the history end with what was sold in the last one. */
const insertRows = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
select $1, scope.buyer_id, scope.supplier_id, scope.item_location_id, scope.item_id, scope.location_id,
  array(select sold + $3 from unnest(actual.cells) sold), array_fill(null::bigint, array[$4::int]),
  case when $5::jsonb ? item.item_number
    then array(select sold + ($5::jsonb ->> item.item_number)::bigint from unnest(actual.cells) sold)
    else array_fill(null::bigint, array[$4::int]) end
from agreement_item_locations scope join items item on item.id = scope.item_id
join sales_series series on series.org_id = scope.buyer_id and series.item_location_id = scope.item_location_id
cross join lateral (select array(
  select series.sold_milli[least(cardinality(series.sold_milli), ($6::date - series.starts_on) / 7 + number)]
  from generate_series(1, $4::int) number) as cells) actual
where scope.agreement_id = $2 and series.bucket_days = 7`;

const insertEdits = `
insert into cell_edits (id, plan_id, buyer_id, supplier_id, item_location_id, bucket_index, layer, before_milli,
  after_milli, outcome, actor_org_id, actor_user_id, actor_name, operation_id, at)
select gen_random_uuid(), line.plan_id, line.buyer_id, line.supplier_id, line.item_location_id, place - 1, 'override',
  null, milli, 'applied', $2, $3, $4, 'typed', $5
from forecast_plan_rows line, unnest(line.override_milli) with ordinality as one (milli, place)
where line.plan_id = $1 and milli is not null`;

/** Adds a published (or agreed) sales plan that misses what was sold by known amounts; overrides have their author. */
export async function addPlan(
  world: CollaborationWorld,
  plan: PlanToAdd,
  by: { userId: string; name: string } | null = null,
): Promise<string> {
  const { asOwner } = world.app.database;
  const planId = world.buyerContext.newId();
  const partyId = { buyer: world.buyerId, seller: world.supplierId, joint: null }[plan.party];
  const isJoint = partyId === null;
  await asOwner(insertPlan, [
    planId,
    world.buyerId,
    world.supplierId,
    world.agreementId,
    world.agreementVersionId,
    isJoint ? 'joint' : 'party',
    partyId,
    isJoint ? 'frozen' : 'published',
    plansFrom,
    planBuckets,
    plan.publishedAt,
    isJoint ? null : plan.publishedAt,
  ]);
  const overrides = JSON.stringify(plan.overrides ?? {});
  await asOwner(insertRows, [
    planId,
    world.agreementId,
    plan.baseAboveMilli,
    planBuckets,
    overrides,
    plansFrom,
  ]);
  if (by !== null) await asOwner(insertEdits, [planId, partyId, by.userId, by.name, plan.publishedAt]);
  return planId;
}

/** What was sold in the newest weeks that are over, all items and places together, thousandths. */
export async function soldInWeeks(world: CollaborationWorld, weekCount: number): Promise<number> {
  const [row] = await world.app.database.asOwner<{ sold: number }>(
    `select sum(sold)::float8 as sold from sales_series series
     cross join lateral unnest(series.sold_milli) with ordinality as one (sold, number)
     where series.item_location_id in (select item_location_id from agreement_item_locations where agreement_id = $1)
       and series.starts_on + (number::int - 1) * 7 >= $2::date - $3::int * 7
       and series.starts_on + (number::int - 1) * 7 < $2::date`,
    [world.agreementId, '2026-11-16', weekCount],
  );
  return row?.sold ?? 0;
}

/** Both sides’ forecasts of July for the whole autumn, and what they agreed. */
export async function openAnalysisWorld(
  content: Partial<AgreementContent> = {},
): Promise<CollaborationWorld & { forecasterId: string }> {
  const world = await openCollaborationWorld({ itemCount: 4, locationCount: 2, content });
  const forecasterId = world.buyerContext.newId();
  const publishedAt = '2026-06-29T08:00:00Z';
  const overrides = { 'A-1': 500, 'A-2': 9_000 };
  await addPlan(
    world,
    { party: 'buyer', publishedAt, baseAboveMilli: 3_000, overrides },
    { userId: forecasterId, name: 'Forecaster' },
  );
  await addPlan(
    world,
    { party: 'seller', publishedAt, baseAboveMilli: -2_000, overrides: { 'A-3': -6_000 } },
    { userId: world.buyerContext.newId(), name: 'Account manager' },
  );
  await addPlan(world, { party: 'joint', publishedAt, baseAboveMilli: 1_000 });
  return { ...world, forecasterId };
}
