import { type ItemEventLift, recordForecastEvents } from '../../forecasting/index.ts';
import type { Context, PublishedEvent } from '../../platform/index.ts';
import type { PlanEventContent } from './plan-event-content.ts';

type Known = { buyerId: string; content: PlanEventContent; counts: boolean };
type Scope = { itemLocationId: string; itemId: string; locationId: string };

/** What the event does at each item and place of the agreement; units are shared equally by the places of an item. */
function liftsOf(content: PlanEventContent, scope: readonly Scope[]): ItemEventLift[] {
  const places = content.locationIds === null ? null : new Set(content.locationIds);
  const covered = scope.filter(({ locationId }) => places === null || places.has(locationId));
  const named = new Map(content.items.map((item) => [item.itemId, item]));
  const losses = new Map(content.cannibalised.map((item) => [item.itemId, item.liftRatio]));
  const byItem = Map.groupBy(covered, ({ itemId }) => itemId);
  return [...byItem].flatMap(([itemId, placesOfItem]): ItemEventLift[] => {
    const own = named.get(itemId);
    const loss = losses.get(itemId);
    if (loss === undefined && own === undefined && named.size > 0) return [];
    if (own !== undefined && own.liftMilli !== null) {
      const { liftMilli } = own;
      const before = (index: number) => Math.floor((liftMilli * index) / placesOfItem.length);
      return placesOfItem.map(({ itemLocationId }, index) => ({
        itemLocationId,
        liftRatio: null,
        liftMilli: before(index + 1) - before(index),
      }));
    }
    const liftRatio = loss ?? own?.liftRatio ?? content.liftRatio ?? 0;
    if (liftRatio === 0) return [];
    return placesOfItem.map(({ itemLocationId }) => ({ itemLocationId, liftRatio, liftMilli: null }));
  });
}

/**
 * An event was agreed, changed or called off: the buyer's own forecast knows of it from the next run on, as a layer
 * that is kept apart from the base.
 */
export async function tellForecastOfEvents(
  context: Context,
  { subject, payload }: PublishedEvent,
): Promise<void> {
  if (payload.event !== 'agree' && payload.event !== 'cancel') return;
  await context.db.transaction(async (tx) => {
    const [known] = await tx.query<Known>(
      `select buyer_id as "buyerId", content, agreed_at is not null and state <> 'cancelled' as counts
       from plan_events where id = $1`,
      [subject.id],
    );
    if (known === undefined || known.buyerId !== context.actor.organisationId) return;
    const scope = await tx.query<Scope>(
      `select scope.item_location_id as "itemLocationId", scope.item_id as "itemId", scope.location_id as "locationId"
       from plan_events event join agreement_item_locations scope on scope.buyer_id = event.buyer_id
         and scope.agreement_id = event.agreement_id
       where event.id = $1 order by scope.item_location_id`,
      [subject.id],
    );
    const { name, sellThrough } = known.content;
    const lifts = known.counts ? liftsOf(known.content, scope) : [];
    await recordForecastEvents(context, tx, { sourceId: subject.id, name, ...sellThrough, lifts });
  });
}
