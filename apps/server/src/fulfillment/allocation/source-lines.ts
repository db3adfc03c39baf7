import { type Sourcing, sourceOrder } from '@coplan/fulfillment';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { outboundLineNotFound } from '../fulfillment.errors.ts';
import { shortOf } from '../outbound/outbound-line.ts';
import { readOutboundLines } from '../outbound/read-outbound-lines.ts';
import { todayOf } from '../promise/read-supply.ts';
import { readAllocationRules } from '../rules/allocation-rules.ts';

export const sourceLinesInput = z.object({
  orderId: z.uuid(),
  shipmentsMax: z.int().min(1).max(4).default(2),
  /** Minor units: for each further shipment, for a unit and day too late, for a unit that is missing. */
  furtherShipmentMinor: z.int().min(0).max(1_000_000_000).default(0),
  latePerUnitDayMinor: z.int().min(0).max(1_000_000_000).default(0),
  shortPerUnitMinor: z.int().min(0).max(1_000_000_000).default(1_000_000),
});

/** Best and next options with places by code, and the places that could not be tried because nobody gave their costs. */
export type SourcedOrder = Sourcing & { placeCodes: Record<string, string>; withoutCosts: string[] };

/**
 * From which own places the rest of an order is shipped most cheaply, by freight, further shipments, lateness and what
 * would be missing. Reads only. Places whose costs are not written down are named and not tried.
 */
export async function sourceLines(
  context: Context,
  input: z.output<typeof sourceLinesInput>,
): Promise<SourcedOrder> {
  const { db } = context;
  const lines = (await readOutboundLines(db, { orderId: input.orderId })).filter(
    (line) => line.itemId !== null,
  );
  if (lines.length === 0) throw outboundLineNotFound(input.orderId);
  const [today, rules, stock] = await Promise.all([
    todayOf(db, context),
    readAllocationRules(db),
    db.read<{ locationId: string; itemId: string; availableMilli: number }>(
      `select location_id as "locationId", item_id as "itemId", sum(quantity_milli)::float8 as "availableMilli"
       from stock_balances where org_id = (select current_setting('app.org')::uuid) and state = 'available'
         and item_id = any ($1::uuid[]) group by 1, 2`,
      [lines.map(({ itemId }) => itemId)],
    ),
  ]);
  const places = rules.places.flatMap(({ locationId, shipmentMinor, perUnitMinor, transitDays }) => {
    if (shipmentMinor === null || perUnitMinor === null || transitDays === null) return [];
    const here = stock.filter((one) => one.locationId === locationId);
    const availableMilli = Object.fromEntries(here.map((one) => [one.itemId, one.availableMilli]));
    return [{ locationId, shipmentMinor, perUnitMinor, transitDays, availableMilli }];
  });
  const { orderId: _, ...costs } = input;
  const requestedOn = lines.map((line) => line.requestedOn).sort()[0] ?? today;
  const sourcing = sourceOrder({
    ...costs,
    today,
    requestedOn,
    places,
    lines: lines.map((line) => ({
      lineId: line.orderLineId,
      itemId: line.itemId ?? '',
      quantityMilli: shortOf(line),
      multipleMilli: line.multipleMilli,
      mayBeSplit: !rules.ruleOf(line.customerId).isShipComplete,
    })),
  });
  const tried = new Set<string>(places.map(({ locationId }) => locationId));
  return {
    ...sourcing,
    placeCodes: Object.fromEntries(rules.places.map(({ locationId, code }) => [locationId, code])),
    withoutCosts: rules.places.filter(({ locationId }) => !tried.has(locationId)).map(({ code }) => code),
  };
}
