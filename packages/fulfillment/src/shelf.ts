import { addDays, assert, DomainError, type LocalDate } from '@coplan/kernel';
import type { Allocation, AllocationInput, Demand, Lot, LotRule } from './allocation-input.ts';
import { floorTo } from './supply-and-demand.ts';

type PoolLeft = { leftMilli: number; customerIds: ReadonlySet<string> };
type Place = { lots: Lot[]; leftMilli: number; pools: PoolLeft[] };
type Taken = { allocation: Allocation; pools: { pool: PoolLeft; tookMilli: number }[] };

/** What is left while stock is given away; every taking can be undone. */
export type Shelf = {
  leftByLot: Map<string, number>;
  places: Map<string, Place>;
  coveredByLine: Map<string, number>;
  lotOfLine: Map<string, string>;
  journal: Taken[];
  today: LocalDate;
};

const placeKey = (itemId: string, locationId: string): string => `${itemId} ${locationId}`;
const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

/** Puts all lots on the shelf less what is held. Throws `DomainError` when something held is not where it is said to be. */
export function openShelf({ today, lots, pools, held }: AllocationInput): Shelf {
  const shelf: Shelf = {
    leftByLot: new Map(),
    places: new Map(),
    coveredByLine: new Map(),
    lotOfLine: new Map(),
    journal: [],
    today,
  };
  const byId = new Map<string, Lot>();
  for (const lot of lots) {
    assert(
      Number.isSafeInteger(lot.onHandMilli) && lot.onHandMilli >= 0,
      'stock is a whole number of thousandths',
    );
    assert(!byId.has(lot.lotId), `lot ${lot.lotId} is listed once`);
    byId.set(lot.lotId, lot);
    shelf.leftByLot.set(lot.lotId, lot.onHandMilli);
  }
  for (const { lineId, lotId, itemId, locationId, quantityMilli, coversMilli } of held) {
    const lot = byId.get(lotId);
    const left = (shelf.leftByLot.get(lotId) ?? 0) - quantityMilli;
    if (lot === undefined || lot.locationId !== locationId || lot.itemId !== itemId || left < 0) {
      const message = `Line ${lineId} holds ${quantityMilli} thousandths of lot ${lotId} at ${locationId}, and they are not there: release the reservation or correct the stock first.`;
      throw new DomainError(
        'invalid',
        'fulfillment.held-stock-missing',
        { lineId, lotId, locationId },
        message,
      );
    }
    shelf.leftByLot.set(lotId, left);
    shelf.coveredByLine.set(lineId, (shelf.coveredByLine.get(lineId) ?? 0) + coversMilli);
    if (!shelf.lotOfLine.has(lineId)) shelf.lotOfLine.set(lineId, lotId);
  }
  for (const lot of lots) {
    const key = placeKey(lot.itemId, lot.locationId);
    const place = shelf.places.get(key) ?? { lots: [], leftMilli: 0, pools: [] };
    place.lots.push(lot);
    place.leftMilli += shelf.leftByLot.get(lot.lotId)!;
    shelf.places.set(key, place);
  }
  for (const { itemId, locationId, reservedMilli, customerIds, releasesOn } of pools) {
    if (releasesOn !== undefined && releasesOn <= today) continue;
    const place = shelf.places.get(placeKey(itemId, locationId));
    place?.pools.push({ leftMilli: reservedMilli, customerIds: new Set(customerIds) });
  }
  return shelf;
}

/** What a customer may have of an item at a place: everything but what is kept for others. */
function freeFor(customerId: string, { leftMilli, pools }: Place): number {
  let keptMilli = 0;
  for (const pool of pools) if (!pool.customerIds.has(customerId)) keptMilli += pool.leftMilli;
  return Math.max(0, leftMilli - keptMilli);
}

/** Whether a lot is good long enough, and not older than the last one delivered. */
export function isEligible(lot: Lot, requestedOn: LocalDate, rule: LotRule, today: LocalDate): boolean {
  if (lot.expiresOn === undefined) return rule.remainingDays === 0 && rule.expiresNotBefore === undefined;
  const goodUntil = addDays(later(today, requestedOn), rule.remainingDays);
  return (
    lot.expiresOn >= goodUntil &&
    (rule.expiresNotBefore === undefined || lot.expiresOn >= rule.expiresNotBefore)
  );
}

