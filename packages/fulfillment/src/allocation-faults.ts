import { formatMilli } from '@coplan/kernel';
import type { Allocation, AllocationInput, Demand, Lot } from './allocation-input.ts';
import { isEligible } from './shelf.ts';

type Sums = { byLot: Map<string, number>; byLine: Map<string, number>; lotsByLine: Map<string, Set<string>> };

const add = (sums: Map<string, number>, key: string, amount: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + amount);
};

/** What an allocation says by itself: the right lot, a place and item that the line may have, whole multiples. */
function faultsOfOne(allocation: Allocation, lot: Lot, line: Demand, { today }: AllocationInput): string[] {
  const { lineId, lotId, itemId, locationId, quantityMilli, coversMilli } = allocation;
  const faults: string[] = [];
  const say = (isWrong: boolean, text: string): void => {
    if (isWrong) faults.push(`${lineId}, lot ${lotId}: ${text}.`);
  };
  say(lot.itemId !== itemId || lot.locationId !== locationId, 'the lot is of another item or elsewhere');
  say(!line.locationIds.includes(locationId), `${locationId} is no place for this line`);
  say(quantityMilli <= 0, 'nothing is taken');
  say(coversMilli % line.multipleMilli !== 0, `${formatMilli(coversMilli)} are no whole multiples`);
  say(!isEligible(lot, line.requestedOn, line.lotRule, today), 'the lot rule forbids it');
  const substitute = line.substitutes.find((one) => one.itemId === itemId);
  const factor = itemId === line.itemId ? { numerator: 1, denominator: 1 } : substitute?.factor;
  say(factor === undefined, `${itemId} was not accepted`);
  if (factor !== undefined) {
    const isExact = quantityMilli * factor.denominator === coversMilli * factor.numerator;
    say(!isExact, `${formatMilli(quantityMilli)} do not stand for ${formatMilli(coversMilli)}`);
  }
  return faults;
}

/** Of what is kept for some, others may have only what is beyond it. */
function faultsOfPools(
  { pools, lots, held, demands, today }: AllocationInput,
  allocations: readonly Allocation[],
): string[] {
  const customers = new Map(demands.map(({ lineId, customerId }) => [lineId, customerId]));
  return pools.flatMap(({ poolId, itemId, locationId, reservedMilli, customerIds, releasesOn }) => {
    if (releasesOn !== undefined && releasesOn <= today) return [];
    const isHere = (one: { itemId: string; locationId: string }): boolean =>
      one.itemId === itemId && one.locationId === locationId;
    let freeMilli = -reservedMilli;
    for (const lot of lots) if (isHere(lot)) freeMilli += lot.onHandMilli;
    for (const one of held) if (isHere(one)) freeMilli -= one.quantityMilli;
    let takenMilli = 0;
    for (const one of allocations) {
      if (isHere(one) && !customerIds.includes(customers.get(one.lineId) ?? ''))
        takenMilli += one.quantityMilli;
    }
    return takenMilli > Math.max(0, freeMilli)
      ? [
          `Pool ${poolId}: others took ${formatMilli(takenMilli)} of ${formatMilli(Math.max(0, freeMilli))} that are free.`,
        ]
      : [];
  });
}

/** Lines and orders that must leave whole, and lines of one lot. */
function faultsOfLines(
  { demands, held, shipCompleteOrderIds }: AllocationInput,
  { byLine, lotsByLine }: Sums,
): string[] {
  const newly = (lineId: string): boolean => (lotsByLine.get(lineId)?.size ?? 0) > 0;
  const isFull = ({ lineId, orderedMilli }: Demand): boolean => (byLine.get(lineId) ?? 0) >= orderedMilli;
  const faults: string[] = [];
  for (const line of demands) {
    const { lineId, orderId, orderedMilli, isShipComplete, lotRule } = line;
    const covered = byLine.get(lineId) ?? 0;
    const wasHeld = held.reduce((sum, one) => sum + (one.lineId === lineId ? one.coversMilli : 0), 0);
    if (covered > Math.max(orderedMilli, wasHeld)) faults.push(`${lineId}: more is given than was ordered.`);
    if (isShipComplete && newly(lineId) && !isFull(line)) faults.push(`${lineId}: it must leave whole.`);
    if (lotRule.isSingleLot && (lotsByLine.get(lineId)?.size ?? 0) > 1)
      faults.push(`${lineId}: it may have one lot.`);
    if (!shipCompleteOrderIds.includes(orderId) || !newly(lineId)) continue;
    const others = demands.filter((other) => other.orderId === orderId);
    if (!others.every(isFull)) faults.push(`${lineId}: order ${orderId} must leave whole.`);
  }
  return faults;
}

/**
 * Looks at an allocation without knowing how it was found: what is given twice, elsewhere, in broken multiples, from kept
 * stock, against a lot rule, or in parts where it must be whole. One sentence each; empty where all is well. Whoever
 * receives an allocation can run it, the browser too.
 */
export function allocationFaults(input: AllocationInput, allocations: readonly Allocation[]): string[] {
  const lots = new Map(input.lots.map((lot) => [lot.lotId, lot]));
  const lines = new Map(input.demands.map((line) => [line.lineId, line]));
  const sums: Sums = { byLot: new Map(), byLine: new Map(), lotsByLine: new Map() };
  const faults: string[] = [];
  for (const { lotId, lineId, quantityMilli, coversMilli } of input.held) {
    add(sums.byLot, lotId, quantityMilli);
    add(sums.byLine, lineId, coversMilli);
  }
  for (const allocation of allocations) {
    const { lineId, lotId, quantityMilli, coversMilli } = allocation;
    const lot = lots.get(lotId);
    const line = lines.get(lineId);
    if (lot === undefined || line === undefined)
      faults.push(`${lineId}, lot ${lotId}: there is no such line or lot.`);
    else faults.push(...faultsOfOne(allocation, lot, line, input));
    add(sums.byLot, lotId, quantityMilli);
    add(sums.byLine, lineId, coversMilli);
    sums.lotsByLine.set(lineId, (sums.lotsByLine.get(lineId) ?? new Set()).add(lotId));
  }
  for (const [lotId, takenMilli] of sums.byLot) {
    const there = lots.get(lotId)?.onHandMilli ?? 0;
    if (takenMilli > there)
      faults.push(`Lot ${lotId}: ${formatMilli(takenMilli)} are given of ${formatMilli(there)}.`);
  }
  return [...faults, ...faultsOfPools(input, allocations), ...faultsOfLines(input, sums)];
}
