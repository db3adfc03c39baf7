import { type OrderConfirmation, type OrderConfirmationLine, orderConfirmation } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile, LineStatus } from '../agreement-profile.ts';
import { codeList } from '../code-list.ts';
import { readItemIds, unitList, writeItemIds } from '../items.ts';
import { defineMapping } from '../mapping.ts';
import { decimalText, type Reading, toCcyymmdd, toLocalDate } from '../reading.ts';
import type { Writing } from '../writing.ts';

const purposes = codeList('purpose of the confirmation', { original: ['00', '06'] });

/** BAK02 when the lines do not speak for themselves. */
const acceptsAll = ['AK', 'AT', 'AD'];
const rejectsAll = ['RJ', 'RD'];

/** ASC X12 855 at 004010 and 005010. */
export const x12OrderConfirmation = defineMapping<OrderConfirmation>({
  type: '855',
  document: orderConfirmation,
  read(root, from, profile) {
    const beginning = root.first('BAK');
    from.code(purposes, beginning, 1);
    const lines = root
      .loops('PO1')
      .flatMap((loop) => readLine(loop, from, profile, from.text(beginning, 2) ?? ''));
    return {
      documentType: 'order-confirmation',
      poNumber: from.required(beginning, 3, 'order number'),
      orderedOn: from.localDate(beginning, 4, 'order day'),
      supplierReference: from.text(beginning, 8),
      // Where the supplier gives no day of its own, the day on which it sent the group is the day of its word.
      confirmedOn:
        from.optionalDate(beginning, 9, 'day of the confirmation') ??
        toLocalDate(from.message.group?.sentOn ?? ''),
      outcome: lines.length > 0 ? undefined : readOutcome(from, beginning),
      lines,
    };
  },
  write(confirmation, to, profile) {
    const { poNumber, orderedOn, supplierReference, confirmedOn, lines } = confirmation;
    if (orderedOn === undefined) to.complain('the day of the order is missing: X12 wants it in BAK04');
    const orderDay = orderedOn === undefined ? '' : toCcyymmdd(orderedOn);
    const type = writeOutcome(confirmation);
    to.segment('BAK', '00', type, poNumber, orderDay, '', '', '', supplierReference, toCcyymmdd(confirmedOn));
    lines.forEach((line, index) => {
      if (!isSameLine(line, lines[index - 1])) writeHead(to, line, profile);
      writeStatuses(to, line, profile);
    });
    if (lines.length > 0) to.segment('CTT', String(to.count('PO1')));
  },
});

function readOutcome(
  from: Reading,
  beginning: PlacedSegment | undefined,
): 'accepted' | 'rejected' | undefined {
  const type = from.required(beginning, 2, 'outcome');
  if (type === undefined) return undefined;
  if (acceptsAll.includes(type)) return 'accepted';
  if (rejectsAll.includes(type)) return 'rejected';
  from.complain(beginning, 2, `"${type}" without lines does not say what is confirmed`, 'element-code');
  return undefined;
}

/** AK and RJ: no detail. AD, RD: detail, all accepted or all rejected. AC: detail with changes. */
function writeOutcome({ outcome, lines }: OrderConfirmation): string {
  if (outcome !== undefined) return outcome === 'accepted' ? 'AK' : 'RJ';
  if (lines.every((line) => line.outcome === 'accepted')) return 'AD';
  return lines.every((line) => line.outcome === 'rejected') ? 'RD' : 'AC';
}

/** A split line is one PO1 with several ACK. */
const isSameLine = (line: OrderConfirmationLine, before: OrderConfirmationLine | undefined): boolean =>
  before !== undefined &&
  line.lineNumber === before.lineNumber &&
  line.gtin === before.gtin &&
  line.unitPriceMicros === before.unitPriceMicros;

function writeHead(to: Writing, line: OrderConfirmationLine, profile: AgreementProfile): void {
  const price = line.unitPriceMicros === undefined ? '' : decimalText(line.unitPriceMicros, 6);
  to.segment('PO1', line.lineNumber, '', '', price, '', ...writeItemIds(to, line, profile));
}

