import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { noteReading } from '../sharing/index.ts';
import { planEventNotFound } from './business-plans.errors.ts';
import { readPlanEventRows } from './list-plan-events.ts';
import type { PlanEventRow } from './plan-event.ts';
import type { PlanEventContent } from './plan-event-content.ts';

export const getPlanEventInput = z.object({ planEventId: z.uuid() });

export type PlanEventItem = {
  itemId: string;
  itemNumber: string;
  partnerItemNumber: string | null;
  description: string;
  category: string | null;
  unit: string;
  role: 'promoted' | 'cannibalised';
  liftRatio: number | null;
  liftMilli: number | null;
  preBuildMilli: number;
  /** Fixed when the event was locked; null before, or where the plan is not the reader's to see. */
  plannedBaseMilli: number | null;
  plannedLiftMilli: number | null;
  /** From the evaluation, as far as sales are the reader's to see. */
  soldMilli: number | null;
  actualLiftMilli: number | null;
  leftoverMilli: number | null;
};

export type PlanEventHistoryEntry = {
  at: string;
  event: string;
  actorName: string;
  actorSide: 'buyer' | 'seller';
  reason: string | null;
  wasLocked: boolean;
  changedMilli: number | null;
  liabilityMinor: number | null;
  currency: string | null;
};

export type PlanEventDetail = PlanEventRow & {
  content: PlanEventContent;
  pending: PlanEventContent | null;
  pendingReason: string | null;
  reason: string | null;
  conclusion: string | null;
  createdBy: string;
  agreementVersionId: string;
  items: PlanEventItem[];
  locations: { locationId: string; code: string; name: string }[];
  history: PlanEventHistoryEntry[];
};

const items = `
select item.id as "itemId", item.item_number as "itemNumber", item.description, item.category,
  item.base_unit as unit, named.role, named.lift_ratio as "liftRatio", named.lift_milli as "liftMilli",
  coalesce(named.pre_build_milli, 0) as "preBuildMilli", reference.partner_item_number as "partnerItemNumber",
  expected.base_milli as "plannedBaseMilli", expected.lift_milli as "plannedLiftMilli",
  result.sold_milli::float8 as "soldMilli", result.actual_lift_milli::float8 as "actualLiftMilli",
  result.leftover_milli::float8 as "leftoverMilli"
from plan_events event
cross join lateral (
  select 'promoted' as role, (one ->> 'itemId')::uuid as item_id, (one ->> 'liftRatio')::float8 as lift_ratio,
    (one ->> 'liftMilli')::float8 as lift_milli, (one ->> 'preBuildMilli')::float8 as pre_build_milli
  from jsonb_array_elements(event.content -> 'items') one
  union all
  select 'cannibalised', (one ->> 'itemId')::uuid, (one ->> 'liftRatio')::float8, null, null
  from jsonb_array_elements(event.content -> 'cannibalised') one) named
join items item on item.org_id = event.buyer_id and item.id = named.item_id
left join lateral (
  select partner_item_number from item_cross_references known
  where known.org_id = event.buyer_id and known.item_id = item.id and known.partner_id = event.supplier_id
  order by known.valid_from desc limit 1) reference on true
left join lateral (
  select sum(one.base_milli)::float8 as base_milli, sum(one.lift_milli)::float8 as lift_milli
  from plan_event_expectations one where one.buyer_id = event.buyer_id and one.plan_event_id = event.id
    and one.item_id = item.id) expected on true
left join plan_event_evaluations result on result.buyer_id = event.buyer_id and result.plan_event_id = event.id
  and result.item_id = item.id
where event.id = $1 order by named.role desc, item.item_number limit 5000`;

const history = `
select to_char(change.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, change.event,
  change.actor_name as "actorName",
  case when change.actor_org_id = change.buyer_id then 'buyer' else 'seller' end as "actorSide", change.reason,
  change.was_locked as "wasLocked", change.changed_milli::float8 as "changedMilli",
  change.liability_minor::float8 as "liabilityMinor", change.currency
from plan_event_changes change where change.plan_event_id = $1 order by change.event_version desc limit 500`;

type Stored = Pick<
  PlanEventDetail,
  | 'content'
  | 'pending'
  | 'pendingReason'
  | 'reason'
  | 'conclusion'
  | 'createdBy'
  | 'agreementVersionId'
  | 'locations'
>;

const stored = `
select event.content, event.pending, event.pending_reason as "pendingReason", event.reason, event.conclusion,
  event.created_by as "createdBy", event.agreement_version_id as "agreementVersionId",
  coalesce((select jsonb_agg(jsonb_build_object('locationId', place.id, 'code', place.code, 'name', place.name)
      order by place.code) from locations place
    where place.org_id = event.buyer_id and event.content -> 'locationIds' ? place.id::text), '[]') as locations
from plan_events event where event.id = $1`;

/** An event with its items, what was planned and what came of it, and its history. */
export async function getPlanEvent(
  context: Context,
  { planEventId }: z.output<typeof getPlanEventInput>,
): Promise<PlanEventDetail> {
  const { db } = context;
  const [row] = await readPlanEventRows(context, { planEventId, limit: 1 });
  const [more] = await db.read<Stored>(stored, [planEventId]);
  if (row === undefined || more === undefined) throw planEventNotFound(planEventId);
  if (!row.isMine) {
    const { agreementId } = row;
    await noteReading(context, { agreementId, measure: 'promotion', purpose: 'event', rowCount: 1 });
  }
  return {
    ...row,
    ...more,
    items: await db.read<PlanEventItem>(items, [planEventId]),
    history: await db.read<PlanEventHistoryEntry>(history, [planEventId]),
  };
}
