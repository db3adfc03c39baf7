import { expect, test } from 'vitest';
import { announceChanges, isTouched, queriesTouchedBy } from './live-invalidation.ts';

const touches = (
  event: { type?: string; subjectKind: string; subjectId: string },
  queryKey: unknown[],
): boolean =>
  queriesTouchedBy({ type: 'any.thing-changed', ...event }).some((query) => isTouched(queryKey, query));

test('a changed order refreshes every order list and only its own page', () => {
  const event = { subjectKind: 'order', subjectId: 'o1' };
  expect(touches(event, [['orders', 'list'], { input: { state: 'SENT' }, type: 'query' }])).toBe(true);
  expect(touches(event, [['supplier', 'home'], { type: 'query' }])).toBe(true);
  expect(touches(event, [['orders', 'get'], { input: { orderId: 'o1' }, type: 'query' }])).toBe(true);
  expect(touches(event, [['orders', 'get'], { input: { orderId: 'o2' }, type: 'query' }])).toBe(false);
  expect(touches(event, [['proposals', 'list'], { type: 'query' }])).toBe(false);
});

test('counted stock makes every stock list stale, whatever its filter', () => {
  const event = { subjectKind: 'stock', subjectId: 'org1' };
  expect(touches(event, [['inventory', 'stock', 'list'], { input: { search: 'x' }, type: 'infinite' }])).toBe(
    true,
  );
  expect(touches(event, [['orders', 'list'], { type: 'query' }])).toBe(false);
});

test('progress of a run moves its bar, only its end reads the proposals again', () => {
  const proposals = [['proposals', 'list'], { type: 'infinite' }];
  const run = { subjectKind: 'run', subjectId: 'r1' };
  expect(touches({ ...run, type: 'replenishment.run-progressed' }, [['runs', 'list'], {}])).toBe(true);
  expect(touches({ ...run, type: 'replenishment.run-progressed' }, proposals)).toBe(false);
  expect(touches({ ...run, type: 'replenishment.run-ended' }, proposals)).toBe(true);
});

test('stopping to share closes what the partner has on the screen, and a signed version renews the cycle bar', () => {
  const sharing = { subjectKind: 'sharing', subjectId: 'a1' };
  for (const part of ['sharing', 'plans', 'businessPlans', 'supplier'])
    expect(touches(sharing, [[part, 'any'], { input: { agreementId: 'a1' } }])).toBe(true);
  const agreement = { subjectKind: 'agreement', subjectId: 'a1' };
  expect(touches(agreement, [['agreements', 'get'], { input: { agreementId: 'a1' } }])).toBe(true);
  expect(touches(agreement, [['cycles', 'bar'], {}])).toBe(true);
  const event = { subjectKind: 'plan-event', subjectId: 'e1' };
  expect(touches(event, [['businessPlans', 'events', 'get'], { input: { planEventId: 'e2' } }])).toBe(false);
  expect(touches(event, [['businessPlans', 'events', 'list'], {}])).toBe(true);
});

test('an event about something the portal does not show refreshes nothing', () => {
  expect(queriesTouchedBy({ type: 'x', subjectKind: 'gateway-message', subjectId: 'm1' })).toEqual([]);
});

test('changes are announced counted, not one by one', () => {
  expect(announceChanges(['proposal', 'proposal', 'order'])).toBe('2 proposals and 1 order changed');
  expect(announceChanges(['order'])).toBe('1 order changed');
  expect(announceChanges(['unknown'])).toBe('');
});