/** FEFO: the first to expire first, what does not spoil last. FIFO: the first received. Then by lot. */
function byRotation(rotation: LotRule['rotation']): (a: Lot, b: Lot) => number {
  const key = (lot: Lot): string =>
    rotation === 'FEFO' ? `${lot.expiresOn ?? '9999-12-31'} ${lot.receivedOn}` : lot.receivedOn;
  return (a, b) => {
    const left = `${key(a)} ${a.lotId}`;
    const right = `${key(b)} ${b.lotId}`;
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

const coveredOf = (shelf: Shelf, lineId: string): number => shelf.coveredByLine.get(lineId) ?? 0;
export const openOf = (shelf: Shelf, { lineId, orderedMilli }: Demand): number =>
  Math.max(0, orderedMilli - coveredOf(shelf, lineId));

function post(shelf: Shelf, place: Place, demand: Demand, allocation: Allocation): void {
  const { lotId, lineId, quantityMilli, coversMilli } = allocation;
  shelf.leftByLot.set(lotId, shelf.leftByLot.get(lotId)! - quantityMilli);
  place.leftMilli -= quantityMilli;
  shelf.coveredByLine.set(lineId, coveredOf(shelf, lineId) + coversMilli);
  let fromPools = quantityMilli;
  const pools: Taken['pools'] = [];
  for (const pool of place.pools) {
    if (!pool.customerIds.has(demand.customerId)) continue;
    const tookMilli = Math.min(fromPools, pool.leftMilli);
    pool.leftMilli -= tookMilli;
    fromPools -= tookMilli;
    pools.push({ pool, tookMilli });
  }
  if (!shelf.lotOfLine.has(lineId)) shelf.lotOfLine.set(lineId, lotId);
  shelf.journal.push({ allocation, pools });
}

/** Undoes everything taken since a mark (`shelf.journal.length` then). */
export function undoTo(shelf: Shelf, mark: number): void {
  while (shelf.journal.length > mark) {
    const { allocation, pools } = shelf.journal.pop()!;
    const { lotId, lineId, itemId, locationId, quantityMilli, coversMilli } = allocation;
    shelf.leftByLot.set(lotId, shelf.leftByLot.get(lotId)! + quantityMilli);
    shelf.places.get(placeKey(itemId, locationId))!.leftMilli += quantityMilli;
    shelf.coveredByLine.set(lineId, coveredOf(shelf, lineId) - coversMilli);
    for (const { pool, tookMilli } of pools) pool.leftMilli += tookMilli;
    if (coveredOf(shelf, lineId) === 0) shelf.lotOfLine.delete(lineId);
  }
}

type Want = { itemId: string; wantMilli: number; unitsPerMultipleMilli: number };

/** The lots of a place that a line may have, in the order of its rotation. */
function lotsFor(shelf: Shelf, demand: Demand, place: Place): Lot[] {
  const { lotRule, requestedOn, lineId } = demand;
  const bound = lotRule.isSingleLot ? shelf.lotOfLine.get(lineId) : undefined;
  return place.lots
    .filter(
      (lot) =>
        (bound === undefined || lot.lotId === bound) && isEligible(lot, requestedOn, lotRule, shelf.today),
    )
    .sort(byRotation(lotRule.rotation));
}

/** A line of one lot takes the first that covers it, else the one that covers most. */
function singleLot(shelf: Shelf, lots: readonly Lot[], wantMilli: number): Lot[] {
  const left = (lot: Lot): number => shelf.leftByLot.get(lot.lotId)!;
  const whole = lots.find((lot) => left(lot) >= wantMilli);
  if (whole !== undefined) return [whole];
  const [first, ...rest] = lots;
  if (first === undefined) return [];
  return [rest.reduce((best, lot) => (left(lot) > left(best) ? lot : best), first)];
}

/** Takes whole multiples of one item, place after place, lot after lot; a multiple never spans two lots. */
function takeItem(shelf: Shelf, demand: Demand, { itemId, wantMilli, unitsPerMultipleMilli }: Want): void {
  const { multipleMilli, customerId, lineId, lotRule } = demand;
  let left = wantMilli;
  for (const locationId of demand.locationIds) {
    const place = shelf.places.get(placeKey(itemId, locationId));
    if (place === undefined) continue;
    const eligible = lotsFor(shelf, demand, place);
    const unitsMilli = (left / multipleMilli) * unitsPerMultipleMilli;
    for (const lot of lotRule.isSingleLot ? singleLot(shelf, eligible, unitsMilli) : eligible) {
      const there = Math.min(shelf.leftByLot.get(lot.lotId)!, freeFor(customerId, place));
      const multiples = Math.min(Math.floor(there / unitsPerMultipleMilli), Math.floor(left / multipleMilli));
      if (multiples <= 0) continue;
      const coversMilli = multiples * multipleMilli;
      const quantityMilli = multiples * unitsPerMultipleMilli;
      post(shelf, place, demand, {
        lineId,
        lotId: lot.lotId,
        itemId,
        locationId,
        quantityMilli,
        coversMilli,
      });
      left -= coversMilli;
    }
    if (lotRule.isSingleLot && left < wantMilli) return;
  }
}

/** Units of a substitute for one multiple; refused where they come out uneven. */
function unitsPerMultiple(
  { lineId, multipleMilli }: Demand,
  itemId: string,
  numerator: number,
  denominator: number,
): number {
  const units = (multipleMilli * numerator) / denominator;
  if (Number.isSafeInteger(units) && units > 0) return units;
  const message = `Line ${lineId} takes multiples of ${multipleMilli} thousandths, and ${itemId} cannot stand in for that evenly: correct its factor.`;
  throw new DomainError('invalid', 'fulfillment.uneven-substitute', { lineId, itemId }, message);
}

const wantOf = (shelf: Shelf, demand: Demand, upToMilli: number): number =>
  floorTo(Math.min(upToMilli, openOf(shelf, demand)), demand.multipleMilli);

/** Takes up to so much of the item ordered, in whole multiples. Returns what was taken. */
export function takeOwn(shelf: Shelf, demand: Demand, upToMilli: number): number {
  const before = coveredOf(shelf, demand.lineId);
  const { itemId, multipleMilli } = demand;
  const wantMilli = wantOf(shelf, demand, upToMilli);
  takeItem(shelf, demand, { itemId, wantMilli, unitsPerMultipleMilli: multipleMilli });
  return coveredOf(shelf, demand.lineId) - before;
}

/** Takes of the item ordered first, then of its substitutes; what was taken, in units of the item ordered. */
export function take(shelf: Shelf, demand: Demand, upToMilli: number): number {
  let taken = takeOwn(shelf, demand, upToMilli);
  for (const { itemId, factor } of demand.substitutes) {
    const wantMilli = wantOf(shelf, demand, upToMilli - taken);
    if (wantMilli === 0 || (demand.lotRule.isSingleLot && shelf.lotOfLine.has(demand.lineId))) break;
    const unitsPerMultipleMilli = unitsPerMultiple(demand, itemId, factor.numerator, factor.denominator);
    const before = coveredOf(shelf, demand.lineId);
    takeItem(shelf, demand, { itemId, wantMilli, unitsPerMultipleMilli });
    taken += coveredOf(shelf, demand.lineId) - before;
  }
  return taken;
}

/** What a line may have of its own item, in all its places together. */
export function supplyOf(shelf: Shelf, demand: Demand): number {
  let sumMilli = 0;
  for (const locationId of demand.locationIds) {
    const place = shelf.places.get(placeKey(demand.itemId, locationId));
    if (place === undefined) continue;
    let ofPlace = 0;
    for (const lot of lotsFor(shelf, demand, place)) ofPlace += shelf.leftByLot.get(lot.lotId)!;
    sumMilli += Math.min(ofPlace, freeFor(demand.customerId, place));
  }
  return sumMilli;
}
