import type { LineEvent } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { billedLine, type OrderHistory } from '../orders/index.ts';
import { momentOf } from './moments.ts';
import { type About, at, told } from './told-event.ts';

type Numbered = { purpose: 'original' | 'replacement' | 'cancellation'; toldAt: string };
const rank = { original: 0, replacement: 1, cancellation: 2 } as const;

/** Which of several papers with one number counts, and when each of the others stopped counting. */
function superseded<Paper extends Numbered>(
  papers: readonly Paper[],
  numberOf: (paper: Paper) => string,
): Map<Paper, number> {
  const inForce = new Map<string, Paper>();
  for (const paper of papers) {
    const before = inForce.get(numberOf(paper));
    if (before === undefined || rank[paper.purpose] >= rank[before.purpose])
      inForce.set(numberOf(paper), paper);
  }
  const ends = new Map<Paper, number>();
  for (const paper of papers) {
    const winner = inForce.get(numberOf(paper));
    if (winner !== undefined && winner !== paper)
      ends.set(paper, Math.max(at(winner.toldAt), at(paper.toldAt)));
  }
  return ends;
}

const unique = (values: readonly (string | null)[]): string[] =>
  [...new Set(values.filter((value) => value !== null))].sort();

export function shipmentEvents({ history, line }: About): LineEvent[] {
  const ends = superseded(history.shipments, ({ shipmentNumber }) => shipmentNumber);
  const gtin = line.gtin14 ?? line.itemNumber;
  return history.shipments.flatMap((notice) => {
    const parts = notice.lines.filter(({ lineNumber }) => lineNumber === line.lineNumber);
    if (parts.length === 0 || notice.purpose === 'cancellation') return [];
    const toldAtMs = at(notice.toldAt);
    const shippedMilli = parts.reduce((sum, part) => sum + part.shippedMilli, 0);
    const leftAtMs =
      notice.despatchedOn === null ? toldAtMs : momentOf(notice.despatchedOn, toldAtMs, history.timeZone);
    const ids = [`shipped:${notice.shipmentId}`, `notice:${notice.shipmentId}`] as const;
    const shipmentId = notice.shipmentNumber;
    const loadId = notice.carrierReference ?? undefined;
    const [lots, ssccs] = [
      unique(parts.map((part) => part.lotNumber)),
      unique(parts.flatMap((part) => part.ssccs)),
    ];
    const end = ends.get(notice);
    return [
      told(ids[0], leftAtMs, toldAtMs, {
        kind: 'shipped',
        shipmentId,
        gtin,
        shippedMilli,
        ...(loadId === undefined ? {} : { loadId }),
      }),
      told(ids[1], toldAtMs, toldAtMs, {
        kind: 'ship-notice',
        shipmentId,
        gtin,
        announcedMilli: shippedMilli,
        ...(lots.length === 0 ? {} : { lots }),
        ...(ssccs.length === 0 ? {} : { ssccs }),
      }),
      ...(end === undefined
        ? []
        : ids.map((id) => told(`end:${id}`, end, end, { kind: 'withdrawn', withdrawnEventId: id }))),
    ];
  });
}

/** When it stood at the door, by each source that told it; the newest word of a source takes the place of its earlier ones. */
export function arrivalEvents({ history, line }: About): LineEvent[] {
  const ours = new Set(
    history.shipments
      .filter(({ lines }) => lines.some(({ lineNumber }) => lineNumber === line.lineNumber))
      .map(({ shipmentNumber }) => shipmentNumber),
  );
  const words = history.arrivals.filter(({ shipmentNumber }) => ours.has(shipmentNumber));
  return words.flatMap((arrival, index) => {
    const { arrivalId, shipmentNumber: shipmentId, source } = arrival;
    const id = `arrived:${arrivalId}`;
    const gln = history.shipToGln;
    const body = { kind: 'arrived', shipmentId, source, gln } as const;
    const next = words
      .slice(index + 1)
      .find((one) => one.shipmentNumber === shipmentId && one.source === source);
    const event = told(id, at(arrival.arrivedAt), at(arrival.toldAt), body);
    if (next === undefined) return [event];
    const endMs = at(next.toldAt);
    return [event, told(`end:${id}`, endMs, endMs, { kind: 'withdrawn', withdrawnEventId: id })];
  });
}

/** Stands at the door although it is not kept; what was refused there never came. */
const arrived: readonly string[] = ['damaged', 'quality', 'on-hold'];

export function receiptEvents({ history, line }: About): LineEvent[] {
  const ends = superseded(history.receipts, ({ receiptNumber }) => receiptNumber);
  const unnamed = history.shipments
    .filter(
      ({ purpose, lines }) =>
        purpose !== 'cancellation' && lines.some((one) => one.lineNumber === line.lineNumber),
    )
    .map(({ shipmentNumber }) => shipmentNumber)
    .filter((number) => !history.receipts.some(({ shipmentNumber }) => shipmentNumber === number));
  return history.receipts.flatMap((receipt) => {
    const parts = receipt.lines.filter(({ lineNumber }) => lineNumber === line.lineNumber);
    if (parts.length === 0 || receipt.purpose === 'cancellation') return [];
    const end = ends.get(receipt);
    // A receipt that names no shipment is of the oldest one that nobody has received.
    const shipmentId = receipt.shipmentNumber ?? (end === undefined ? unnamed.shift() : unnamed[0]);
    const events = receivedEvents({ history, line }, receipt, { parts, shipmentId });
    if (end === undefined) return events;
    return [
      ...events,
      ...events.map(({ eventId }) =>
        told(`end:${eventId}`, end, end, { kind: 'receipt-reversed', receiptEventId: eventId }),
      ),
    ];
  });
}

