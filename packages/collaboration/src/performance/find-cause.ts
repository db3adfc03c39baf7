import { dayNumber, type LocalDate } from '@coplan/kernel';
import type { Check, Fault, PerfectOrderCheck } from './check.ts';
import type { CommitWindow } from './commit-window.ts';
import type { DeliveryView } from './judge-delivery.ts';
import { mustShipByMs } from './judge-exclusion.ts';
import type { LineView, ShipmentView } from './line-view.ts';
import type { AccountableParty, OrderLineFacts } from './order-line-facts.ts';

/** Why a check failed and who answers for it; `key` is equal for all lines that failed by the same thing. */
export type Cause = { party: AccountableParty; cause: string; key: string; text: string };

type Found = Omit<Cause, 'key'> & { about?: string | undefined };
type Context = {
  facts: OrderLineFacts;
  view: LineView;
  delivery: DeliveryView;
  window: CommitWindow | null;
  dueOn: LocalDate | null;
};

const dayMs = 86_400_000;

const loadOf = (shipment: ShipmentView | undefined): string | undefined =>
  shipment === undefined ? undefined : (shipment.loadId ?? shipment.shipmentId);

/** Late freight: the buyer ordered too late, the supplier was late, or the carrier was. */
function whyLate({ facts, view, delivery, window, dueOn }: Context): Found {
  const late = delivery.arrivals.find(({ countsAtMs }) => window !== null && countsAtMs > window.endsAtMs);
  const about = loadOf(late?.shipment);
  if (dueOn !== null && dayNumber(dueOn) * dayMs - facts.orderedAtMs < facts.rules.leadTimeDays * dayMs) {
    const text = `Ordered less than the agreed ${facts.rules.leadTimeDays} days before its day.`;
    return { party: 'BUYER', cause: 'ORDERED_INSIDE_LEAD_TIME', about: facts.orderId, text };
  }
  const byMs = window === null ? Number.MAX_SAFE_INTEGER : mustShipByMs(facts, window);
  const shippedAtMs = late?.shipment.shipped[0]?.atMs ?? view.shipments[0]?.shipped[0]?.atMs;
  if (view.readyAtMs !== undefined && view.readyAtMs > byMs) {
    return {
      party: 'SUPPLIER',
      cause: 'LATE_READY',
      about,
      text: 'The goods were ready too late to arrive in time.',
    };
  }
  if (shippedAtMs === undefined) {
    return view.readyAtMs === undefined
      ? { party: 'SUPPLIER', cause: 'NOT_SHIPPED', about, text: 'Nothing was shipped.' }
      : {
          party: 'CARRIER',
          cause: 'LATE_PICKUP',
          about,
          text: 'The goods were ready and nobody fetched them.',
        };
  }
  if (shippedAtMs <= byMs) {
    return { party: 'CARRIER', cause: 'LATE_TRANSIT', about, text: 'It left in time and came late.' };
  }
  return view.readyAtMs === undefined
    ? { party: 'SUPPLIER', cause: 'LATE_SHIPPED', about, text: 'It left too late to arrive in time.' }
    : { party: 'CARRIER', cause: 'LATE_PICKUP', about, text: 'The goods were ready in time and left late.' };
}

function whyEarly({ facts, delivery, window }: Context): Found {
  const early = delivery.arrivals.find(({ countsAtMs }) => window !== null && countsAtMs < window.startsAtMs);
  const about = loadOf(early?.shipment);
  const shippedAtMs = early?.shipment.shipped[0]?.atMs;
  const fromMs = (window?.startsAtMs ?? 0) - facts.rules.transitHours * 3_600_000;
  return shippedAtMs !== undefined && shippedAtMs >= fromMs
    ? { party: 'CARRIER', cause: 'EARLY_TRANSIT', about, text: 'It left when it should and came early.' }
    : { party: 'SUPPLIER', cause: 'SHIPPED_EARLY', about, text: 'It left earlier than its window asks for.' };
}

