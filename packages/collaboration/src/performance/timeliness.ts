import { type BusinessHours, workingHoursBetween } from '../windows/working-hours.ts';
import { commitBasis, commitWindow } from './commit-window.ts';
import { judgeExclusion, mustShipByMs } from './judge-exclusion.ts';
import { type LineView, orderedEvents, viewLine } from './line-view.ts';
import type { OrderLineFacts } from './order-line-facts.ts';
import { type PerformanceResult, performanceResult } from './performance-result.ts';

const hourMs = 3_600_000;

type Count = { numerator: number; denominator: number; n: number };
const emptyCount = (): Count => ({ numerator: 0, denominator: 0, n: 0 });
const add = (count: Count, numerator: number, denominator: number): void => {
  count.numerator += numerator;
  count.denominator += denominator;
  count.n += 1;
};

export type TimelinessReport = {
  acknowledgement: PerformanceResult;
  shipOnTime: PerformanceResult;
  shipNoticeTimeliness: PerformanceResult;
  shipNoticeAccuracy: PerformanceResult;
};

const knownView = (facts: OrderLineFacts, asOfMs: number): LineView =>
  viewLine(
    facts,
    orderedEvents(facts).filter(({ recordedAtMs }) => recordedAtMs <= asOfMs),
  );

/** Announced against received, item by item: what is in both, and what is in either. */
function countNotices({ shipments }: LineView, accuracy: Count): void {
  for (const { notices, receipts } of shipments) {
    if (receipts.length === 0) continue;
    const items = new Map<string, { announced: number; received: number }>();
    const of = (gtin: string) => {
      const known = items.get(gtin) ?? { announced: 0, received: 0 };
      items.set(gtin, known);
      return known;
    };
    for (const { gtin, announcedMilli } of notices) of(gtin).announced += announcedMilli;
    for (const { gtin, receivedMilli } of receipts) of(gtin).received += receivedMilli;
    let both = 0;
    let either = 0;
    for (const { announced, received } of items.values()) {
      both += Math.min(announced, received);
      either += Math.max(announced, received);
    }
    add(accuracy, both, either);
  }
}

/**
 * Acknowledgements, ship notices and departures against the hours agreed. A line that is not due yet counts nowhere; one
 * that was never answered counts as late once its hours are over.
 */
export function computeTimeliness(
  lines: readonly OrderLineFacts[],
  { asOfMs, acknowledgeWithinHours }: { asOfMs: number; acknowledgeWithinHours: number },
): TimelinessReport {
  const acknowledged = emptyCount();
  const shipped = emptyCount();
  const announced = emptyCount();
  const accuracy = emptyCount();
  for (const facts of lines) {
    const view = knownView(facts, asOfMs);
    const basis = commitBasis(facts, view);
    const window = basis === null ? null : commitWindow(facts, basis.dueOn);
    if (judgeExclusion(facts, view, window) !== null) continue;
    const answerBy = facts.orderedAtMs + acknowledgeWithinHours * hourMs;
    const { answeredAtMs } = view;
    if (answeredAtMs !== undefined || asOfMs > answerBy) {
      add(acknowledged, answeredAtMs !== undefined && answeredAtMs <= answerBy ? 1 : 0, 1);
    }
    if (window !== null && asOfMs > mustShipByMs(facts, window)) {
      const leftAtMs = view.readyAtMs ?? view.shipments[0]?.shipped[0]?.atMs ?? Number.MAX_SAFE_INTEGER;
      add(shipped, leftAtMs <= mustShipByMs(facts, window) ? 1 : 0, 1);
    }
    const leadHours = facts.rules.documents.shipNoticeLeadHours ?? 0;
    for (const { arrival, notices } of view.shipments) {
      if (arrival === undefined) continue;
      add(
        announced,
        notices[0] !== undefined && notices[0].atMs <= arrival.atMs - leadHours * hourMs ? 1 : 0,
        1,
      );
    }
    countNotices(view, accuracy);
  }
  return {
    acknowledgement: performanceResult('acknowledgement-timeliness', acknowledged),
    shipOnTime: performanceResult('ship-on-time', shipped),
    shipNoticeTimeliness: performanceResult('ship-notice-timeliness', announced),
    shipNoticeAccuracy: performanceResult('ship-notice-accuracy', accuracy),
  };
}

/** Hours from the order to the receipt that completed it; null without data. */
export type CycleTimes = {
  n: number;
  calendarHours: { p50: number; p90: number } | null;
  workingHours: { p50: number; p90: number } | null;
};

/** The smallest value that at least the share of all values does not exceed (nearest rank). */
function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/** Median and ninth decile by nearest rank; null without data. */
export const spreadOfHours = (hours: number[]): { p50: number; p90: number } | null => {
  if (hours.length === 0) return null;
  hours.sort((a, b) => a - b);
  return { p50: nearestRank(hours, 0.5), p90: nearestRank(hours, 0.9) };
};

/** Order cycle times of complete lines, by the calendar and in the working hours given. */
export function computeCycleTimes(
  lines: readonly OrderLineFacts[],
  { asOfMs, business }: { asOfMs: number; business: BusinessHours },
): CycleTimes {
  const calendar: number[] = [];
  const working: number[] = [];
  for (const facts of lines) {
    const view = knownView(facts, asOfMs);
    let sumMilli = 0;
    const receipts = view.shipments.flatMap((shipment) => shipment.receipts).sort((a, b) => a.atMs - b.atMs);
    const last = receipts.find(({ receivedMilli }) => {
      sumMilli += receivedMilli;
      return sumMilli >= view.orderedMilli;
    });
    if (last === undefined) continue;
    calendar.push((last.atMs - facts.orderedAtMs) / hourMs);
    working.push(workingHoursBetween(new Date(facts.orderedAtMs), new Date(last.atMs), business));
  }
  return { n: calendar.length, calendarHours: spreadOfHours(calendar), workingHours: spreadOfHours(working) };
}
