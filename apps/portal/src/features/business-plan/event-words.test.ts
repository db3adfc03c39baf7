import { expect, test } from 'vitest';
import {
  type EventContent,
  eventChanges,
  eventFacts,
  happeningText,
  liftText,
  windowOf,
  windowText,
} from './event-words.ts';

const options = { locale: 'en-US', currentYear: 2026 };
const event: EventContent = {
  type: 'promotion',
  name: 'Advent offer',
  description: '',
  items: [
    { itemId: 'a', liftRatio: null, liftMilli: null, preBuildMilli: 0 },
    { itemId: 'b', liftRatio: 1.2, liftMilli: null, preBuildMilli: 240_000 },
  ],
  cannibalised: [{ itemId: 'c', liftRatio: -0.1 }],
  locationIds: null,
  liftRatio: 0.6,
  sellIn: { startsOn: '2026-11-16', endsBefore: '2026-11-23' },
  sellThrough: { startsOn: '2026-11-30', endsBefore: '2026-12-07' },
  weekdayWeights: null,
  lockOn: '2026-11-09',
};

test('windows are told with their last day, and typed with it', () => {
  expect(windowText(event.sellThrough, options)).toBe('Mon, Nov 30 – Sun, Dec 6');
  expect(windowOf('2026-11-30', '2026-12-06')).toEqual(event.sellThrough);
});

test('a lift below zero is a loss', () => {
  expect(liftText(0.6, 'en-US')).toBe('+60%');
  expect(liftText(-0.2, 'en-US')).toBe('−20%');
  expect(liftText(null)).toBe('none said');
});

test('an event reads in full', () => {
  const facts = new Map(eventFacts(event, options).map(({ label, text }) => [label, text]));
  expect(facts.get('Items')).toBe('2 items, 1 with a lift of their own, 240 units built ahead');
  expect(facts.get('Places')).toBe('every place of the agreement');
  expect(facts.get('Cannibalised')).toBe('1 item');
});

test('a change tells what was and what would be, also inside the items', () => {
  const later = { ...event, sellThrough: { startsOn: '2026-12-07', endsBefore: '2026-12-14' } };
  expect(eventChanges(event, later, options)).toEqual([
    { label: 'Sell-through', before: 'Mon, Nov 30 – Sun, Dec 6', after: 'Mon, Dec 7 – Sun, Dec 13' },
  ]);
  const [first, second] = event.items;
  if (first === undefined || second === undefined) throw new Error('the event has two items');
  const stronger = { ...event, items: [first, { ...second, liftRatio: 1.5 }] };
  expect(eventChanges(event, stronger, options)).toEqual([
    { label: 'Items', before: 'as agreed', after: '1 item changed' },
  ]);
  expect(eventChanges(event, { ...event }, options)).toEqual([]);
});

test('the history tells what happened, when it was late, and why', () => {
  expect(happeningText({ event: 'change', reason: 'Supplier is short', wasLocked: true })).toBe(
    'Change proposed, after the lock: “Supplier is short”',
  );
  expect(happeningText({ event: 'lock', reason: null, wasLocked: true })).toBe('Locked');
});