/** Missing units: never promised, never shipped, lost on the way, counted wrongly, or late. */
function whyShort(context: Context): Found {
  const { view, delivery } = context;
  if (view.cancellation?.by === 'supplier') {
    return { party: 'SUPPLIER', cause: 'STOCK_OUT', text: 'The supplier cancelled what was ordered.' };
  }
  const isLate = delivery.receivedMilli > delivery.inWindowMilli;
  if (isLate) {
    const late = whyLate(context);
    const { arrivals } = delivery;
    const { window } = context;
    const isEarlyOnly = arrivals.every(({ countsAtMs }) => window === null || countsAtMs <= window.endsAtMs);
    return isEarlyOnly ? whyEarly(context) : late;
  }
  let shippedMilli = 0;
  let countedMilli = 0;
  for (const shipment of view.shipments) {
    for (const item of shipment.shipped) shippedMilli += item.shippedMilli;
    countedMilli += shipment.countedMilli ?? 0;
  }
  const about = loadOf(view.shipments[0]);
  if (delivery.arrivals.length === 0) return whyLate(context);
  if (shippedMilli < delivery.leastMilli) {
    return { party: 'SUPPLIER', cause: 'SHORT_SHIPPED', about, text: 'Less was shipped than was ordered.' };
  }
  return countedMilli > delivery.receivedMilli
    ? {
        party: 'DC',
        cause: 'RECEIVING_ERROR',
        about,
        text: 'The carrier was signed for more than was booked in.',
      }
    : { party: 'CARRIER', cause: 'LOST_IN_TRANSIT', about, text: 'All was shipped and less arrived.' };
}

const suppliers = (cause: string, text: string): Found => ({ party: 'SUPPLIER', cause, text });
const carriers = (cause: string, text: string): Found => ({ party: 'CARRIER', cause, text });

/** Faults that name their cause by themselves. */
const plainCauses: Partial<Record<Fault, Found>> = {
  'wrong-item': suppliers('WRONG_ITEM', 'Another item was sent.'),
  over: suppliers('OVER_SHIPPED', 'More was sent than the agreement allows.'),
  'wrong-place': carriers('MISDELIVERED', 'It was brought to another place.'),
  'wrong-party': suppliers('WRONG_BILL_TO', 'Another party was billed.'),
  'ship-notice-missing': suppliers('NO_SHIP_NOTICE', 'No ship notice was sent.'),
  'ship-notice-late': suppliers('LATE_SHIP_NOTICE', 'The ship notice was sent too late.'),
  'ship-notice-differs': suppliers('WRONG_SHIP_NOTICE', 'The ship notice was wrong.'),
  'bill-of-lading-missing': suppliers('NO_BILL_OF_LADING', 'There is no bill of lading.'),
  'bill-of-lading-differs': suppliers('WRONG_BILL_OF_LADING', 'The bill of lading was wrong.'),
  certificate: suppliers('CERTIFICATE', 'A certificate was missing or not valid.'),
  'invoice-missing': suppliers('NO_INVOICE', 'No invoice was sent in time.'),
  'invoice-price': suppliers('WRONG_PRICE', 'Another price was billed.'),
  'invoice-quantity': suppliers('BILLED_TOO_MUCH', 'More was billed than received.'),
  'invoice-terms': suppliers('WRONG_TERMS', 'Other terms were billed.'),
  credit: suppliers('CREDIT_OR_REBILL', 'The invoice had to be corrected.'),
  damaged: carriers('DAMAGED', 'It was damaged on the way.'),
  configuration: suppliers('CONFIGURATION', 'It was not made as ordered.'),
  'shelf-life': suppliers('SHELF_LIFE', 'It was too old.'),
  temperature: carriers('TEMPERATURE', 'It got too warm or too cold on the way.'),
  installation: suppliers('INSTALLATION', 'The installation was faulty.'),
  returned: suppliers('QUALITY_RETURN', 'It came back for its quality.'),
};

function whyDamaged({ view }: Context): Found {
  const returned = view.returns.find(
    ({ reason, attributedTo }) => reason === 'damage' && attributedTo === 'SUPPLIER',
  );
  return returned === undefined
    ? plainCauses.damaged!
    : suppliers('PACKAGING', 'The packaging let it be damaged.');
}

function find(check: Check, context: Context): Found {
  switch (check.fault) {
    case 'late':
    case 'not-arrived':
      return context.view.cancellation?.by === 'supplier' ? whyShort(context) : whyLate(context);
    case 'early':
      return whyEarly(context);
    case 'short':
      return whyShort(context);
    case 'damaged':
      return whyDamaged(context);
    default:
      return plainCauses[check.fault!] ?? { party: 'DATA', cause: 'UNKNOWN', text: 'No event tells why.' };
  }
}

/** The cause of a failing check: what a person assigned, else what the events say. */
export function findCause(check: Check, context: Context): Cause {
  const assigned = context.view.assignments.get(check.check as PerfectOrderCheck);
  if (assigned !== undefined) {
    const { party, cause, isAgreed } = assigned;
    const text = isAgreed ? 'A dispute ended with this cause.' : 'Assigned by a person.';
    return { party, cause, key: `${party}:${cause}:${context.facts.lineId}`, text };
  }
  const { about, ...found } = find(check, context);
  return { ...found, key: `${found.party}:${found.cause}:${about ?? context.facts.lineId}` };
}
