import type { Demand } from './allocation-input.ts';
import { type Group, isWhole } from './line-group.ts';
import { openOf, type Shelf, supplyOf, take, takeOwn, undoTo } from './shelf.ts';
import { floorTo } from './supply-and-demand.ts';

/** `a · b / c` of whole numbers, rounded down, exact beyond 2⁵³. */
const shareDown = (a: number, b: number, c: number): number =>
  c === 0 ? 0 : Number((BigInt(a) * BigInt(b)) / BigInt(c));

type Sharing = { demand: Demand; needMilli: number; gotMilli: number };

/** Multiple after multiple to whoever has the smallest part of its need after getting it, until nobody can have another. */
function step(sharing: readonly Sharing[], takeOne: (demand: Demand) => number): void {
  let waiting = sharing.filter(({ needMilli, gotMilli }) => gotMilli < needMilli);
  while (waiting.length > 0) {
    const part = ({ demand, needMilli, gotMilli }: Sharing): number =>
      (gotMilli + demand.multipleMilli) / needMilli;
    let next = waiting[0]!;
    for (const one of waiting) if (part(one) < part(next)) next = one;
    const taken = takeOne(next.demand);
    next.gotMilli += taken;
    if (taken === 0) waiting = waiting.filter((one) => one !== next);
  }
}

/**
 * Lines of one item: each gets its share rounded down to whole multiples, then multiples one by one (highest averages:
 * D'Hondt 1882, Jefferson 1792). More supply therefore never takes anything away from a line while multiples are equal.
 * The first shares are of what the worst placed line may have, so that no line takes what only another can use.
 */
function shareItem(shelf: Shelf, sharing: readonly Sharing[]): void {
  const needMilli = sharing.reduce((sum, one) => sum + one.needMilli, 0);
  const leastMilli = Math.min(needMilli, ...sharing.map(({ demand }) => supplyOf(shelf, demand)));
  for (const one of sharing) {
    const share = shareDown(one.needMilli, leastMilli, needMilli);
    one.gotMilli += takeOwn(shelf, one.demand, floorTo(share, one.demand.multipleMilli));
  }
  step(sharing, (demand) => takeOwn(shelf, demand, demand.multipleMilli));
}

/** Item by item, then substitutes for what is still open: nobody's own item goes as a substitute before it is shared. */
function fill(shelf: Shelf, demands: readonly Demand[]): void {
  const byItem = new Map<string, Sharing[]>();
  for (const demand of demands) {
    const needMilli = openOf(shelf, demand);
    if (needMilli === 0) continue;
    const sharing = byItem.get(demand.itemId) ?? [];
    sharing.push({ demand, needMilli, gotMilli: 0 });
    byItem.set(demand.itemId, sharing);
  }
  for (const sharing of byItem.values()) shareItem(shelf, sharing);
  step(
    [...byItem.values()].flat().filter(({ demand }) => demand.substitutes.length > 0),
    (demand) => take(shelf, demand, demand.multipleMilli),
  );
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
