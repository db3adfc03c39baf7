import { addDays, localDate, type OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import type { TestApp } from '../test-app.ts';

type Pair = { buyerId: OrganisationId; supplierId: OrganisationId; agreementId: string; canary: string };
type Place = { itemLocationId: string; itemId: string; locationId: string; agreementVersionId: string };

const week = localDate('2026-11-30');

const findPlace = `
select scope.item_location_id as "itemLocationId", scope.item_id as "itemId", scope.location_id as "locationId",
  scope.agreement_version_id as "agreementVersionId"
from agreement_item_locations scope where scope.agreement_id = $1 order by scope.item_location_id limit 1`;

const insertPlan = `
insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, kind, purpose, state,
  version_number, base_plan_id, starts_on, bucket_days, bucket_count, issued_at, created_by)
values ($1, $2, $3, $4, $5, $6, 'sales', $7, 900, $8, $9, 7, 2, $10, $11)`;

const insertPlanRow = `
insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
  event_milli, override_milli)
values ($1, $2, $3, $4, $5, $6, '{7100,7200}', '{null,null}', '{null,null}')`;

async function addOrderForecast(context: Context, tx: Transaction, pair: Pair, place: Place): Promise<void> {
  const { buyerId, supplierId, agreementId } = pair;
  const { itemLocationId, itemId, locationId } = place;
  await tx.query(
    `insert into order_outlooks (buyer_id, supplier_id, agreement_id, plan_id, run_id, item_location_id, item_id,
       location_id, unit_price_micros, currency, order_on, deliver_on, quantity_milli, ordered_milli, receipts_milli,
       balance_milli)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 1234567, 'EUR', $9, $9, '{7300}', '{7300}', '{7400}', '{7500}')`,
    [
      buyerId,
      supplierId,
      agreementId,
      context.newId(),
      context.newId(),
      itemLocationId,
      itemId,
      locationId,
      [week],
    ],
  );
  await tx.query(
    `insert into order_consumption (buyer_id, supplier_id, agreement_id, order_line_id, order_id, item_location_id,
       item_id, location_id, due_on, quantity_milli, placed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 7600, $10)`,
    [
      buyerId,
      supplierId,
      agreementId,
      context.newId(),
      context.newId(),
      itemLocationId,
      itemId,
      locationId,
      week,
      context.clock.now(),
    ],
  );
}

async function askOne(context: Context, tx: Transaction, pair: Pair, place: Place): Promise<string> {
  const commitId = context.newId();
  await tx.query(
    `insert into commits (id, buyer_id, supplier_id, agreement_id, agreement_version_id, plan_id, item_location_id,
       item_id, location_id, starts_on, bucket_days, forecast_milli, state, note, due_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 7, 7700, 'draft', $11, $12, $12)`,
    [
      commitId,
      pair.buyerId,
      pair.supplierId,
      pair.agreementId,
      place.agreementVersionId,
      context.newId(),
      place.itemLocationId,
      place.itemId,
      place.locationId,
      addDays(week, 7 * 40),
      pair.canary,
      context.clock.now(),
    ],
  );
  return commitId;
}

async function addScenario(context: Context, tx: Transaction, pair: Pair, place: Place): Promise<string> {
  const { buyerId, supplierId, agreementId, canary } = pair;
  const [joint, branch, scenarioId] = [context.newId(), context.newId(), context.newId()];
  const { agreementVersionId, itemLocationId, itemId, locationId } = place;
  const now = context.clock.now();
  const parties = [buyerId, supplierId, agreementId, agreementVersionId];
  await tx.query(insertPlan, [joint, ...parties, 'joint', 'consensus', null, week, now, canary]);
  await tx.query(insertPlan, [branch, ...parties, 'scenario', 'open', joint, week, now, canary]);
  for (const planId of [joint, branch])
    await tx.query(insertPlanRow, [planId, buyerId, supplierId, itemLocationId, itemId, locationId]);
  await tx.query(
    `insert into scenarios (id, buyer_id, supplier_id, agreement_id, agreement_version_id, purpose, name, description,
       base_plan_id, plan_id, base_hash, state, created_by_id, created_by, created_at)
     values ($1, $2, $3, $4, $5, 'sales', $6, $6, $7, $8, $9, 'open', $2, $6, $10)`,
    [scenarioId, ...parties, canary, joint, branch, 'a'.repeat(64), now],
  );
  await tx.query(
    `insert into scenario_base_rows (buyer_id, supplier_id, scenario_id, item_location_id, starts_on, value_milli)
     values ($1, $2, $3, $4, $5, '{7100,7200}')`,
    [buyerId, supplierId, scenarioId, itemLocationId, week],
  );
  await tx.query(
    `insert into scenario_signatures (id, buyer_id, supplier_id, scenario_id, review_number, signer_org_id, signer_name,
       content_hash, signed_at)
     values ($1, $2, $3, $4, 0, $2, $5, $6, $7)`,
    [context.newId(), buyerId, supplierId, scenarioId, canary, 'a'.repeat(64), now],
  );
  await tx.query(
    `insert into scenario_impacts (buyer_id, supplier_id, agreement_id, scenario_id, kind, base_hash, branch_hash,
       figures, computed_at)
     values ($1, $2, $3, $4, 'stock', 'a', 'b', $5, $6)`,
    [buyerId, supplierId, agreementId, scenarioId, JSON.stringify({ canary }), now],
  );
  return scenarioId;
}

/** Rows of the order forecast, commits and scenarios between a victim and its supplier. */
export async function addCommitAndScenarioRows(app: TestApp, pair: Pair): Promise<void> {
  const buyer = app.contextFor(app.actorOf(pair.buyerId, 'admin'));
  const supplier = app.contextFor(app.actorOf(pair.supplierId, 'supplier-planner'));
  const commitId = await buyer.db.transaction(async (tx) => {
    const [place] = await tx.query<Place>(findPlace, [pair.agreementId]);
    if (place === undefined) throw new Error('the agreement covers nothing');
    await addOrderForecast(buyer, tx, pair, place);
    await addScenario(buyer, tx, pair, place);
    return askOne(buyer, tx, pair, place);
  });
  await supplier.db.transaction((tx) =>
    tx.query(
      `insert into commit_drafts (org_id, commit_id, committed_milli, note, saved_at, saved_by)
       values ($1, $2, 7800, $3, $4, $3)`,
      [pair.supplierId, commitId, pair.canary, supplier.clock.now()],
    ),
  );
}
