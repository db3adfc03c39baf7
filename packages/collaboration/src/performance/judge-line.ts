import { type LocalDate, lineTotalMinor } from '@coplan/kernel';
import {
  type Check,
  type PerfectOrderComponent,
  perfectOrderChecks,
  perfectOrderComponents,
} from './check.ts';
import { type CommitWindow, commitBasis, commitWindow } from './commit-window.ts';
import { type Cause, findCause } from './find-cause.ts';
import { judgeCondition } from './judge-condition.ts';
import {
  type DeliveryView,
  judgeDate,
  judgeItem,
  judgePlace,
  judgeQuantity,
  shareOf,
  viewDelivery,
} from './judge-delivery.ts';
import { judgeCertificates, judgePayment, judgeShippingPapers } from './judge-documents.ts';
import { judgeExclusion } from './judge-exclusion.ts';
import { type LineView, viewLine } from './line-view.ts';
import type { ArrivalSource, LineEvent, LineExclusion, OrderLineFacts } from './order-line-facts.ts';

export type Failure = Cause & { check: Check['check']; costMinor: number };

/**
 * `judged`: the line is perfect or it is not. `open`: its window is not over, or a paper is not due yet. `undated`: nobody
 * named a day and nothing else failed. `excluded`: it does not count, and says why.
 */
export type LineStanding = 'judged' | 'open' | 'undated' | 'excluded';

/** What the events known at one moment say of a line. */
export type LineVerdict = {
  standing: LineStanding;
  isPerfect: boolean | null;
  components: Record<PerfectOrderComponent, 0 | 1 | null>;
  exclusion: LineExclusion | null;
  checks: Check[];
  failures: Failure[];
  dueOn: LocalDate | null;
  basis: string;
  isRebased: boolean;
  /** Where the time of the last arrival comes from. */
  dateSource: ArrivalSource | null;
  window: CommitWindow | null;
  /** The moment from which nothing more is expected, or null. */
  closedAtMs: number | null;
};

/** What a failing check costs; units short or outside the window count once, at the check of the quantity or the date. */
function costOf(check: Check, facts: OrderLineFacts, delivery: DeliveryView, ordered: number): number {
  const { costs } = facts.rules;
  const value = (quantityMilli: number): number =>
    lineTotalMinor({ quantityMilli, unitPriceMicros: facts.unitPriceMicros });
  switch (check.fault) {
    case 'short': {
      const neverCame = Math.max(0, ordered - delivery.receivedMilli);
      return shareOf(value(Math.min(check.affectedMilli, neverCame)), costs.shortRatioMicros);
    }
    case 'not-arrived':
      return 0;
    case 'late':
    case 'early':
      return shareOf(value(check.affectedMilli), costs.lateRatioMicros);
    case 'damaged':
    case 'configuration':
    case 'shelf-life':
    case 'temperature':
    case 'returned':
    case 'wrong-item':
      return shareOf(value(check.affectedMilli), costs.damageRatioMicros);
    default:
      return perfectOrderChecks[check.check].component === 'RL.2.3' ? costs.documentMinor : 0;
  }
}

/** A component passes when no check of it fails and none is open; one that fails fails it at once. */
function scoreComponents(checks: readonly Check[]): LineVerdict['components'] {
  const components = {} as LineVerdict['components'];
  for (const component of perfectOrderComponents) components[component] = 1;
  for (const { check, score } of checks) {
    const { component } = perfectOrderChecks[check];
    const sofar = components[component];
    if (score === 0 || (score === null && sofar !== 0)) components[component] = score;
  }
  return components;
}

/** When everything came (or nothing more will): the receipt that made it complete, a closure, a cancellation. */
function closedAt(view: LineView, { leastMilli }: DeliveryView): number | null {
  const { closure, cancellation, exclusion } = view;
  const isCancelled =
    cancellation?.by === 'supplier' || view.shipments.every(({ shipped }) => shipped.length === 0);
  const ends = [closure, isCancelled ? cancellation : undefined, exclusion]
    .filter((event) => event !== undefined)
    .map(({ recordedAtMs }) => recordedAtMs);
  let sumMilli = 0;
  const receipts = view.shipments.flatMap((shipment) => shipment.receipts);
  receipts.sort((a, b) => a.recordedAtMs - b.recordedAtMs);
  for (const receipt of receipts) {
    sumMilli += receipt.receivedMilli;
    if (sumMilli >= leastMilli) {
      ends.push(receipt.recordedAtMs);
      break;
    }
  }
  return ends.length === 0 ? null : Math.min(...ends);
}

function standingOf(
  { 'RL.2.2': onDate, ...others }: LineVerdict['components'],
  isDated: boolean,
): { standing: LineStanding; isPerfect: boolean | null } {
  const rest = Object.values(others);
  if (onDate === 0 || rest.includes(0)) return { standing: 'judged', isPerfect: false };
  if (rest.includes(null)) return { standing: 'open', isPerfect: null };
  if (!isDated) return { standing: 'undated', isPerfect: null };
  return onDate === null ? { standing: 'open', isPerfect: null } : { standing: 'judged', isPerfect: true };
}

/** Judges a line by the events given, as of a moment (milliseconds since 1970, UTC). */
export function judgeLine(facts: OrderLineFacts, known: readonly LineEvent[], asOfMs: number): LineVerdict {
  const view = viewLine(facts, known);
  const basis = commitBasis(facts, view);
  const window = basis === null ? null : commitWindow(facts, basis.dueOn);
  const isOver = window !== null && asOfMs > window.endsAtMs;
  const delivery = viewDelivery(facts, view, window);
  const checks = [
    judgeItem(facts, view, delivery),
    judgeQuantity(facts, view, delivery, isOver || (window === null && view.closure !== undefined)),
    judgeDate(facts, view, delivery, { window, isOver }),
    judgePlace(facts, view, delivery),
    judgeShippingPapers(facts, delivery),
    judgeCertificates('RL.3.31', facts, view, delivery),
    judgeCertificates('RL.3.43', facts, view, delivery),
    judgePayment(facts, view, delivery, asOfMs),
    ...judgeCondition(facts, view, delivery),
  ];
  const components = scoreComponents(checks);
  const exclusion = judgeExclusion(facts, view, window);
  const head = {
    components,
    exclusion,
    checks,
    dueOn: basis?.dueOn ?? null,
    basis: basis?.text ?? 'Nobody named a day.',
    isRebased: view.rebasedBy !== undefined,
    dateSource: delivery.arrivals.at(-1)?.shipment.arrival?.source ?? null,
    window,
    closedAtMs: closedAt(view, delivery),
  };
  if (exclusion !== null) return { ...head, standing: 'excluded', isPerfect: null, failures: [] };
  const context = { facts, view, delivery, window, dueOn: head.dueOn };
  const failures = checks
    .filter(({ score }) => score === 0)
    .map((check) => ({
      ...findCause(check, context),
      check: check.check,
      costMinor: costOf(check, facts, delivery, view.orderedMilli),
    }));
  return { ...head, ...standingOf(components, basis !== null), failures };
}
