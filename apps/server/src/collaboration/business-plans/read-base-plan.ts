import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import type { Axis, LayerLine } from './compute-event-layer.ts';

export type BasePlan = Axis & { planId: string };
export type BaseLine = LayerLine & { eventMilli: (number | null)[] };

/** The sales plan that an event is measured against: the joint one, else the reader's own newest. */
export async function findBasePlan(
  { actor }: Context,
  source: Database | Transaction,
  agreementId: string,
): Promise<BasePlan | null> {
  const [plan] = await rowsOf<BasePlan>(
    source,
    `select id as "planId", starts_on as "startsOn", bucket_days as "bucketDays", bucket_count as "bucketCount"
     from forecast_plans
     where agreement_id = $1 and purpose = 'sales' and state not in ('superseded', 'archived')
       and (kind = 'joint' or (kind = 'party' and party_id = $2))
     order by kind = 'joint' desc, issued_at desc, version_number desc limit 1`,
    [agreementId, actor.organisationId],
  );
  return plan ?? null;
}

/** Lines of a plan; with `itemIds` only of these items. Arrays come as JSON numbers, null where there is no value. */
export const readLines = (
  source: Database | Transaction,
  planId: string,
  itemIds: readonly string[] | null,
): Promise<BaseLine[]> =>
  rowsOf<BaseLine>(
    source,
    `select item_location_id as "itemLocationId", item_id as "itemId", location_id as "locationId",
       to_json(base_milli) as "baseMilli", to_json(event_milli) as "eventMilli"
     from forecast_plan_rows where plan_id = $1 and ($2::uuid[] is null or item_id = any ($2))
     order by item_location_id`,
    [planId, itemIds],
  );
