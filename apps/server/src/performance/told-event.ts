import type { LineEvent, LineEventBody } from '@coplan/collaboration';
import type { HistoryLine, OrderHistory } from '../orders/index.ts';

export type About = { history: OrderHistory; line: HistoryLine };

/** What a fact says of a line: when it happened, and when it became known. */
export const told = (eventId: string, atMs: number, toldAtMs: number, body: LineEventBody): LineEvent => ({
  ...body,
  eventId,
  atMs,
  recordedAtMs: toldAtMs,
});

/** Milliseconds since 1970, UTC. */
export const at = (text: string): number => Date.parse(text);
