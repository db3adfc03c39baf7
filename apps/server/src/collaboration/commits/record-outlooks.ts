import type { Transaction } from '../../platform/index.ts';
import type { PlanningAgreement } from './find-agreed-supply.ts';

/** Plan ids of a run's order forecasts, one for each agreement: rows are written before their plan is. */
export type OrderForecastPlan = PlanningAgreement & { planId: string };

/** What a run computes for one item-location of an agreement; arrays by order, and by bucket of the plan. */
export type OrderOutlook = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  agreementId: string;
  unitPriceMicros: number;
  currency: string;
  orderOn: string[];
  deliverOn: string[];
  quantityMilli: number[];
  orderedMilli: number[];
  receiptsMilli: number[];
  balanceMilli: number[];
};

const insertQuery = `
with plans as (
  select * from jsonb_to_recordset($3::jsonb) as plans("agreementId" uuid, "planId" uuid, "supplierId" uuid)
)
insert into order_outlooks (buyer_id, supplier_id, agreement_id, plan_id, run_id, item_location_id, item_id, location_id,
  unit_price_micros, currency, order_on, deliver_on, quantity_milli, ordered_milli, receipts_milli, balance_milli)
select (select current_setting('app.org')::uuid), plans."supplierId", plans."agreementId", plans."planId", $1,
  row."itemLocationId", row."itemId", row."locationId", row."unitPriceMicros", row.currency, row."orderOn",
  row."deliverOn", row."quantityMilli", row."orderedMilli", row."receiptsMilli", row."balanceMilli"
from json_to_recordset(($2::json) -> 'outlooks') as row("itemLocationId" uuid, "itemId" uuid, "locationId" uuid,
    "agreementId" uuid, "unitPriceMicros" bigint, currency text, "orderOn" date[], "deliverOn" date[],
    "quantityMilli" bigint[], "orderedMilli" bigint[], "receiptsMilli" bigint[], "balanceMilli" bigint[])
  join plans on plans."agreementId" = row."agreementId"`;

/** Writes the outlooks of a batch; `output` is a JSON object whose `outlooks` are `OrderOutlook`s. */
export async function recordOutlooks(
  tx: Transaction,
  { runId, output, plans }: { runId: string; output: string; plans: readonly OrderForecastPlan[] },
): Promise<void> {
  if (plans.length === 0) return;
  await tx.query(insertQuery, [
    runId,
    output,
    JSON.stringify(plans.map(({ agreementId, planId, supplierId }) => ({ agreementId, planId, supplierId }))),
  ]);
}

/** Removes what a run that did not end left behind. */
export async function forgetOutlooks(tx: Transaction, runId: string): Promise<void> {
  await tx.query(
    `delete from order_outlooks where buyer_id = (select current_setting('app.org')::uuid) and run_id = $1
       and not exists (select 1 from forecast_plans plan
         where plan.buyer_id = order_outlooks.buyer_id and plan.id = order_outlooks.plan_id)`,
    [runId],
  );
}

/** What stood behind superseded order forecasts goes, but for the newest of each agreement; the forecasts stay. */
export async function removeOldOutlooks(tx: Transaction, keptCount: number): Promise<number> {
  const removed = await tx.query(
    `delete from order_outlooks where buyer_id = (select current_setting('app.org')::uuid) and plan_id in (
       select id from (
         select id, row_number() over (partition by agreement_id order by issued_at desc) as age
         from forecast_plans where buyer_id = (select current_setting('app.org')::uuid) and purpose = 'order'
           and kind = 'party' and party_id = buyer_id) aged
       where age > $1)
     returning 1`,
    [keptCount],
  );
  return removed.length;
}
