import type { Context, PublishedEvent, Transaction } from '../../platform/index.ts';
import { applyEventLayer } from '../plans/index.ts';
import { computeEventLayer, coveredCells } from './compute-event-layer.ts';
import type { PlanEventContent } from './plan-event-content.ts';
import { type BaseLine, type BasePlan, readLines } from './read-base-plan.ts';

type OpenPlan = BasePlan & { isJoint: boolean };

const findOpenPlans = `
select id as "planId", starts_on::text as "startsOn", bucket_days as "bucketDays", bucket_count as "bucketCount",
  kind = 'joint' as "isJoint"
from forecast_plans
where agreement_id = $1 and purpose = 'sales' and ($3::uuid is null or id = $3)
  and ((kind = 'party' and party_id = $2 and state = 'working')
    or (kind = 'joint' and buyer_id = $2 and state = 'in-review' and $4))`;

/** Events that count: agreed ones, also while a change of them waits; never called-off ones. */
const readContents = `
select content from plan_events where agreement_id = $1 and agreed_at is not null and state <> 'cancelled' order by id`;

/** Everything that events ever said since they were proposed, so that cells which they left are put right too. */
const readPast = `
select event.id as "planEventId", said.content from plan_events event
cross join lateral (
  select event.content union all
  select change.content from plan_event_changes change
  where change.buyer_id = event.buyer_id and change.plan_event_id = event.id and change.content is not null) said
where event.agreement_id = $1 and event.agreed_at is not null`;

type Row = { itemLocationId: string; eventMilli: (number | null)[] };

/**
 * Rows whose layer differs from what the events say, in cells that an event the reader knows of ever covered. Others
 * keep what they have: it came with a copy of the partner's plan.
 */
function changedRows(
  lines: readonly BaseLine[],
  layer: ReadonlyMap<string, number[]>,
  within: ReadonlyMap<string, ReadonlySet<number>>,
): Row[] {
  return lines.flatMap(({ itemLocationId, eventMilli }) => {
    const amounts = layer.get(itemLocationId) ?? [];
    const cells = within.get(itemLocationId);
    if (cells === undefined) return [];
    const wanted = eventMilli.map((present, index) =>
      cells.has(index) ? (amounts[index] ?? 0) || null : present,
    );
    const isSame = eventMilli.every((present, index) => (present ?? 0) === (wanted[index] ?? 0));
    return isSame ? [] : [{ itemLocationId, eventMilli: wanted }];
  });
}

type Asked = { agreementId: string; planId?: string; changedEventId?: string };

async function applyToPlan(
  context: Context,
  tx: Transaction,
  plan: OpenPlan,
  { contents, past }: { contents: readonly PlanEventContent[]; past: readonly PlanEventContent[] },
): Promise<number> {
  const lines = await readLines(tx, plan.planId, null);
  const layer = computeEventLayer(contents, lines, plan);
  const rows = changedRows(lines, layer, coveredCells(past, lines, plan));
  if (rows.length === 0) return 0;
  const reason = 'Events of the joint business plan';
  return (await applyEventLayer(context, tx, { planId: plan.planId, rows, reason })).changedCellCount;
}

/**
 * Writes the event layer of the plans that this organisation may write: its own working sales plan, and as the buyer
 * the cells of a changed event in the joint plan under review. The layer follows from the agreed events and the base
 * alone, so that writing it again changes nothing.
 */
async function applyEventLayers(
  context: Context,
  { agreementId, planId, changedEventId }: Asked,
): Promise<{ changedCellCount: number }> {
  return context.db.transaction(async (tx) => {
    const plans = await tx.query<OpenPlan>(findOpenPlans, [
      agreementId,
      context.actor.organisationId,
      planId ?? null,
      changedEventId !== undefined,
    ]);
    if (plans.length === 0) return { changedCellCount: 0 };
    type Found = { content: PlanEventContent };
    const contents = await tx.query<Found>(readContents, [agreementId]);
    const past = await tx.query<Found & { planEventId: string }>(readPast, [agreementId]);
    let changedCellCount = 0;
    for (const plan of plans) {
      // A joint plan holds what both sides brought along: only the changed event is new to it.
      const said = past.filter(({ planEventId }) => !plan.isJoint || planEventId === changedEventId);
      changedCellCount += await applyToPlan(context, tx, plan, {
        contents: contents.map(({ content }) => content),
        past: said.map(({ content }) => content),
      });
    }
    return { changedCellCount };
  });
}

/** An event was agreed, changed or called off: the plans follow, each side in its own. */
export async function followPlanEvents(
  context: Context,
  { subject, payload }: PublishedEvent,
): Promise<void> {
  if (typeof payload.agreementId !== 'string') return;
  if (payload.event !== 'agree' && payload.event !== 'cancel') return;
  await applyEventLayers(context, { agreementId: payload.agreementId, changedEventId: subject.id });
}

/** A working plan was begun anew or its base changed: events enter it. */
export async function followPlans(context: Context, { subject, payload }: PublishedEvent): Promise<void> {
  if (subject.kind !== 'plan' || typeof payload.agreementId !== 'string') return;
  if (payload.kind !== 'party' || payload.partyId !== context.actor.organisationId) return;
  await applyEventLayers(context, { agreementId: payload.agreementId, planId: subject.id });
}
