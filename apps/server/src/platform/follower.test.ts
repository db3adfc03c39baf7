import type { OrganisationId } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { mergeNeighbours, waitingFor } from './follower.ts';
import { messageEncoder, toldToMany } from './message-encoder.ts';
import type { Following, Merge } from './realtime.ts';
import type { PublishedEvent } from './subscription.ts';

const organisationId = '018f0000-0000-7000-8000-000000000001' as OrganisationId;
const eventAt = (position: number, type = 'edit'): PublishedEvent => ({
  position,
  type,
  audience: [organisationId],
  subject: { kind: 'plan', id: 'one' },
  payload: { numbers: [position] },
  at: new Date(0),
});
const numbersOf = ({ payload }: PublishedEvent): number[] => payload.numbers as number[];
const mergeEdits: Merge = (earlier, later) =>
  earlier.type === 'edit' && later.type === 'edit'
    ? { ...later, payload: { numbers: [...numbersOf(earlier), ...numbersOf(later)] } }
    : undefined;
const following = (merge?: Merge): Following => ({
  organisationId,
  position: null,
  signal: new AbortController().signal,
  merge,
});
const isMeant = (): boolean => true;

test('edits that wait together are told as one, in order, each once, and with the position of the last', () => {
  const waiting = waitingFor(following(mergeEdits), { upTo: 2, isMeant });
  for (let position = 1; position <= 5; position++) waiting.offer(eventAt(position));
  waiting.offer(eventAt(6, 'state'));
  waiting.offer(eventAt(7));
  const told = [waiting.take(), waiting.take(), waiting.take(), waiting.take()];
  const events = told.flatMap((one) => (one?.kind === 'event' ? [one.event] : []));
  expect(events.map(({ position }) => position)).toEqual([5, 6, 7]);
  expect(events.map(numbersOf)).toEqual([[3, 4, 5], [6], [7]]);
  expect(told[3]).toBeUndefined();
});

test('what was missed is told in as few messages as what waits', () => {
  const missed = [eventAt(1), eventAt(2), eventAt(3, 'state'), eventAt(4)];
  expect(mergeNeighbours(missed, mergeEdits).map(numbersOf)).toEqual([[1, 2], [3], [4]]);
  expect(mergeNeighbours(missed, undefined)).toEqual(missed);
});

test('a follower for whom too much waits is told of the gap first and then what came after it', () => {
  const waiting = waitingFor(following(), { upTo: 0, isMeant });
  for (let position = 1; position <= 1_002; position++) waiting.offer(eventAt(position));
  expect(waiting.take()).toEqual({ kind: 'gap', position: 1_000 });
  expect(waiting.take()).toMatchObject({ kind: 'event', event: { position: 1_001 } });
  expect(waiting.take()).toMatchObject({ kind: 'event', event: { position: 1_002 } });
});

test('content that many are told alike reads the same as content that one is told', () => {
  const content = { kind: 'edits', note: 'a "quoted" å' };
  const message = (id: number | string, eventId: string, data: object) => ({
    id,
    jsonrpc: undefined,
    result: { type: 'data', id: eventId, data: { id: eventId, data } },
  });
  const shared = toldToMany({ ...content });
  for (const [id, eventId] of [
    [1, '7'],
    [1, '7'],
    ['two', '7'],
    [1, '8'],
  ] as const) {
    const text = messageEncoder.encode(message(id, eventId, shared));
    expect(JSON.parse(text)).toEqual(JSON.parse(messageEncoder.encode(message(id, eventId, content))));
  }
});
