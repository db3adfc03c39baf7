import { expect, test } from 'vitest';
import { type Frequency, standardPreferences } from './digest-preferences.ts';
import { mailSlot } from './is-due.ts';

const oslo = standardPreferences('Europe/Oslo');
const withFrequency = (frequency: Frequency) => ({
  ...oslo,
  frequencies: { ...oslo.frequencies, exceptions: frequency },
});
const at = (text: string): Date => new Date(text);

test('the daily mail waits for the chosen hour of the reader’s own clock', () => {
  expect(mailSlot(at('2026-11-23T05:59:00Z'), 'exceptions', oslo)).toBeNull();
  expect(mailSlot(at('2026-11-23T06:01:00Z'), 'exceptions', oslo)).toBe('daily:2026-11-23');
  expect(mailSlot(at('2026-11-23T15:00:00Z'), 'exceptions', oslo)).toBe('daily:2026-11-23');
});

test('the day on which clocks go back has one daily mail', () => {
  const slots = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T06:30:00Z'].map((text) =>
    mailSlot(at(text), 'exceptions', oslo),
  );
  expect(slots).toEqual([null, null, 'daily:2026-10-25']);
});

test('hourly and immediate news rest in quiet hours, also over midnight', () => {
  for (const frequency of ['hourly', 'immediate'] as const) {
    const preferences = withFrequency(frequency);
    expect(mailSlot(at('2026-11-23T22:00:00Z'), 'exceptions', preferences)).toBeNull();
    expect(mailSlot(at('2026-11-23T03:00:00Z'), 'exceptions', preferences)).toBeNull();
    expect(mailSlot(at('2026-11-23T10:00:00Z'), 'exceptions', preferences)).not.toBeNull();
  }
});

test('who has switched a kind off is told nothing of it', () => {
  expect(mailSlot(at('2026-11-23T10:00:00Z'), 'exceptions', withFrequency('off'))).toBeNull();
});

test('equal quiet hours mean that there are none', () => {
  const awake = { ...withFrequency('hourly'), quietFromHour: 5, quietUntilHour: 5 };
  expect(mailSlot(at('2026-11-23T02:10:00Z'), 'exceptions', awake)).toBe('hourly:2026-11-23T03');
});
