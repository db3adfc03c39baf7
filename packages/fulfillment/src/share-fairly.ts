import type { Demand } from './allocation-input.ts';
import { type Group, isWhole } from './line-group.ts';
import { isEligible, openOf, type Shelf, take, undoTo } from './shelf.ts';
import { floorTo } from './supply-and-demand.ts';

/** What lines of a class may have of their own items, taken together. */
function supplyFor(shelf: Shelf, demands: readonly Demand[]): number {
  let sumMilli = 0;
  for (const { lots } of shelf.places.values()) {
    for (const lot of lots) {
      const isWanted = demands.some(
        ({ itemId, locationIds, requestedOn, lotRule }) =>
          itemId === lot.itemId &&
          locationIds.includes(lot.locationId) &&
          isEligible(lot, requestedOn, lotRule, shelf.today),
      );
      if (isWanted) sumMilli += shelf.leftByLot.get(lot.lotId)!;
    }
  }
  return sumMilli;
}

/** `a · b / c` of whole numbers, rounded down, exact beyond 2⁵³. */
const shareDown = (a: number, b: number, c: number): number =>
  c === 0 ? 0 : Number((BigInt(a) * BigInt(b)) / BigInt(c));

/**
 * Each line gets its share rounded down to whole multiples; then multiple after multiple goes to whoever has the smallest
 * part of its need after getting it (highest averages: D'Hondt 1882, Jefferson 1792). More supply therefore never takes
 * anything away from a line while multiples are equal.
 */
function fill(shelf: Shelf, demands: readonly Demand[]): void {
  const needs = demands.map((demand) => openOf(shelf, demand));
  const needMilli = needs.reduce((sum, open) => sum + open, 0);
  const supplyMilli = Math.min(supplyFor(shelf, demands), needMilli);
  const got = demands.map((demand, index) =>
    take(shelf, demand, floorTo(shareDown(needs[index]!, supplyMilli, needMilli), demand.multipleMilli)),
  );
  let waiting = demands.map((_, index) => index).filter((index) => needs[index]! > 0);
  while (waiting.length > 0) {
    let next = waiting[0]!;
    for (const index of waiting) {
      const part = (got[index]! + demands[index]!.multipleMilli) / needs[index]!;
      if (part < (got[next]! + demands[next]!.multipleMilli) / needs[next]!) next = index;
    }
    const taken = take(shelf, demands[next]!, demands[next]!.multipleMilli);
    got[next]! += taken;
    if (taken === 0) waiting = waiting.filter((index) => index !== next);
  }
}

/**
 * Fair shares among groups of one priority, best ranked first. A group that must be whole and would not be is taken out,
 * the last ranked first, and the others share anew: a share that cannot leave helps nobody.
 */
export function shareFairly(shelf: Shelf, groups: readonly Group[]): void {
  const mark = shelf.journal.length;
  let sharing = [...groups];
  for (;;) {
    fill(
      shelf,
      sharing.flatMap(({ demands }) => demands),
    );
    const broken = sharing.filter((group) => group.mustBeWhole && !isWhole(shelf, group)).at(-1);
    if (broken === undefined) return;
    undoTo(shelf, mark);
    sharing = sharing.filter((group) => group !== broken);
  }
}
