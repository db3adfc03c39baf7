import { addDays, formatMilli, type LocalDate } from '@coplan/kernel';
import { type AtpBucket, availableToPromise, promisableOn } from './available-to-promise.ts';
import { floorTo, type PromiseInput, type Supply } from './supply-and-demand.ts';

/** Raised whenever the same input could be promised otherwise. */
export const promiseVersion = 'promise-1';

export type PromisedPart = { on: LocalDate; quantityMilli: number };

/**
 * When what can be had. `source`: from stock and receipts (ATP), with what suppliers committed to and still must be ordered
 * (CTP), by ordering anew at the usual lead time, or not at all.
 */
export type DatePromise = {
  promiseVersion: string;
  source: 'atp' | 'ctp' | 'lead-time' | 'none';
  /** The day on which all of it is there; null: nobody knows. */
  completeOn: LocalDate | null;
  parts: PromisedPart[];
  /** Supplies of suppliers' commits that must be ordered for this, and by when. */
  toOrder: { supplyId: string; quantityMilli: number; orderBy: LocalDate }[];
  reason: string;
  /** The proof: availability by day with which the promise was made. */
  buckets: AtpBucket[];
};

const units = (quantityMilli: number): string => formatMilli(quantityMilli);

/** Parts in the order of their days: each takes what is there beyond what was taken before. */
function partsOf(buckets: readonly AtpBucket[], input: PromiseInput): PromisedPart[] {
  const { request, today } = input;
  const { quantityMilli, multipleMilli, dueOn } = request;
  const firstOn = dueOn < today ? today : dueOn;
  const days = [firstOn, ...buckets.map(({ on }) => on).filter((on) => on > firstOn)];
  const parts: PromisedPart[] = [];
  let takenMilli = 0;
  for (const on of days) {
    const left = quantityMilli - takenMilli;
    if (left <= 0) break;
    const there = promisableOn(buckets, on) - takenMilli;
    const part = there >= left ? left : floorTo(there, multipleMilli);
    const isTaken = part === left || (request.arePartsAllowed && part > 0);
    if (!isTaken) continue;
    parts.push({ on, quantityMilli: part });
    takenMilli += part;
  }
  return parts;
}

const sumOf = (parts: readonly PromisedPart[]): number =>
  parts.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);

/** Commits that can still be ordered, as supply; those whose day to order is over are gone. */
const orderable = ({ supplies, today }: PromiseInput): Supply[] =>
  supplies.filter(({ kind, orderBy }) => kind !== 'commit' || orderBy === undefined || orderBy >= today);

/** Which commits the promise rests on: by day, as little as stock and receipts leave uncovered. */
function commitsNeeded(
  input: PromiseInput,
  parts: readonly PromisedPart[],
  atp: readonly AtpBucket[],
): DatePromise['toOrder'] {
  const needed: DatePromise['toOrder'] = [];
  const lastOn = parts.at(-1)?.on;
  if (lastOn === undefined) return needed;
  const commits = orderable(input)
    .filter(({ kind, availableOn }) => kind === 'commit' && availableOn <= lastOn)
    .sort((a, b) =>
      a.availableOn < b.availableOn
        ? -1
        : a.availableOn > b.availableOn
          ? 1
          : a.supplyId < b.supplyId
            ? -1
            : 1,
    );
  let uncovered = sumOf(parts) - promisableOn(atp, lastOn);
  for (const { supplyId, quantityMilli, orderBy } of commits) {
    if (uncovered <= 0) break;
    const taken = Math.min(uncovered, quantityMilli);
    needed.push({ supplyId, quantityMilli: taken, orderBy: orderBy ?? input.today });
    uncovered -= taken;
  }
  return needed;
}

/** Why not on the day asked for: what is there then, and what stands in the way. */
function whyNot(buckets: readonly AtpBucket[], { request, today }: PromiseInput): string {
  const on = request.dueOn < today ? today : request.dueOn;
  const there = promisableOn(buckets, on);
  const known = buckets.filter((bucket) => bucket.on <= on).at(-1);
  const later = buckets.find(
    (bucket) =>
      bucket.on > on && bucket.cumulativeMilli === known?.cumulativeMilli && bucket.committedMilli > 0,
  );
  const stock = `On ${on} ${units(there)} of ${units(request.quantityMilli)} can be promised`;
  return later === undefined ? stock : `${stock}: what is in stock then is promised for ${later.on} already`;
}

/**
 * The earliest day on which a request can be served without breaking any earlier promise: first from stock and receipts,
 * then with suppliers' commits, then by ordering anew. Whole multiples in each part but the last. Never earlier than asked.
 */
export function promiseDate(input: PromiseInput): DatePromise {
  const { request, today, commitments, replenishmentDays } = input;
  const withoutCommits = input.supplies.filter(({ kind }) => kind !== 'commit');
  const atp = availableToPromise(withoutCommits, commitments, today);
  const head = { promiseVersion, toOrder: [] as DatePromise['toOrder'] };
  const atpParts = partsOf(atp, input);
  if (sumOf(atpParts) === request.quantityMilli) {
    const completeOn = atpParts.at(-1)?.on ?? (request.dueOn < today ? today : request.dueOn);
    const reason =
      completeOn <= request.dueOn
        ? 'Stock and receipts cover it on the day asked for.'
        : `${whyNot(atp, input)}; receipts until ${completeOn} cover it.`;
    return { ...head, source: 'atp', completeOn, parts: atpParts, reason, buckets: atp };
  }
  const ctp = availableToPromise(orderable(input), commitments, today);
  const ctpParts = partsOf(ctp, input);
  if (sumOf(ctpParts) === request.quantityMilli) {
    const toOrder = commitsNeeded(input, ctpParts, atp);
    const completeOn = ctpParts.at(-1)!.on;
    const orders = toOrder
      .map((need) => `${units(need.quantityMilli)} of ${need.supplyId} by ${need.orderBy}`)
      .join(', ');
    const reason = `${whyNot(atp, input)}; suppliers committed to more: order ${orders}.`;
    return { ...head, source: 'ctp', completeOn, parts: ctpParts, toOrder, reason, buckets: ctp };
  }
  const there = sumOf(ctpParts);
  const missing = `${units(request.quantityMilli - there)} are in no stock, receipt or commit`;
  if (replenishmentDays === null) {
    const reason = `${whyNot(ctp, input)}; ${missing}, and nobody knows when more can be had.`;
    return {
      ...head,
      source: 'none',
      completeOn: null,
      parts: ctpParts,
      toOrder: commitsNeeded(input, ctpParts, atp),
      reason,
      buckets: ctp,
    };
  }
  const anew = addDays(today, replenishmentDays);
  const completeOn = anew < request.dueOn ? request.dueOn : anew;
  const parts = [...ctpParts.filter(({ on }) => on < completeOn)];
  const rest = request.quantityMilli - sumOf(parts);
  if (rest > 0) parts.push({ on: completeOn, quantityMilli: rest });
  const reason = `${whyNot(ctp, input)}; ${missing}: ordering anew takes ${replenishmentDays} days.`;
  return {
    ...head,
    source: 'lead-time',
    completeOn,
    parts,
    toOrder: commitsNeeded(input, ctpParts, atp),
    reason,
    buckets: ctp,
  };
}
