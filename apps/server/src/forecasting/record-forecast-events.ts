import type { LocalDate } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { plannerSpoke } from './forecasting.events.ts';

/** What an agreed event does to an item at a place: a share of its base, or thousandths of the base unit in all. */
export type ItemEventLift = { itemLocationId: string; liftRatio: number | null; liftMilli: number | null };

export type ForecastEventFacts = {
  /** Of whoever tells; the same again replaces what it said before. */
  sourceId: string;
  name: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  /** Empty: the event no longer counts. */
  lifts: readonly ItemEventLift[];
};

/**
 * Records an event that was agreed elsewhere, so that the next forecast has it as a layer and takes it out of the
 * history once it is past. May be told twice.
 */
export async function recordForecastEvents(
  { actor }: Context,
  tx: Transaction,
  { sourceId, name, startsOn, endsBefore, lifts }: ForecastEventFacts,
): Promise<void> {
  await tx.query('delete from forecast_events where source_id = $1', [sourceId]);
  await tx.query(
    `insert into forecast_events (org_id, source_id, item_location_id, name, starts_on, ends_before, lift_ratio, lift_milli)
     select place.org_id, $1, place.id, $2, $3, $4, lift."liftRatio", lift."liftMilli"
     from jsonb_to_recordset($5::jsonb) as lift("itemLocationId" uuid, "liftRatio" float8, "liftMilli" bigint)
       join item_locations place on place.org_id = (select current_setting('app.org')::uuid)
         and place.id = lift."itemLocationId"`,
    [sourceId, name, startsOn, endsBefore, JSON.stringify(lifts)],
  );
  const itemLocationId = lifts[0]?.itemLocationId ?? sourceId;
  await tx.publish(plannerSpoke({ organisationId: actor.organisationId, itemLocationId, what: 'events' }));
}
