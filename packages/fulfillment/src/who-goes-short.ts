import { formatMilli, type LocalDate } from '@coplan/kernel';
import { type DatePromise, promiseDate } from './promise-date.ts';
import type { Commitment, PromiseInput, Supply } from './supply-and-demand.ts';

/** What an order gets, and when, if all are served by priority, then by day. */
export type Served = {
  orderLineId: string;
  onTimeMilli: number;
  lateMilli: number;
  neverMilli: number;
  completeOn: LocalDate | null;
};

/** An order that gets less, or gets it later, because the new one is taken. */
export type Shortened = {
  orderLineId: string;
  before: Served;
  after: Served;
  /** Units that were on time and are not any more. */
  shortMilli: number;
  costMinor: number;
  text: string;
};

export type OrderImpact = {
  /** What can be promised without shorting anybody. */
  promise: DatePromise;
  /** The new order, if it is taken for the day it asks for. */
  served: Served;
  shortened: Shortened[];
  costMinor: number;
  text: string;
};

type Left = { availableOn: LocalDate; quantityMilli: number };

const byRank = (a: Commitment, b: Commitment): number =>
  a.priority - b.priority ||
  (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0) ||
  (a.orderLineId < b.orderLineId ? -1 : a.orderLineId > b.orderLineId ? 1 : 0);

/** Takes from the latest supply that is still in time, so that earlier supply stays for earlier days; then what comes late. */
function serve(commitment: Commitment, supplies: Left[]): Served {
  const { orderLineId, dueOn, quantityMilli } = commitment;
  let left = quantityMilli;
  let completeOn: LocalDate | null = null;
  const take = (supply: Left): number => {
    const taken = Math.min(left, supply.quantityMilli);
    if (taken === 0) return 0;
    supply.quantityMilli -= taken;
    left -= taken;
    if (completeOn === null || supply.availableOn > completeOn) completeOn = supply.availableOn;
    return taken;
  };
  let onTimeMilli = 0;
  let lateMilli = 0;
  for (let index = supplies.length - 1; index >= 0; index--) {
    if (supplies[index]!.availableOn <= dueOn) onTimeMilli += take(supplies[index]!);
  }
  for (const supply of supplies) if (supply.availableOn > dueOn) lateMilli += take(supply);
  return { orderLineId, onTimeMilli, lateMilli, neverMilli: left, completeOn: left > 0 ? null : completeOn };
}

/** Serves all commitments by priority, then day, then id. Conserves: on time + late + never = asked for, of each. */
export function serveAll(
  supplies: readonly Supply[],
  commitments: readonly Commitment[],
  today: LocalDate,
): Map<string, Served> {
  const left = supplies
    .filter(({ kind }) => kind !== 'commit')
    .map(({ availableOn, quantityMilli }) => ({
      availableOn: availableOn < today ? today : availableOn,
      quantityMilli,
    }))
    .sort((a, b) => (a.availableOn < b.availableOn ? -1 : a.availableOn > b.availableOn ? 1 : 0));
  const served = new Map<string, Served>();
  for (const commitment of [...commitments].sort(byRank)) {
    const due = commitment.dueOn < today ? { ...commitment, dueOn: today } : commitment;
    served.set(commitment.orderLineId, serve(due, left));
  }
  return served;
}

/** Thousandths times millionths of a currency unit a piece, in minor units, rounded half up once. */
const costOf = (quantityMilli: number, micros: number): number =>
  Number((BigInt(quantityMilli) * BigInt(micros) + 5_000_000n) / 10_000_000n);

/**
 * "If I take this order, who goes short?": everybody is served twice, without and with the request, by priority and day.
 * Whoever then has fewer units on time is named, with how many and what it costs. Nothing is changed.
 */
export function whoGoesShort(input: PromiseInput): OrderImpact {
  const { supplies, commitments, request, today } = input;
  const before = serveAll(supplies, commitments, today);
  const after = serveAll(supplies, [...commitments, request], today);
  const shortened: Shortened[] = [];
  for (const commitment of [...commitments].sort(byRank)) {
    const { orderLineId, shortageMicros } = commitment;
    const was = before.get(orderLineId)!;
    const is = after.get(orderLineId)!;
    const shortMilli = was.onTimeMilli - is.onTimeMilli;
    const isLater = is.neverMilli > was.neverMilli || (is.completeOn ?? '9999') > (was.completeOn ?? '9999');
    if (shortMilli <= 0 && !isLater) continue;
    const never =
      is.neverMilli > was.neverMilli ? `, ${formatMilli(is.neverMilli - was.neverMilli)} of them never` : '';
    shortened.push({
      orderLineId,
      before: was,
      after: is,
      shortMilli: Math.max(0, shortMilli),
      costMinor: costOf(Math.max(0, shortMilli), shortageMicros),
      text: `${orderLineId} has ${formatMilli(Math.max(0, shortMilli))} less on time${never}.`,
    });
  }
  shortened.sort(
    (a, b) =>
      b.costMinor - a.costMinor || b.shortMilli - a.shortMilli || (a.orderLineId < b.orderLineId ? -1 : 1),
  );
  const costMinor = shortened.reduce((sum, line) => sum + line.costMinor, 0);
  const text = shortened.length === 0 ? 'Nobody goes short.' : shortened.map((line) => line.text).join(' ');
  return { promise: promiseDate(input), served: after.get(request.orderLineId)!, shortened, costMinor, text };
}
