import type { Allocation, AllocationInput, Demand, Lot } from '@coplan/fulfillment';
import { addDays, type LocalDate } from '@coplan/kernel';
import { lockAvailableStock } from '../../inventory/index.ts';
import type { Transaction } from '../../platform/index.ts';
import type { OutboundLine } from '../outbound/outbound-line.ts';
import { reservationColumns } from '../reservations/list-reservations.ts';
import type { Reservation } from '../reservations/reservation.ts';
import { coveredBy, openOf } from '../reservations/reservation.ts';
import type { AllocationRules } from '../rules/allocation-rules.ts';

/** A lot at a place is what the engine calls a lot; stock without a lot is one of its own at each place. */
export const shelfKey = (one: { itemId: string; locationId: string; lotId: string | null }): string =>
  `${one.itemId}/${one.locationId}/${one.lotId ?? ''}`;

const heldOf = `select ${reservationColumns} from stock_reservations one
where one.org_id = (select current_setting('app.org')::uuid) and one.item_id = any ($1::uuid[])
  and one.state in ('soft', 'hard', 'part-taken') order by one.id`;

/** A lot of which nobody said when it came is the oldest. */
const undated = '1970-01-01' as LocalDate;

/** Stock that is there and stock that is held, of items, as the engine counts it. */
export type Shelves = { lots: Lot[]; held: Allocation[]; reservations: Reservation[] };

const lockHeld = `select 1 from stock_reservations
where org_id = (select current_setting('app.org')::uuid) and item_id = any ($1::uuid[])
  and state in ('soft', 'hard', 'part-taken') order by id for update`;

/**
 * Locks what is held and what is available of items, in the order in which everybody locks them, and reads both: until the
 * end of the transaction nobody picks, releases or reserves any of it. A lot that was never dated counts as the oldest.
 */
export async function lockShelves(tx: Transaction, itemIds: readonly string[]): Promise<Shelves> {
  await tx.query(lockHeld, [itemIds]);
  const rows = await lockAvailableStock(tx, itemIds);
  const reservations = await tx.query<Reservation>(heldOf, [itemIds]);
  const lots = new Map<string, Lot>();
  for (const row of rows) {
    lots.set(shelfKey(row), {
      lotId: shelfKey(row),
      itemId: row.itemId,
      locationId: row.locationId,
      onHandMilli: row.availableMilli,
      receivedOn: row.receivedOn ?? undated,
      ...(row.expiresOn === null ? {} : { expiresOn: row.expiresOn }),
    });
  }
  const held = reservations.map((one): Allocation => {
    const openMilli = openOf(one);
    const { orderLineId, itemId, locationId } = one;
    const lotId = shelfKey(one);
    // Of a lot that is all given away nothing is available: what is held says that it is there.
    const lot = lots.get(lotId) ?? { lotId, itemId, locationId, onHandMilli: 0, receivedOn: undated };
    lots.set(lotId, { ...lot, onHandMilli: lot.onHandMilli + openMilli });
    const coversMilli = coveredBy(one, openMilli);
    return { lineId: orderLineId, lotId, itemId, locationId, quantityMilli: openMilli, coversMilli };
  });
  return { lots: [...lots.values()], held, reservations };
}

/** What each line needs, by the rules of its customer. */
export function demandsOf(lines: readonly OutboundLine[], rules: AllocationRules): Demand[] {
  const locationIds = rules.places.map(({ locationId }) => locationId);
  return lines.flatMap((line): Demand[] => {
    if (line.itemId === null) return [];
    const rule = rules.ruleOf(line.customerId);
    const { rotation, remainingDays, isSingleLot, cancelAfterDays } = rule;
    const lastDay = cancelAfterDays === null ? null : addDays(line.requestedOn, cancelAfterDays);
    const cancelAfterOn = line.cancelAfterOn ?? lastDay;
    return [
      {
        lineId: line.orderLineId,
        orderId: line.orderId,
        customerId: line.customerId,
        itemId: line.itemId,
        locationIds,
        orderedMilli: Math.max(0, line.orderedMilli - line.goneMilli),
        multipleMilli: line.multipleMilli,
        priority: rules.priorities.get(line.orderLineId) ?? rule.priority,
        requestedOn: line.requestedOn,
        enteredAtMs: line.placedAtMs,
        lotRule: { rotation, remainingDays, isSingleLot },
        isShipComplete: rule.isShipComplete,
        ...(cancelAfterOn === null ? {} : { cancelAfterOn }),
        substitutes: rule.acceptsSubstitutes ? rules.substitutesOf(line.itemId) : [],
      },
    ];
  });
}

export function allocationInputOf(about: {
  today: LocalDate;
  lines: readonly OutboundLine[];
  rules: AllocationRules;
  shelves: Shelves;
}): AllocationInput {
  const { today, lines, rules, shelves } = about;
  return {
    today,
    lots: shelves.lots,
    pools: rules.pools,
    demands: demandsOf(lines, rules),
    held: shelves.held,
    shipCompleteOrderIds: [
      ...new Set(lines.filter(({ isOrderComplete }) => isOrderComplete).map(({ orderId }) => orderId)),
    ],
    policy: rules.policy,
  };
}
