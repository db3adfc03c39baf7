import { expect, test } from 'vitest';
import { worldContent } from '../collaboration-world-content.ts';
import { commitDueAt } from './due-time.ts';

const dueAfter = (instant: string): string => commitDueAt(worldContent(), new Date(instant)).toISOString();

test('commits are due on the next Thursday noon of the agreement’s zone', () => {
  expect(dueAfter('2026-11-22T09:00:00Z')).toBe('2026-11-26T11:00:00.000Z');
  expect(dueAfter('2026-11-26T10:59:59Z')).toBe('2026-11-26T11:00:00.000Z');
});

test('what is asked for at the due time itself is due a week later', () => {
  expect(dueAfter('2026-11-26T11:00:00Z')).toBe('2026-12-03T11:00:00.000Z');
});

test('summer time moves the instant, not the time of day', () => {
  expect(dueAfter('2027-03-26T12:00:00Z')).toBe('2027-04-01T10:00:00.000Z');
});

test('without a time for step 8 there are three days', () => {
  const { calendar } = worldContent();
  const due = commitDueAt({ calendar: { ...calendar, cycle: [] } }, new Date('2026-11-22T09:00:00Z'));
  expect(due.toISOString()).toBe('2026-11-25T09:00:00.000Z');
});
