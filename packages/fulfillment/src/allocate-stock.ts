import { assert, formatMilli } from '@coplan/kernel';
import type { AllocatedLine, AllocationInput, AllocationResult, Demand } from './allocation-input.ts';
import { type Group, isWhole } from './line-group.ts';
import { shareFairly } from './share-fairly.ts';
import { openOf, openShelf, type Shelf, take, undoTo } from './shelf.ts';

/** Raised whenever the same input could be allocated otherwise. */
export const allocationVersion = 'allocation-1';

/** Before whom a line is served: priority, then the day asked for, then who came first, then its id. */
export const byRank = (a: Demand, b: Demand): number =>
  a.priority - b.priority ||
  (a.requestedOn < b.requestedOn ? -1 : a.requestedOn > b.requestedOn ? 1 : 0) ||
  a.enteredAtMs - b.enteredAtMs ||
  (a.lineId < b.lineId ? -1 : a.lineId > b.lineId ? 1 : 0);

function groupsOf(demands: readonly Demand[], wholeOrders: ReadonlySet<string>): Group[] {
  const groups: Group[] = [];
  const byOrder = new Map<string, Group>();
  for (const demand of demands) {
    const { orderId, isShipComplete } = demand;
    const known = byOrder.get(orderId);
    if (known !== undefined) known.demands.push(demand);
    else {
      const isWholeOrder = wholeOrders.has(orderId);
      const group = { demands: [demand], mustBeWhole: isWholeOrder || isShipComplete };
      if (isWholeOrder) byOrder.set(orderId, group);
      groups.push(group);
    }
  }
  return groups;
}

/** One group after the other; one that must be whole and is not gives back what it took. */
function serveInTurn(shelf: Shelf, groups: readonly Group[]): void {
  for (const group of groups) {
    const mark = shelf.journal.length;
    for (const demand of group.demands) take(shelf, demand, openOf(shelf, demand));
    if (group.mustBeWhole && !isWhole(shelf, group)) undoTo(shelf, mark);
  }
}

/** Groups of one priority; an order that must be whole has the priority of its first line. */
function classesOf(groups: readonly Group[]): Group[][] {
  const classes = new Map<number, Group[]>();
  for (const group of groups) {
    const priority = group.demands[0]!.priority;
    classes.set(priority, [...(classes.get(priority) ?? []), group]);
  }
  return [...classes.entries()].sort(([a], [b]) => a - b).map(([, ofClass]) => ofClass);
}

const isCancelled = ({ cancelAfterOn }: Demand, { today }: AllocationInput): boolean =>
  cancelAfterOn !== undefined && cancelAfterOn < today;

type Described = {
  input: AllocationInput;
  shelf: Shelf;
  heldByLine: ReadonlyMap<string, number>;
  mustBeWhole: boolean;
};

function describe(demand: Demand, { input, shelf, heldByLine, mustBeWhole }: Described): AllocatedLine {
  const { lineId, orderedMilli, multipleMilli, cancelAfterOn } = demand;
  const heldMilli = heldByLine.get(lineId) ?? 0;
  const coveredMilli = shelf.coveredByLine.get(lineId) ?? 0;
  const head = { lineId, orderedMilli, heldMilli, allocatedMilli: coveredMilli - heldMilli };
  const open = openOf(shelf, demand);
  if (isCancelled(demand, input)) {
    const text = `The customer does not want it after ${cancelAfterOn}: ${formatMilli(open)} are cancelled.`;
    return { ...head, backorderedMilli: 0, state: 'cancelled', text };
  }
  const state = open === 0 ? 'allocated' : coveredMilli > 0 ? 'part-allocated' : 'backordered';
  const why = mustBeWhole
    ? 'not everything that must leave together is there'
    : `no lot that it may have holds another multiple of ${formatMilli(multipleMilli)}`;
  const text = open === 0 ? 'Everything is allocated.' : `${formatMilli(open)} wait: ${why}.`;
  return { ...head, backorderedMilli: open, state, text };
}

/**
 * Gives stock to lines: by priority, and within one in turn or in fair shares. What is held stays held and counts for its
 * own line. Whole multiples from one lot each, lots by FEFO or FIFO and only those that the line's rule allows, nothing of
 * what is kept for others. Never more than there is; the same input in any order gives the same answer.
 *
 * To allocate backorders again when goods come in, call it with the new lots and everything given so far as `held`.
 * Throws `DomainError` when held stock is not there or a substitute does not fit the multiple.
 */
export function allocateStock(input: AllocationInput): AllocationResult {
  const shelf = openShelf(input);
  const heldByLine = new Map(shelf.coveredByLine);
  const ids = new Set<string>();
  for (const { lineId, orderedMilli, multipleMilli } of input.demands) {
    assert(!ids.has(lineId), `line ${lineId} is listed once`);
    ids.add(lineId);
    assert(
      Number.isSafeInteger(orderedMilli) && orderedMilli >= 0,
      'an order is a whole number of thousandths',
    );
    assert(Number.isSafeInteger(multipleMilli) && multipleMilli > 0, 'a multiple is at least one thousandth');
  }
  const wholeOrders = new Set(input.shipCompleteOrderIds);
  const ranked = [...input.demands].sort(byRank);
  const groups = groupsOf(
    ranked.filter((demand) => !isCancelled(demand, input)),
    wholeOrders,
  );
  for (const ofClass of classesOf(groups)) {
    if (input.policy === 'priority') serveInTurn(shelf, ofClass);
    else shareFairly(shelf, ofClass);
  }
  return {
    allocationVersion,
    allocations: shelf.journal.map(({ allocation }) => allocation),
    lines: ranked.map((demand) => {
      const mustBeWhole = demand.isShipComplete || wholeOrders.has(demand.orderId);
      return describe(demand, { input, shelf, heldByLine, mustBeWhole });
    }),
  };
}
