import { formatMilli, localDateOfDay } from '@coplan/kernel';
import { scaleRounded } from '../exact/allocate.ts';
import { type Check, fails, isOpen, passes } from './check.ts';
import type { CommitWindow } from './commit-window.ts';
import type { LineView, ShipmentView } from './line-view.ts';
import type { OrderLineFacts } from './order-line-facts.ts';

/** Deliveries that arrived, oldest first, with the time that counts for the window. */
export type Arrival = { shipment: ShipmentView; atMs: number; countsAtMs: number; receivedMilli: number };

export type DeliveryView = {
  arrivals: Arrival[];
  /** Of the arrivals, in their order. */
  receipts: ShipmentView['receipts'];
  receivedMilli: number;
  inWindowMilli: number;
  /** Least and most that pass for the quantity ordered. */
  leastMilli: number;
  mostMilli: number;
};

const dayMs = 86_400_000;
const days = new Map<number, string>();
const daysMax = 20_000;
const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `2026-11-17T08:00Z`; lines share their days, so the days are kept. */
function iso(atMs: number): string {
  const day = Math.floor(atMs / dayMs);
  let text = days.get(day);
  if (text === undefined) {
    if (days.size >= daysMax) days.clear();
    text = localDateOfDay(day);
    days.set(day, text);
  }
  const minutes = Math.floor((atMs - day * dayMs) / 60_000);
  return `${text}T${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}Z`;
}

const tolerance = (orderedMilli: number, micros: number): number =>
  micros === 0 ? 0 : Math.floor((orderedMilli * micros) / 1_000_000);

const isWithin = (atMs: number, window: CommitWindow): boolean =>
  atMs >= window.startsAtMs && atMs <= window.endsAtMs;

/**
 * An appointment asked for inside the window and moved by the receiving place counts as kept when the truck came by the
 * new time: the supplier is measured by what it asked for.
 */
function countedArrival(atMs: number, view: LineView, window: CommitWindow | null): number {
  if (window === null || view.appointments.length === 0 || isWithin(atMs, window)) return atMs;
  let askedAtMs: number | undefined;
  let movedToMs: number | undefined;
  for (const event of view.appointments) {
    if (event.kind === 'appointment-requested' && isWithin(event.slotAtMs, window))
      askedAtMs ??= event.slotAtMs;
    if (event.kind === 'appointment-moved') movedToMs = event.by === 'receiver' ? event.slotAtMs : undefined;
  }
  return askedAtMs !== undefined && movedToMs !== undefined && atMs <= movedToMs ? askedAtMs : atMs;
}

/** What arrived when, and how much of it inside the window. */
export function viewDelivery(
  facts: OrderLineFacts,
  view: LineView,
  window: CommitWindow | null,
): DeliveryView {
  const { rules } = facts;
  const arrivals: Arrival[] = [];
  let receivedMilli = 0;
  let inWindowMilli = 0;
  for (const shipment of view.shipments) {
    if (shipment.arrival === undefined) continue;
    const countsAtMs = countedArrival(shipment.arrival.atMs, view, window);
    let ofShipmentMilli = 0;
    for (const receipt of shipment.receipts) ofShipmentMilli += receipt.receivedMilli;
    arrivals.push({ shipment, atMs: shipment.arrival.atMs, countsAtMs, receivedMilli: ofShipmentMilli });
    receivedMilli += ofShipmentMilli;
    if (window === null || isWithin(countsAtMs, window)) inWindowMilli += ofShipmentMilli;
  }
  arrivals.sort((a, b) => a.atMs - b.atMs || (a.shipment.shipmentId < b.shipment.shipmentId ? -1 : 1));
  const { orderedMilli, resolution } = view;
  const receipts: ShipmentView['receipts'] = [];
  for (const { shipment } of arrivals) receipts.push(...shipment.receipts);
  return {
    arrivals,
    receipts,
    receivedMilli,
    inWindowMilli: resolution?.receivedMilli ?? inWindowMilli,
    leastMilli: orderedMilli - tolerance(orderedMilli, rules.underToleranceMicros),
    mostMilli: orderedMilli + tolerance(orderedMilli, rules.overToleranceMicros),
  };
}

/** RL.3.33: what came is what was ordered, or a substitute that was accepted before it left. */
export function judgeItem(facts: OrderLineFacts, view: LineView, { arrivals }: DeliveryView): Check {
  let count = 0;
  for (const { shipment } of arrivals) {
    for (const receipt of shipment.receipts) {
      count += 1;
      if (receipt.gtin === facts.gtin) continue;
      const leftAtMs = shipment.shipped[0]?.atMs ?? shipment.arrival!.atMs;
      const acceptedAtMs = view.substitutes.get(receipt.gtin);
      if (acceptedAtMs !== undefined && acceptedAtMs <= leftAtMs) continue;
      const why =
        acceptedAtMs === undefined ? 'which nobody accepted' : 'which was accepted only after it had left';
      return fails('RL.3.33', 'wrong-item', `GTIN ${receipt.gtin} came instead of ${facts.gtin}, ${why}.`, {
        affectedMilli: receipt.receivedMilli,
        evidence: [receipt.eventId],
      });
    }
  }
  return count === 0
    ? isOpen('RL.3.33', 'Nothing was received.')
    : passes('RL.3.33', `What was received is GTIN ${facts.gtin} or an accepted substitute.`);
}

