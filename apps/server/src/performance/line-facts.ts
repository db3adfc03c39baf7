import type { LineEvent, LineEventBody, LineRules, OrderLineFacts } from '@coplan/collaboration';
import { agreedPrice, type HistoryLine, type OrderHistory } from '../orders/index.ts';
import { tellLine } from './line-events.ts';

/** What a person said about a line's verdict. */
export type VerdictFact = {
  factId: string;
  orderLineId: string;
  body: LineEventBody;
  /** Of two that were said at once, which came first. */
  number: number;
  saidAt: string;
};

const saidEvent = ({ factId, number, body, saidAt }: VerdictFact): LineEvent => {
  const atMs = Date.parse(saidAt);
  return { ...body, eventId: `said:${String(number).padStart(12, '0')}:${factId}`, atMs, recordedAtMs: atMs };
};

/** A promise in parts opens the window with its first day. */
function withSpread(rules: LineRules, spreadDays: number): LineRules {
  const { window } = rules;
  if (spreadDays === 0 || window.earlyDays === null) return rules;
  return { ...rules, window: { ...window, earlyDays: window.earlyDays + spreadDays } };
}

/**
 * An order's line as the engine of perfect orders reads it: what was ordered, by which rules it is judged, and every
 * event. Quantities are thousandths of the ordered unit, prices millionths. Pure: the same history gives the same facts.
 */
export function lineFacts(
  history: OrderHistory,
  line: HistoryLine,
  { rules, said }: { rules: LineRules; said: readonly VerdictFact[] },
): OrderLineFacts {
  const { events, spreadDays, terms } = tellLine({ history, line });
  const addedAt = history.changes.find(({ changeId }) => changeId === line.addedBy)?.toldAt;
  const gtin = line.gtin14 ?? line.itemNumber;
  return {
    lineId: line.orderLineId,
    orderId: history.orderId,
    gtin,
    unit: line.unit,
    orderedMilli: terms.quantityMilli,
    unitPriceMicros: agreedPrice(history, line),
    orderedAtMs: Date.parse(addedAt ?? history.placedAt),
    requestedOn: terms.requestedOn,
    shipToGln: history.shipToGln,
    billToGln: history.billToGln,
    timeZone: history.timeZone,
    rules: withSpread(rules, spreadDays),
    events: [...events, ...said.filter(({ orderLineId }) => orderLineId === line.orderLineId).map(saidEvent)],
  };
}
