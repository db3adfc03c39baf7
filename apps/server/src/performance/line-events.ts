import type { LineEvent } from '@coplan/collaboration';
import { type LineTerms, termsAsOf } from '../orders/index.ts';
import { endEvents } from './end-events.ts';
import { arrivalEvents, invoiceEvents, receiptEvents, shipmentEvents } from './goods-events.ts';
import { promiseEvents } from './promise-events.ts';
import type { About } from './told-event.ts';

export type LineStory = {
  events: LineEvent[];
  /** Days between the first and the last day of a promise in parts: the window opens with the first. */
  spreadDays: number;
  terms: LineTerms;
};

/** Everything that happened to a line, as events of the engine. The same facts give the same events in any order. */
export function tellLine(about: About): LineStory {
  const spread = { days: 0 };
  const events = [
    ...promiseEvents(about, spread),
    ...endEvents(about),
    ...shipmentEvents(about),
    ...arrivalEvents(about),
    ...receiptEvents(about),
    ...invoiceEvents(about),
  ];
  return { events, spreadDays: spread.days, terms: termsAsOf(about.history, about.line, null) };
}
