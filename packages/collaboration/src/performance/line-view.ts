import { assert, DomainError, type LocalDate } from '@coplan/kernel';
import {
  type AccountableParty,
  type ArrivalSource,
  arrivalSources,
  type LineEvent,
  type OrderLineFacts,
} from './order-line-facts.ts';

type EventOf<Kind extends LineEvent['kind']> = Extract<LineEvent, { kind: Kind }>;

/** One delivery: what left, what was announced, when it came and what was counted. */
export type ShipmentView = {
  shipmentId: string;
  loadId: string | undefined;
  shipped: EventOf<'shipped'>[];
  notices: EventOf<'ship-notice'>[];
  bills: EventOf<'bill-of-lading'>[];
  receipts: EventOf<'received'>[];
  refusals: EventOf<'refused'>[];
  arrival: { atMs: number; source: ArrivalSource; gln: string | undefined; eventId: string } | undefined;
  countedMilli: number | undefined;
};

/** The events of a line in one pass, oldest first; nothing is judged yet. */
export type LineView = {
  /** Where the receipt dates a delivery, arrivals are told and never counted. */
  datedBy: 'arrival' | 'receipt';
  orderedMilli: number;
  /** The newest customer change that both agreed to. */
  rebasedBy: EventOf<'change-agreed'> | undefined;
  rebasedOn: LocalDate | undefined;
  acknowledgement: EventOf<'acknowledged'> | undefined;
  answeredAtMs: number | undefined;
  cancellation: EventOf<'cancelled'> | undefined;
  readyAtMs: number | undefined;
  substitutes: Map<string, number>;
  appointments: EventOf<'appointment-requested' | 'appointment-offered' | 'appointment-moved'>[];
  shipments: ShipmentView[];
  invoices: EventOf<'invoiced'>[];
  credits: EventOf<'credited'>[];
  certificates: Map<string, EventOf<'certificate'>>;
  installations: EventOf<'installed'>[];
  returns: EventOf<'returned'>[];
  closure: EventOf<'closed'> | undefined;
  exclusion: EventOf<'excluded'> | undefined;
  /** Causes that people named, by check: the buyer, or both sides in a dispute; the newest counts. */
  assignments: Map<string, { party: AccountableParty; cause: string; isAgreed: boolean }>;
  /** The newest dispute that restated whether the line counts, or how much of it came in time. */
  resolution: Restatement | undefined;
};

type Restatement = Extract<EventOf<'dispute-resolved'>, { outcome: 'restated' }>;

const emptyView = ({ orderedMilli, rules }: OrderLineFacts): LineView => ({
  datedBy: rules.datedBy ?? 'arrival',
  orderedMilli,
  rebasedBy: undefined,
  rebasedOn: undefined,
  acknowledgement: undefined,
  answeredAtMs: undefined,
  cancellation: undefined,
  readyAtMs: undefined,
  substitutes: new Map(),
  appointments: [],
  shipments: [],
  invoices: [],
  credits: [],
  certificates: new Map(),
  installations: [],
  returns: [],
  closure: undefined,
  exclusion: undefined,
  assignments: new Map(),
  resolution: undefined,
});

const isBefore = (a: LineEvent, b: LineEvent): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.eventId < b.eventId);

