import { type LineEvent, localDayAt } from '@coplan/collaboration';
import type { LocalDate } from '@coplan/kernel';
import { type OrderHistory, readAskedLine, sortChanges } from '../orders/index.ts';
import { type About, at, told } from './told-event.ts';

/** The end of a line before its goods: taken out, cancelled, closed short, rejected. */
export function endEvents({ history, line }: About): LineEvent[] {
  const { lineNumber } = line;
  const events: LineEvent[] = [];
  const asked = readAskedLine(history, line);
  if (asked.isDeleted) {
    const change = sortChanges(history.changes).findLast(({ lines }) =>
      lines.some((one) => one.lineNumber === lineNumber && one.isDeleted),
    );
    const toldAt = history.changes.find(({ changeId }) => changeId === change?.changeId)?.toldAt ?? '';
    events.push(told(`removed:${lineNumber}`, at(toldAt), at(toldAt), { kind: 'cancelled', by: 'customer' }));
  }
  if (asked.state === 'rejected') {
    const last = history.answers.findLast(
      (answer) => answer.lineNumber === lineNumber && answer.promiseNumber === asked.answer?.promiseNumber,
    );
    const toldAtMs = at(last?.toldAt ?? '');
    events.push(told(`rejected:${lineNumber}`, toldAtMs, toldAtMs, { kind: 'cancelled', by: 'supplier' }));
  }
  for (const [index, closing] of history.closings.entries()) {
    if (closing.lineNumbers !== null && !closing.lineNumbers.includes(lineNumber)) continue;
    events.push(closingEvent({ history, line }, closing, { index, requestedOn: asked.terms.requestedOn }));
  }
  return events;
}

/** The buyer no longer wants the rest: before its day it is a smaller order, afterwards the end of waiting. */
function closingEvent(
  { history, line }: About,
  closing: OrderHistory['closings'][number],
  { index, requestedOn }: { index: number; requestedOn: LocalDate },
): LineEvent {
  const toldAtMs = at(closing.toldAt);
  const id = `closing:${index}:${line.lineNumber}`;
  if (closing.kind === 'cancelled') {
    return told(id, toldAtMs, toldAtMs, { kind: 'cancelled', by: 'customer' });
  }
  if (localDayAt(toldAtMs, history.timeZone) >= requestedOn) {
    return told(id, toldAtMs, toldAtMs, { kind: 'closed' });
  }
  const shippedMilli = history.shipments
    .filter(({ toldAt, purpose }) => at(toldAt) <= toldAtMs && purpose !== 'cancellation')
    .flatMap(({ lines }) => lines.filter(({ lineNumber }) => lineNumber === line.lineNumber))
    .reduce((sum, part) => sum + part.shippedMilli, 0);
  return shippedMilli > 0
    ? told(id, toldAtMs, toldAtMs, { kind: 'change-agreed', orderedMilli: shippedMilli })
    : told(id, toldAtMs, toldAtMs, { kind: 'cancelled', by: 'customer' });
}
