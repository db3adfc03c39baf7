import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { exampleInput } from './example-input.ts';
import { instantOfLocalTime } from './local-time.ts';
import { deliveryDateOf, orderChanceOf, riskWindowOf } from './order-slot.ts';

const { calendar } = exampleInput();

test('the cut-off is the same time of day in winter and in summer', () => {
  expect(instantOfLocalTime(localDate('2026-10-24'), '11:00', 'Europe/Berlin')).toBe(
    '2026-10-24T09:00:00.000Z',
  );
  expect(instantOfLocalTime(localDate('2026-10-25'), '11:00', 'Europe/Berlin')).toBe(
    '2026-10-25T10:00:00.000Z',
  );
  expect(instantOfLocalTime(localDate('2026-03-29'), '11:00', 'Europe/Berlin')).toBe(
    '2026-03-29T09:00:00.000Z',
  );
  expect(instantOfLocalTime(localDate('2026-11-23'), '11:00', 'America/New_York')).toBe(
    '2026-11-23T16:00:00.000Z',
  );
});

test('of a repeated hour the first is meant', () => {
  expect(instantOfLocalTime(localDate('2026-10-25'), '02:30', 'Europe/Berlin')).toBe(
    '2026-10-25T00:30:00.000Z',
  );
});

test('lead time in working days skips weekends and holidays', () => {
  const working = {
    ...calendar,
    leadTimeCounts: 'working-days' as const,
    deliveryWeekdays: [1, 2, 3, 4, 5],
    nonWorkingDays: [localDate('2026-11-30')],
  };
  expect(deliveryDateOf(working, localDate('2026-11-26'))).toBe('2026-12-01');
});

test('two order days with the same delivery day are one chance, the next is the later delivery', () => {
  const shared = { ...calendar, orderWeekdays: [1, 2, 3, 4, 5], deliveryWeekdays: [3] };
  const chance = orderChanceOf({ calendar: shared, today: localDate('2026-11-23'), localTime: '08:00' });
  expect(chance.current).toEqual({ orderOn: '2026-11-23', deliverOn: '2026-11-25' });
  expect(chance.next).toEqual({ orderOn: '2026-11-24', deliverOn: '2026-12-02' });
});

test('explicit order dates replace the weekdays', () => {
  const slots = [
    { orderOn: localDate('2026-11-20'), deliverOn: localDate('2026-11-24') },
    { orderOn: localDate('2026-11-25'), deliverOn: localDate('2026-11-28') },
    { orderOn: localDate('2026-12-02'), deliverOn: localDate('2026-12-05') },
  ];
  const question = { calendar: { ...calendar, slots }, today: localDate('2026-11-23'), localTime: '08:00' };
  expect(orderChanceOf(question).current).toEqual(slots[1]);
  expect(riskWindowOf(question)).toEqual({ startsOn: '2026-11-23', endsBefore: '2026-12-05' });
  const ended = { ...question, today: localDate('2026-11-26') };
  expect(() => orderChanceOf(ended)).toThrow(/extend its slots/);
});
