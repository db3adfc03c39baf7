import { commitBasis, commitWindow } from './commit-window.ts';
import type { OpenLine } from './estimate-risk.ts';
import { viewDelivery } from './judge-delivery.ts';
import { orderedEvents, viewLine } from './line-view.ts';
import type { OrderLineFacts } from './order-line-facts.ts';

const hourMs = 3_600_000;

/**
 * A line that may still fail, as the pre-mortem sees it at a moment (milliseconds since 1970, UTC); null for one without a
 * day, one that is called off, one whose window is over, and one that has come whole.
 */
export function openLineOf(
  facts: OrderLineFacts,
  about: { asOfMs: number; supplierId: string; laneId: string; costMinor: OpenLine['costMinor'] },
): OpenLine | null {
  const { asOfMs, supplierId, laneId, costMinor } = about;
  const view = viewLine(
    facts,
    orderedEvents(facts).filter(({ recordedAtMs }) => recordedAtMs <= asOfMs),
  );
  const basis = commitBasis(facts, view);
  if (basis === null || view.cancellation !== undefined || view.closure !== undefined) return null;
  const window = commitWindow(facts, basis.dueOn);
  const { receivedMilli, leastMilli } = viewDelivery(facts, view, window);
  if (asOfMs > window.endsAtMs || receivedMilli >= leastMilli) return null;
  const shipped = view.shipments.flatMap((shipment) => shipment.shipped);
  const shippedMilli = shipped.reduce((sum, part) => sum + part.shippedMilli, 0);
  const leftAtMs = shipped[0]?.atMs;
  const isAnnounced = view.shipments.some(({ notices }) => notices.length > 0);
  const leadHours = facts.rules.documents.shipNoticeLeadHours;
  const isMissed = leadHours !== null && asOfMs > window.endsAtMs - leadHours * hourMs;
  const hours = (atMs: number): number => (atMs - window.endsAtMs) / hourMs;
  return {
    lineId: facts.lineId,
    supplierId,
    laneId,
    nowHours: hours(asOfMs),
    windowStartHours: window.startsAtMs === Number.MIN_SAFE_INTEGER ? null : hours(window.startsAtMs),
    isAcknowledged: view.acknowledgement !== undefined,
    isConfirmedInFull: view.acknowledgement !== undefined,
    // A despatch that is announced for later has not left yet.
    shippedAtHours: leftAtMs === undefined || leftAtMs > asOfMs ? null : hours(leftAtMs),
    isShippedInFull: leftAtMs === undefined || leftAtMs > asOfMs ? null : shippedMilli >= leastMilli,
    shipNotice: isAnnounced ? 'sent' : isMissed ? 'missed' : 'not-due',
    costMinor,
  };
}
