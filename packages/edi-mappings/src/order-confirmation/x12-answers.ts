import type { OrderConfirmation, OrderConfirmationLine } from '@coplan/documents';
import type { Loop, PlacedSegment } from '@coplan/edi';
import type { AgreementProfile, LineStatus } from '../agreement-profile.ts';
import { readItemIds, unitList } from '../items.ts';
import { decimalText, type Position, type Reading, toCcyymmdd } from '../reading.ts';
import type { Writing } from '../writing.ts';

/** What 855 and 865 share: an answer to the whole order, and ACK below each line. */

/** BAK02 or BCA02 when the lines do not speak for themselves. */
const acceptsAll = ['AK', 'AT', 'AD'];
const rejectsAll = ['RJ', 'RD'];

/** Where the segment that opens a line keeps its quantity and its price, and where the order as a whole is answered. */
export type LineHead = {
  tag: string;
  answer: string;
  amount: number;
  unit: Position;
  price: number;
  ids: number;
};
const acknowledgement = { amount: 2, unit: 3 } as const;

export function readOutcome(
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
export function writeOutcome({ outcome, lines }: OrderConfirmation): string {
  if (outcome !== undefined) return outcome === 'accepted' ? 'AK' : 'RJ';
  if (lines.every((line) => line.outcome === 'accepted')) return 'AD';
  return lines.every((line) => line.outcome === 'rejected') ? 'RD' : 'AC';
}

/** A split line is opened once and has several ACK. */
export const isSameLine = (line: OrderConfirmationLine, before: OrderConfirmationLine | undefined): boolean =>
  before !== undefined &&
  line.lineNumber === before.lineNumber &&
  line.gtin === before.gtin &&
  line.change === before.change &&
  line.unitPriceMicros === before.unitPriceMicros;

export function writeStatuses(to: Writing, line: OrderConfirmationLine, profile: AgreementProfile): void {
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

/** One line for each status; `type` is the answer to the whole order, `isGone` holds for a line that is deleted. */
export function readAnswers(
  from: Reading,
  loop: Loop,
  about: { head: LineHead; type: string; isGone?: boolean },
  profile: AgreementProfile,
): Record<string, unknown>[] {
  const { head: layout, type, isGone = false } = about;
  const head = loop.first(layout.tag);
  const hasPrice = from.text(head, layout.price) !== undefined;
  const line = {
    lineNumber: from.required(head, 1, 'line number'),
    gtin: head === undefined ? undefined : readItemIds(from, head, layout.ids, profile).gtin,
    unitPriceMicros: hasPrice ? from.scaled(head, layout.price, 6, 'unit price') : undefined,
  };
  // The quantity of a deleted line is the one that is deleted, not one that will come.
  const hasQuantity = !isGone && from.text(head, layout.amount) !== undefined;
  const statuses = loop.loops('ACK');
  if (statuses.length === 0) {
    if (rejectsAll.includes(type)) return [{ ...line, outcome: 'rejected', schedule: [] }];
    if (!acceptsAll.includes(type))
      from.complain(head, 0, `the line has no ACK, and ${layout.answer} does not answer for it`);
    const schedule = hasQuantity ? [readSchedule(from, head, layout, undefined, profile)] : [];
    return [{ ...line, outcome: 'accepted', schedule }];
  }
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
    const answer = byStatus.get(key) ?? { ...status, schedule: [] };
    byStatus.set(key, answer);
    if (from.text(at, acknowledgement.amount) !== undefined)
      answer.schedule.push(readSchedule(from, at, acknowledgement, acknowledged, profile));
    else if (status.outcome === 'accepted' && hasQuantity)
      answer.schedule.push(readSchedule(from, head, layout, acknowledged, profile));
  }
  return [...byStatus.values()].map((answer) => ({ ...line, ...answer }));
}

/** Quantity and unit stand in the line or in its ACK; days in the ACK and the DTM below it. */
function readSchedule(
  from: Reading,
  at: PlacedSegment | undefined,
  where: { amount: number; unit: Position },
  acknowledged: Loop | undefined,
  profile: AgreementProfile,
) {
  const quantity = {
    amountMilli: from.scaled(at, where.amount, 3, 'confirmed quantity'),
    unit: from.code(unitList(profile), at, where.unit),
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
