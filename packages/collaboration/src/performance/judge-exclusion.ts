import type { CommitWindow } from './commit-window.ts';
import type { LineView } from './line-view.ts';
import type { LineExclusion, OrderLineFacts } from './order-line-facts.ts';

const hourMs = 3_600_000;

/** The latest moment at which goods can leave and still arrive inside the window. */
export const mustShipByMs = ({ rules }: OrderLineFacts, window: CommitWindow): number =>
  window.endsAtMs - rules.transitHours * hourMs;

/** A customer's cancellation before the ship cut-off takes the line out; after it, only a line that never left. */
function cancelledInTime(facts: OrderLineFacts, view: LineView, window: CommitWindow | null): boolean {
  const { cancellation } = view;
  if (cancellation?.by !== 'customer') return false;
  const cutoffMs =
    window === null ? undefined : mustShipByMs(facts, window) - facts.rules.cancelCutoffHours * hourMs;
  if (cutoffMs === undefined || cancellation.atMs < cutoffMs) return true;
  return !view.shipments.some(({ shipped, arrival }) => shipped.length > 0 || arrival !== undefined);
}

/** The receiving place was asked for a slot inside the window and had none to offer there. */
function unofferedSlot(view: LineView, window: CommitWindow | null): LineExclusion | null {
  if (window === null) return null;
  const isInside = (atMs: number): boolean => atMs >= window.startsAtMs && atMs <= window.endsAtMs;
  const evidence: string[] = [];
  let wasAsked = false;
  let wasAnswered = false;
  for (const event of view.appointments) {
    if (event.kind === 'appointment-requested' && isInside(event.slotAtMs)) wasAsked = true;
    else if (event.kind === 'appointment-offered') {
      if (event.slotAtMs !== null && isInside(event.slotAtMs)) return null;
      wasAnswered = true;
    } else continue;
    evidence.push(event.eventId);
  }
  if (!wasAsked || !wasAnswered) return null;
  const text = 'The receiving place was asked for a slot inside the window and offered none there.';
  return { code: 'BUYER_FAULT', evidence, text };
}

/** Why a line does not count, coded and with its evidence; null: it counts. */
export function judgeExclusion(
  facts: OrderLineFacts,
  view: LineView,
  window: CommitWindow | null,
): LineExclusion | null {
  const { exclusion, resolution, cancellation } = view;
  if (exclusion !== undefined) {
    const text = `Excluded as ${exclusion.code}, approved by ${exclusion.approvedBy}.`;
    return { code: exclusion.code, evidence: [exclusion.eventId], text };
  }
  if (resolution?.exclusion !== undefined) {
    const text = `A dispute ended with ${resolution.exclusion}.`;
    return { code: resolution.exclusion, evidence: [resolution.eventId], text };
  }
  if (cancelledInTime(facts, view, window)) {
    const text = 'The customer cancelled before the ship cut-off, or before anything left.';
    return { code: 'CUSTOMER_CANCELLED', evidence: [cancellation!.eventId], text };
  }
  return unofferedSlot(view, window);
}
