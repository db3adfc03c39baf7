import type { Transaction } from '../../platform/index.ts';
import type { OrderForecastPlan } from './record-outlooks.ts';

const me = `(select current_setting('app.org')::uuid)`;

/**
 * For a query over item-locations that asks which of them were agreed on anew: common table expressions, to be put
 * before the others. Whole rows go into the marks, so nothing that `findAgreedSupply` reads can be forgotten.
 */
export const agreedMarkTables = `agreed_plans as materialized (
  select distinct on (plan.agreement_id) plan.id, plan.agreement_id, plan::text as content
  from forecast_plans plan
  where plan.buyer_id = ${me} and plan.kind = 'joint' and plan.purpose = 'sales'
    and plan.state in ('consensus', 'frozen', 'archived')
  order by plan.agreement_id, plan.issued_at desc, plan.version_number desc
), substitutes as materialized (
  select location_id, (alternatives -> accepted_alternative ->> 'itemId')::uuid as item_id,
    string_agg("commit"::text, ',' order by id) as content
  from commits "commit"
  where buyer_id = ${me} and state = 'accepted' and alternatives -> accepted_alternative ->> 'kind' = 'substitute'
  group by 1, 2
)`;

/** The mark of an item-location that the query calls `page`, `null` where no agreement covers it. */
export const agreedMark = `(
  select row(scope::text, agreed_plans.content,
    (select line::text from forecast_plan_rows line where line.buyer_id = ${me} and line.plan_id = agreed_plans.id
      and line.item_location_id = scope.item_location_id),
    (select string_agg("commit"::text, ',' order by "commit".id) from commits "commit"
      where "commit".buyer_id = ${me} and "commit".item_location_id = scope.item_location_id
        and "commit".state = 'accepted'),
    (select content from substitutes
      where substitutes.item_id = page.item_id and substitutes.location_id = page.location_id))::text
  from agreement_item_locations scope
    join agreements agreement on agreement.buyer_id = scope.buyer_id and agreement.id = scope.agreement_id
      and agreement.state = 'active'
    left join agreed_plans on agreed_plans.agreement_id = scope.agreement_id
  where scope.buyer_id = ${me} and scope.item_location_id = page.id)`;

/** The order forecasts that an earlier run told, one for each agreement. */
export async function findToldPlans(tx: Pick<Transaction, 'query'>, runId: string): Promise<string[]> {
  const rows = await tx.query<{ planId: string }>(
    `select distinct plan_id as "planId" from order_outlooks where buyer_id = ${me} and run_id = $1`,
    [runId],
  );
  return rows.map(({ planId }) => planId);
}

const carryQuery = `
insert into order_outlooks (buyer_id, supplier_id, agreement_id, plan_id, run_id, item_location_id, item_id, location_id,
  unit_price_micros, currency, order_on, deliver_on, quantity_milli, ordered_milli, receipts_milli, balance_milli)
select told.buyer_id, told.supplier_id, told.agreement_id, plans."planId", $1, told.item_location_id, told.item_id,
  told.location_id, told.unit_price_micros, told.currency, told.order_on, told.deliver_on, told.quantity_milli,
  told.ordered_milli, told.receipts_milli, told.balance_milli
from order_outlooks told
  join jsonb_to_recordset($2::jsonb) as plans("agreementId" uuid, "planId" uuid)
    on plans."agreementId" = told.agreement_id
where told.buyer_id = ${me} and told.plan_id = any ($3::uuid[]) and told.item_location_id > $4::uuid
  and ($5::uuid is null or told.item_location_id <= $5::uuid) and told.item_location_id <> all ($6::uuid[])`;

/** Takes over what an earlier run told of item-locations after `afterId` up to `lastId` that have no news. */
export async function carryOutlooks(
  tx: Transaction,
  about: {
    runId: string;
    plans: readonly OrderForecastPlan[];
    toldPlanIds: readonly string[];
    afterId: string;
    lastId: string | null;
    /** Computed anew, or not planned any more. */
    exceptIds: readonly string[];
  },
): Promise<void> {
  if (about.plans.length === 0 || about.toldPlanIds.length === 0) return;
  const plans = about.plans.map(({ agreementId, planId }) => ({ agreementId, planId }));
  await tx.query(carryQuery, [
    about.runId,
    JSON.stringify(plans),
    about.toldPlanIds,
    about.afterId,
    about.lastId,
    about.exceptIds,
  ]);
}