/** RL.3.35: the receipts inside the window add up to the quantity ordered, within the tolerance. */
export function judgeQuantity(
  facts: OrderLineFacts,
  view: LineView,
  { inWindowMilli, leastMilli, mostMilli, receipts }: DeliveryView,
  isOver: boolean,
): Check {
  const { unit } = facts;
  const sum = `${formatMilli(inWindowMilli)} of ${formatMilli(view.orderedMilli)} ${unit} were received inside the window`;
  const evidence = receipts.map(({ eventId }) => eventId);
  if (inWindowMilli > mostMilli) {
    const affectedMilli = inWindowMilli - view.orderedMilli;
    return fails('RL.3.35', 'over', `${sum}: more than the ${formatMilli(mostMilli)} agreed at most.`, {
      affectedMilli,
      evidence,
    });
  }
  if (inWindowMilli >= leastMilli) return passes('RL.3.35', `${sum}.`, evidence);
  if (view.cancellation?.by === 'supplier') {
    return fails('RL.3.35', 'short', `${sum}; the supplier cancelled.`, {
      affectedMilli: view.orderedMilli - inWindowMilli,
      evidence: [view.cancellation.eventId],
    });
  }
  if (!isOver) return isOpen('RL.3.35', `${sum}; it is still open.`);
  return fails('RL.3.35', 'short', `${sum}: less than the ${formatMilli(leastMilli)} agreed at least.`, {
    affectedMilli: view.orderedMilli - inWindowMilli,
    evidence,
  });
}

/** The arrivals that the commit date is measured by: all, or where parts are allowed those up to the complete quantity. */
function measuredArrivals(facts: OrderLineFacts, { arrivals, leastMilli }: DeliveryView): Arrival[] {
  if (!facts.rules.arePartsAllowed) return arrivals;
  let sumMilli = 0;
  const measured: Arrival[] = [];
  for (const arrival of arrivals) {
    if (sumMilli >= leastMilli && measured.length > 0) break;
    measured.push(arrival);
    sumMilli += arrival.receivedMilli;
  }
  return measured;
}

/** RL.3.32: every arrival that counts lies inside the window around the original commit. */
export function judgeDate(
  facts: OrderLineFacts,
  view: LineView,
  delivery: DeliveryView,
  { window, isOver }: { window: CommitWindow | null; isOver: boolean },
): Check {
  if (window === null) return isOpen('RL.3.32', 'Nobody named a day for this line.');
  const span = `${window.startsAtMs === Number.MIN_SAFE_INTEGER ? 'any time' : iso(window.startsAtMs)} to ${iso(window.endsAtMs)}`;
  const measured = measuredArrivals(facts, delivery);
  const allOutside = measured.filter(({ countsAtMs }) => !isWithin(countsAtMs, window));
  const outside = allOutside[0];
  if (outside !== undefined) {
    const isLate = outside.countsAtMs > window.endsAtMs;
    const text = `Arrived ${iso(outside.atMs)} (${outside.shipment.arrival!.source}), ${isLate ? 'after' : 'before'} the window ${span}.`;
    return fails('RL.3.32', isLate ? 'late' : 'early', text, {
      affectedMilli: allOutside.reduce((sum, { receivedMilli }) => sum + receivedMilli, 0),
      evidence: [outside.shipment.arrival!.eventId],
    });
  }
  if (measured.length > 0) {
    const last = measured.at(-1)!;
    const text = `Arrived ${iso(last.atMs)} (${last.shipment.arrival!.source}), inside the window ${span}.`;
    return passes('RL.3.32', text, [last.shipment.arrival!.eventId]);
  }
  if (view.cancellation?.by === 'supplier') {
    return fails('RL.3.32', 'not-arrived', 'The supplier cancelled: nothing will come.', {
      evidence: [view.cancellation.eventId],
    });
  }
  if (!isOver) return isOpen('RL.3.32', `The window ${span} is not over.`);
  return fails('RL.3.32', 'not-arrived', `Nothing arrived in the window ${span}.`);
}

/** RL.3.34: at the place ordered, billed to the party ordered. */
export function judgePlace(facts: OrderLineFacts, view: LineView, { arrivals }: DeliveryView): Check {
  if (arrivals.length === 0) return isOpen('RL.3.34', 'Nothing arrived.');
  for (const { shipment } of arrivals) {
    const wrong = shipment.refusals.find(({ reason }) => reason === 'wrong-place');
    const { gln, eventId } = shipment.arrival!;
    if (wrong !== undefined || (gln !== undefined && gln !== facts.shipToGln)) {
      const text = `Delivered to GLN ${gln ?? 'unknown'}, ordered to ${facts.shipToGln}.`;
      return fails('RL.3.34', 'wrong-place', text, { evidence: [wrong?.eventId ?? eventId] });
    }
  }
  const stranger = view.invoices.find(
    ({ billToGln }) => billToGln !== undefined && billToGln !== facts.billToGln,
  );
  if (stranger !== undefined) {
    const text = `Billed to GLN ${stranger.billToGln}, ordered by ${facts.billToGln}.`;
    return fails('RL.3.34', 'wrong-party', text, { evidence: [stranger.eventId] });
  }
  return passes('RL.3.34', `Delivered to GLN ${facts.shipToGln}.`);
}

/** A share in millionths of an amount, rounded once. */
export const shareOf = (amountMinor: number, ratioMicros: number): number =>
  ratioMicros === 0 ? 0 : scaleRounded(amountMinor, ratioMicros, 1_000_000);