type Receipt = OrderHistory['receipts'][number];

/** Lots where each part names one, and the earliest end of life. Scanned packages may be pallets of announced cartons. */
function readOff(parts: Receipt['lines']): { lots?: string[]; expiresOn?: LocalDate } {
  const lots = unique(parts.map(({ lotNumber }) => lotNumber));
  const [expiresOn] = parts.flatMap((part) => part.expiresOn ?? []).sort();
  const hasLots = lots.length > 0 && parts.every(({ lotNumber }) => lotNumber !== null);
  return { ...(hasLots ? { lots } : {}), ...(expiresOn === undefined ? {} : { expiresOn }) };
}

function receivedEvents(
  { history, line }: About,
  receipt: Receipt,
  { parts, shipmentId }: { parts: Receipt['lines']; shipmentId: string | undefined },
): LineEvent[] {
  const toldAtMs = at(receipt.toldAt);
  const atMs = momentOf(receipt.receivedOn, toldAtMs, history.timeZone);
  const id = `receipt:${receipt.receiptId}`;
  const gtin = line.gtin14 ?? line.itemNumber;
  const deviations = parts.flatMap((part) => part.deviations);
  const sumOf = (conditions: readonly string[]): number =>
    deviations
      .filter(({ condition }) => conditions.includes(condition))
      .reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
  const receivedMilli = parts.reduce((sum, part) => sum + part.receivedMilli, 0) + sumOf(arrived);
  const [damagedMilli, faultyMilli] = [sumOf(['damaged']), sumOf(['quality'])];
  const [otherMilli, refusedMilli] = [sumOf(['wrong-item']), sumOf(['rejected'])];
  const of = { source: 'receipt-posting', ...(shipmentId === undefined ? {} : { shipmentId }) } as const;
  const events: LineEvent[] = [];
  if (receivedMilli > 0) {
    const damaged = damagedMilli === 0 ? {} : { damagedMilli };
    const body = { kind: 'received', ...of, gtin, receivedMilli, ...damaged, ...readOff(parts) } as const;
    events.push(told(id, atMs, toldAtMs, body));
  }
  if (faultyMilli > 0) {
    const body = {
      kind: 'returned',
      returnedMilli: faultyMilli,
      reason: 'quality',
      attributedTo: 'SUPPLIER',
    } as const;
    events.push(told(`${id}:quality`, atMs, toldAtMs, body));
  }
  if (otherMilli > 0) {
    const body = { kind: 'received', ...of, gtin: 'another item', receivedMilli: otherMilli } as const;
    events.push(told(`${id}:other`, atMs, toldAtMs, body));
  }
  if (refusedMilli > 0 && shipmentId !== undefined) {
    const body = { kind: 'refused', shipmentId, refusedMilli, reason: 'other' } as const;
    events.push(told(`${id}:refused`, atMs, toldAtMs, body));
  }
  return events;
}

/** What was taken off an invoice afterwards, by debit or credit: of the line that was disputed, else of all it bills. */
function memoEvents({ history, line }: About): LineEvent[] {
  return history.memos.flatMap(({ memoId, invoiceId, lineNumber, toldAt }) => {
    const invoice = history.invoices.find((one) => one.invoiceId === invoiceId);
    const isBilled = invoice?.lines.some(
      (billed) => billedLine(history, billed)?.lineNumber === line.lineNumber,
    );
    const isMeant = lineNumber === null ? isBilled === true : lineNumber === line.lineNumber;
    return isMeant ? [told(`memo:${memoId}`, at(toldAt), at(toldAt), { kind: 'credited' })] : [];
  });
}

export function invoiceEvents(about: About): LineEvent[] {
  const { history, line } = about;
  const billed = history.invoices.flatMap((invoice) => {
    const toldAtMs = at(invoice.toldAt);
    const atMs = momentOf(invoice.invoicedOn, toldAtMs, history.timeZone);
    return invoice.lines.flatMap((billed, index) => {
      if (billedLine(history, billed)?.lineNumber !== line.lineNumber) return [];
      const id = `invoice:${invoice.invoiceId}:${index}`;
      if (invoice.kind !== 'invoice') return [told(id, atMs, toldAtMs, { kind: 'credited' })];
      const { invoicedMilli, unitPriceMicros } = billed;
      return [
        told(id, atMs, toldAtMs, { kind: 'invoiced', invoicedMilli, unitPriceMicros, areTermsRight: true }),
      ];
    });
  });
  return [...billed, ...memoEvents(about)];
}