/** Events by time, then id, each once: told twice is told once, told differently under one id is refused. */
export function orderedEvents({ lineId, events }: OrderLineFacts): readonly LineEvent[] {
  const seen = new Map<string, LineEvent>();
  let isOrdered = true;
  let last: LineEvent | undefined;
  for (const event of events) {
    const earlier = seen.get(event.eventId);
    if (earlier === undefined) seen.set(event.eventId, event);
    else if (JSON.stringify(earlier) !== JSON.stringify(event)) {
      throw new DomainError(
        'conflict',
        'collaboration.event-told-differently',
        { lineId, eventId: event.eventId },
        `Event ${event.eventId} of line ${lineId} exists with another content: record a correction as a new event.`,
      );
    }
    isOrdered &&= last === undefined || isBefore(last, event);
    last = event;
  }
  if (isOrdered) return events;
  return [...seen.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
}

function shipmentOf(view: LineView, shipmentId: string): ShipmentView {
  const known = view.shipments.find((shipment) => shipment.shipmentId === shipmentId);
  if (known !== undefined) return known;
  const created: ShipmentView = {
    shipmentId,
    loadId: undefined,
    shipped: [],
    notices: [],
    bills: [],
    receipts: [],
    refusals: [],
    arrival: undefined,
    countedMilli: undefined,
  };
  view.shipments.push(created);
  return created;
}

const rankOf = (source: ArrivalSource): number => arrivalSources.indexOf(source);

/** The most trusted source wins; of equal ones the earlier arrival. */
function noteArrival(shipment: ShipmentView, arrival: NonNullable<ShipmentView['arrival']>): void {
  const known = shipment.arrival;
  const isBetter =
    known === undefined ||
    rankOf(arrival.source) < rankOf(known.source) ||
    (arrival.source === known.source && arrival.atMs < known.atMs);
  if (isBetter) shipment.arrival = { ...arrival, gln: arrival.gln ?? known?.gln };
  else if (known.gln === undefined) known.gln = arrival.gln;
}

function noteReceipt(view: LineView, event: EventOf<'received'>): void {
  assert(
    Number.isSafeInteger(event.receivedMilli) && event.receivedMilli >= 0,
    'a receipt counts whole thousandths',
  );
  const shipment = shipmentOf(view, event.shipmentId ?? `unannounced:${event.eventId}`);
  shipment.receipts.push(event);
  const { atMs, source, eventId } = event;
  noteArrival(shipment, { atMs, source, gln: undefined, eventId });
}

/** Events about goods on their way. */
function noteGoods(view: LineView, event: LineEvent): void {
  if (event.kind === 'shipped') {
    const shipment = shipmentOf(view, event.shipmentId);
    shipment.shipped.push(event);
    shipment.loadId ??= event.loadId;
  } else if (event.kind === 'arrived') {
    const shipment = shipmentOf(view, event.shipmentId);
    const { atMs, source, gln, eventId } = event;
    if (view.datedBy === 'arrival') noteArrival(shipment, { atMs, source, gln, eventId });
    shipment.countedMilli = event.countedMilli ?? shipment.countedMilli;
  } else if (event.kind === 'received') noteReceipt(view, event);
  else if (event.kind === 'ship-notice') shipmentOf(view, event.shipmentId).notices.push(event);
  else if (event.kind === 'bill-of-lading') shipmentOf(view, event.shipmentId).bills.push(event);
  else if (event.kind === 'refused') shipmentOf(view, event.shipmentId).refusals.push(event);
}

/** What a dispute changed stays until another one changes the same: one that was upheld takes nothing back. */
function noteRestatement(view: LineView, event: Restatement): void {
  if (event.cause !== undefined) {
    const { check, party, cause } = event.cause;
    view.assignments.set(check, { party, cause, isAgreed: true });
  }
  if (event.exclusion !== undefined || event.receivedMilli !== undefined) view.resolution = event;
}

/** Events about what was agreed. */
function noteTerms(view: LineView, event: LineEvent): void {
  switch (event.kind) {
    case 'acknowledged':
      view.acknowledgement ??= event;
      view.answeredAtMs ??= event.atMs;
      break;
    case 'answered':
      view.answeredAtMs ??= event.atMs;
      break;
    case 'change-agreed':
      view.rebasedBy = event;
      view.rebasedOn = event.requestedOn ?? view.rebasedOn;
      view.orderedMilli = event.orderedMilli ?? view.orderedMilli;
      break;
    case 'cancelled':
      view.cancellation ??= event;
      break;
    case 'substitute-accepted':
      if (!view.substitutes.has(event.gtin)) view.substitutes.set(event.gtin, event.atMs);
      break;
    case 'appointment-requested':
    case 'appointment-offered':
    case 'appointment-moved':
      view.appointments.push(event);
      break;
    case 'ready':
      view.readyAtMs ??= event.atMs;
      break;
    case 'excluded':
      view.exclusion ??= event;
      break;
    case 'cause-assigned':
      view.assignments.set(event.check, { party: event.party, cause: event.cause, isAgreed: false });
      break;
    case 'dispute-resolved':
      if (event.outcome === 'restated') noteRestatement(view, event);
      break;
    default:
      noteAfterwards(view, event);
  }
}

/** Events about papers and about goods that are there. */
function noteAfterwards(view: LineView, event: LineEvent): void {
  if (event.kind === 'invoiced') view.invoices.push(event);
  else if (event.kind === 'credited') view.credits.push(event);
  else if (event.kind === 'certificate') view.certificates.set(event.name, event);
  else if (event.kind === 'installed') view.installations.push(event);
  else if (event.kind === 'returned') view.returns.push(event);
  else if (event.kind === 'closed') view.closure ??= event;
  else noteGoods(view, event);
}

/** What the events, as far as they are known, say of a line. */
export function viewLine(facts: OrderLineFacts, known: readonly LineEvent[]): LineView {
  const view = emptyView(facts);
  const reversed = new Set<string>();
  for (const event of known) {
    if (event.kind === 'receipt-reversed') reversed.add(event.receiptEventId);
    if (event.kind === 'withdrawn') reversed.add(event.withdrawnEventId);
  }
  for (const event of known) {
    if (!reversed.has(event.eventId)) noteTerms(view, event);
  }
  return view;
}
