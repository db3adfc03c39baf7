import { assert, type LocalDate } from '@coplan/kernel';
import type { Commitment, Supply } from './supply-and-demand.ts';

/** One day on which something comes or is due. */
export type AtpBucket = {
  on: LocalDate;
  suppliedMilli: number;
  committedMilli: number;
  /** Of the supply of this day, what no later commitment before the next supply needs; a shortage is taken from earlier supply. */
  discreteMilli: number;
  /** What can be taken on this day without shorting any commitment, now or later: the least that is ever left from here on. */
  cumulativeMilli: number;
};

type Flow = { suppliedMilli: number; committedMilli: number };

function flowsByDay(
  supplies: readonly Supply[],
  commitments: readonly Pick<Commitment, 'dueOn' | 'quantityMilli'>[],
  today: LocalDate,
): Map<LocalDate, Flow> {
  const flows = new Map<LocalDate, Flow>([[today, { suppliedMilli: 0, committedMilli: 0 }]]);
  const on = (day: LocalDate): Flow => {
    // What should have come or gone before today still will, at the earliest today.
    const at = day < today ? today : day;
    const flow = flows.get(at) ?? { suppliedMilli: 0, committedMilli: 0 };
    flows.set(at, flow);
    return flow;
  };
  for (const { availableOn, quantityMilli } of supplies) {
    assert(
      Number.isSafeInteger(quantityMilli) && quantityMilli >= 0,
      'supply is a whole number of thousandths',
    );
    on(availableOn).suppliedMilli += quantityMilli;
  }
  for (const { dueOn, quantityMilli } of commitments) {
    assert(
      Number.isSafeInteger(quantityMilli) && quantityMilli >= 0,
      'a commitment is a whole number of thousandths',
    );
    on(dueOn).committedMilli += quantityMilli;
  }
  return flows;
}

/** Supply of a day less the commitments until the next supply; what is missing is taken from the supply before it. */
function fillDiscrete(buckets: AtpBucket[]): void {
  let index = buckets.length - 1;
  let missing = 0;
  while (index >= 0) {
    let committed = 0;
    while (index > 0 && buckets[index]!.suppliedMilli === 0) {
      committed += buckets[index]!.committedMilli;
      buckets[index]!.discreteMilli = 0;
      index -= 1;
    }
    const bucket = buckets[index]!;
    const left = bucket.suppliedMilli - bucket.committedMilli - committed - missing;
    bucket.discreteMilli = index === 0 ? left : Math.max(0, left);
    missing = Math.max(0, -left);
    index -= 1;
  }
}

/**
 * Available to promise of one item at one place, by the days on which something happens: discrete (of each supply) and
 * cumulative with look-ahead (of everything until then, after all commitments of then and later). A negative number says
 * how much is promised already that nothing covers. Thousandths of the base unit.
 */
export function availableToPromise(
  supplies: readonly Supply[],
  commitments: readonly Pick<Commitment, 'dueOn' | 'quantityMilli'>[],
  today: LocalDate,
): AtpBucket[] {
  const flows = flowsByDay(supplies, commitments, today);
  const buckets = [...flows.keys()].sort().map(
    (on): AtpBucket => ({
      on,
      ...flows.get(on)!,
      discreteMilli: 0,
      cumulativeMilli: 0,
    }),
  );
  let balance = 0;
  for (const bucket of buckets) {
    balance += bucket.suppliedMilli - bucket.committedMilli;
    bucket.cumulativeMilli = balance;
  }
  for (let index = buckets.length - 2; index >= 0; index--) {
    const later = buckets[index + 1]!.cumulativeMilli;
    if (later < buckets[index]!.cumulativeMilli) buckets[index]!.cumulativeMilli = later;
  }
  fillDiscrete(buckets);
  return buckets;
}

/** What can be taken on a day without shorting anybody; never negative. */
export function promisableOn(buckets: readonly AtpBucket[], day: LocalDate): number {
  let promisable = 0;
  for (const { on, cumulativeMilli } of buckets) {
    if (on > day) break;
    promisable = Math.max(0, cumulativeMilli);
  }
  return promisable;
}