function writeStatuses(to: Writing, line: OrderConfirmationLine, profile: AgreementProfile): void {
  const status = Object.entries(profile.lineStatuses).find(
    ([, { outcome, reason }]) => outcome === line.outcome && reason === line.reason,
  )?.[0];
  if (status === undefined) {
    to.complain(`line ${line.lineNumber}: "${line.outcome}" because of "${line.reason}" has no agreed code`);
    return;
  }
  if (line.schedule.length === 0) to.segment('ACK', status);
  const { promisedDelivery, promisedShipping } = profile.dates;
  for (const { quantity, deliverOn, shipOn } of line.schedule) {
    const amount = decimalText(quantity.amountMilli, 3);
    const qualifier = deliverOn === undefined ? promisedShipping[0] : promisedDelivery[0];
    const day = deliverOn ?? shipOn;
    const dated = day === undefined ? [] : [qualifier, toCcyymmdd(day)];
    to.segment('ACK', status, amount, to.unit(quantity.unit), ...dated);
    if (deliverOn !== undefined && shipOn !== undefined)
      to.segment('DTM', promisedShipping[0], toCcyymmdd(shipOn));
  }
}

function readLine(loop: Loop, from: Reading, profile: AgreementProfile, type: string): unknown[] {
  const head = loop.first('PO1');
  const ids = head === undefined ? {} : readItemIds(from, head, 6, profile);
  const about = {
    lineNumber: from.required(head, 1, 'line number'),
    gtin: ids.gtin,
    unitPriceMicros: from.text(head, 4) === undefined ? undefined : from.scaled(head, 4, 6, 'unit price'),
  };
  const statuses = loop.loops('ACK');
  if (statuses.length === 0) return [{ ...about, ...readUnsaid(from, head, profile, type) }];
  const byStatus = new Map<string, LineStatus & { schedule: unknown[] }>();
  for (const acknowledged of statuses) {
    const at = acknowledged.first('ACK');
    const code = from.required(at, 1, 'line status') ?? '';
    const status = Object.hasOwn(profile.lineStatuses, code) ? profile.lineStatuses[code] : undefined;
    if (status === undefined) {
      from.complain(at, 1, `"${code}" is no final answer that was agreed`, 'element-code');
      continue;
    }
    const key = `${status.outcome} ${status.reason ?? ''}`;
    const line = byStatus.get(key) ?? { ...status, schedule: [] };
    byStatus.set(key, line);
    const quantityAt = from.text(at, 2) === undefined && status.outcome === 'accepted' ? head : at;
    if (from.text(quantityAt, 2) !== undefined || status.outcome === 'accepted') {
      line.schedule.push(readSchedule(from, quantityAt, acknowledged, profile));
    }
  }
  return [...byStatus.values()].map((line) => ({ ...about, ...line }));
}

/** A line without ACK: the answer to the whole order holds for it. */
function readUnsaid(from: Reading, head: PlacedSegment | undefined, profile: AgreementProfile, type: string) {
  if (rejectsAll.includes(type)) return { outcome: 'rejected', schedule: [] };
  if (!acceptsAll.includes(type))
    from.complain(head, 0, 'the line has no ACK, and BAK02 does not answer for it');
  return { outcome: 'accepted', schedule: [readSchedule(from, head, undefined, profile)] };
}

/** Quantity and unit stand in elements 2 and 3 of both PO1 and ACK; days in the ACK and the DTM below it. */
function readSchedule(
  from: Reading,
  at: PlacedSegment | undefined,
  acknowledged: Loop | undefined,
  profile: AgreementProfile,
) {
  const quantity = {
    amountMilli: from.scaled(at, 2, 3, 'confirmed quantity'),
    unit: from.code(unitList(profile), at, 3),
  };
  const days: { deliverOn?: unknown; shipOn?: unknown } = {};
  const place = (dated: PlacedSegment | undefined, qualifierAt: number): void => {
    const qualifier = from.text(dated, qualifierAt);
    if (qualifier === undefined) return;
    const day = from.localDate(dated, qualifierAt + 1, 'promised day');
    if (profile.dates.promisedDelivery.includes(qualifier)) days.deliverOn ??= day;
    else if (profile.dates.promisedShipping.includes(qualifier)) days.shipOn ??= day;
  };
  place(acknowledged?.first('ACK'), 4);
  for (const dated of acknowledged?.all('DTM') ?? []) place(dated, 1);
  return { quantity, ...days };
}
