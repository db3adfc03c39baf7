import { expect, test } from 'vitest';
import { announceChanges, isTouched, queriesTouchedBy } from './live-invalidation.ts';

const touches = (event: { subjectKind: string; subjectId: string }, queryKey: unknown[]): boolean =>
  queriesTouchedBy(event).some((query) => isTouched(queryKey, query));

test('a changed order refreshes every order list and only its own page', () => {
  const event = { subjectKind: 'order', subjectId: 'o1' };
  expect(touches(event, [['orders', 'list'], { input: { state: 'SENT' }, type: 'query' }])).toBe(true);
  expect(touches(event, [['supplier', 'home'], { type: 'query' }])).toBe(true);
  expect(touches(event, [['orders', 'get'], { input: { orderId: 'o1' }, type: 'query' }])).toBe(true);
  expect(touches(event, [['orders', 'get'], { input: { orderId: 'o2' }, type: 'query' }])).toBe(false);
  expect(touches(event, [['proposals', 'list'], { type: 'query' }])).toBe(false);
});

test('a finished import makes stock and items stale, whatever their filter', () => {
  const event = { subjectKind: 'import', subjectId: 'i1' };
  expect(touches(event, [['inventory', 'stock', 'list'], { input: { search: 'x' }, type: 'infinite' }])).toBe(
    true,
  );
  expect(touches(event, [['catalog', 'items', 'list'], { type: 'query' }])).toBe(true);
});

test('an event about something the portal does not show refreshes nothing', () => {
  expect(queriesTouchedBy({ subjectKind: 'gateway-message', subjectId: 'm1' })).toEqual([]);
});

test('changes are announced counted, not one by one', () => {
  expect(announceChanges(['proposal', 'proposal', 'order'])).toBe('2 proposals and 1 order changed');
  expect(announceChanges(['order'])).toBe('1 order changed');
  expect(announceChanges(['unknown'])).toBe('');
});
