import { commitBasis, commitWindow } from './commit-window.ts';
import { viewDelivery } from './judge-delivery.ts';
import { judgeExclusion } from './judge-exclusion.ts';
import { type LineView, orderedEvents, viewLine } from './line-view.ts';
import type { OrderLineFacts } from './order-line-facts.ts';
import { type PerformanceResult, performanceResult } from './performance-result.ts';

type FillCode = 'line-fill' | 'unit-fill' | 'order-fill' | 'beta-service';

/** What one due line adds to the fill rates, in thousandths of its base unit. */
export type LineFill = {
  lineId: string;
  orderId: string;
  orderedMilli: number;
  /** Shipped with the first shipment that left in promise, at most what was ordered. */
  firstMilli: number;
  /** Ordered and not there by the end of the window. */
  backorderedMilli: number;
};

/** The first shipment, where it left early enough to arrive inside the window or did arrive there. */
function firstShippedMilli(view: LineView, arrivedByMs: number, leaveByMs: number): number {
  const [first] = view.shipments
    .filter(({ shipped }) => shipped.length > 0)
    .sort((a, b) => a.shipped[0]!.atMs - b.shipped[0]!.atMs);
  if (first === undefined) return 0;
  const isInPromise =
    first.shipped[0]!.atMs <= leaveByMs || (first.arrival !== undefined && first.arrival.atMs <= arrivedByMs);
  return isInPromise ? first.shipped.reduce((sum, { shippedMilli }) => sum + shippedMilli, 0) : 0;
}

/** The fill of a line whose window is over; null: it is excluded, undated or not due. */
export function lineFill(facts: OrderLineFacts, { asOfMs }: { asOfMs: number }): LineFill | null {
  const view = viewLine(
    facts,
    orderedEvents(facts).filter(({ recordedAtMs }) => recordedAtMs <= asOfMs),
  );
  const basis = commitBasis(facts, view);
  if (basis === null) return null;
  const window = commitWindow(facts, basis.dueOn);
  if (asOfMs <= window.endsAtMs || judgeExclusion(facts, view, window) !== null) return null;
  const leaveByMs = window.endsAtMs - facts.rules.transitHours * 3_600_000;
  const delivery = viewDelivery(facts, view, window);
  let thereMilli = 0;
  for (const { countsAtMs, receivedMilli } of delivery.arrivals) {
    if (countsAtMs <= window.endsAtMs) thereMilli += receivedMilli;
  }
  const { orderedMilli } = view;
  const firstMilli = firstShippedMilli(view, window.endsAtMs, leaveByMs);
  return {
    lineId: facts.lineId,
    orderId: facts.orderId,
    orderedMilli,
    firstMilli: Math.min(firstMilli, orderedMilli),
    backorderedMilli: Math.max(0, orderedMilli - thereMilli),
  };
}

/** Fill rates of lines due: by line, by unit, by order at the first shipment, and of demand (β service). */
export function computeFillRates(
  lines: readonly OrderLineFacts[],
  asOf: { asOfMs: number },
): Record<FillCode, PerformanceResult> {
  const fills = lines.map((line) => lineFill(line, asOf)).filter((fill) => fill !== null);
  const isWholeByOrder = new Map<string, boolean>();
  const sums = { whole: 0, firstMilli: 0, orderedMilli: 0, backorderedMilli: 0 };
  for (const { orderId, orderedMilli, firstMilli, backorderedMilli } of fills) {
    const isWhole = firstMilli === orderedMilli;
    sums.whole += isWhole ? 1 : 0;
    sums.firstMilli += firstMilli;
    sums.orderedMilli += orderedMilli;
    sums.backorderedMilli += backorderedMilli;
    isWholeByOrder.set(orderId, (isWholeByOrder.get(orderId) ?? true) && isWhole);
  }
  const n = fills.length;
  const excluded = n === lines.length ? {} : { NOT_DUE_OR_EXCLUDED: lines.length - n };
  const result = (code: FillCode, numerator: number, denominator: number, count = n): PerformanceResult =>
    performanceResult(code, { numerator, denominator, n: count, excluded });
  const wholeOrders = [...isWholeByOrder.values()].filter((isWhole) => isWhole).length;
  return {
    'line-fill': result('line-fill', sums.whole, n),
    'unit-fill': result('unit-fill', sums.firstMilli, sums.orderedMilli),
    'order-fill': result('order-fill', wholeOrders, isWholeByOrder.size, isWholeByOrder.size),
    'beta-service': result('beta-service', sums.orderedMilli - sums.backorderedMilli, sums.orderedMilli),
  };
}
