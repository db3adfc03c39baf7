import { expect, test } from 'vitest';
import type { BlanketDetail, ReleaseSeed } from '../../app/api-types.ts';
import { exactRows, forecastRequest, pastedWeeks, shippingRequest } from './release-draft.ts';

const seed = {
  ...{ startsOn: '2026-11-30', endsBefore: '2026-12-14', forecast: null },
  items: [
    {
      itemLine: '1',
      weeks: [
        { startsOn: '2026-11-30', endsBefore: '2026-12-07', certainty: 'firm', amountMilli: 100_000 },
        { startsOn: '2026-12-07', endsBefore: '2026-12-14', certainty: 'planned', amountMilli: 80_000 },
      ],
    },
  ],
} as unknown as ReleaseSeed;

test('a forecast release says what was seeded, and what was typed instead', () => {
  const { items } = forecastRequest('o', seed, { '1 2026-12-07': 90_000 });
  expect(items[0]?.buckets.map(({ amountMilli, certainty }) => [amountMilli, certainty])).toEqual([
    [100_000, 'firm'],
    [90_000, 'planned'],
  ]);
});

const callOff = (startsOn: string, endsBefore: string, state = 'open') => ({
  ...{ lineNumber: startsOn, itemLine: '1', startsOn, endsBefore, time: null, state, orderedMilli: 70_000 },
});
const view = {
  ...{ orderId: 'o', today: '2026-11-24', firmDays: 14 },
  callOffs: [
    callOff('2026-11-23', '2026-11-30'),
    callOff('2026-11-30', '2026-12-07'),
    callOff('2026-11-30', '2026-12-07', 'cancelled'),
    callOff('2026-12-14', '2026-12-21'),
  ],
} as unknown as BlanketDetail;

test('a shipping release begins with the call-offs of the firm days and speaks about all of their week', () => {
  const rows = exactRows(view);
  expect(rows).toMatchObject([{ on: '2026-11-30', time: '', amountMilli: 70_000 }]);
  expect(shippingRequest(view, [{ ...rows[0], on: '2026-12-02', time: '06:00' } as never])).toMatchObject({
    ...{ kind: 'shipping', startsOn: '2026-11-25', endsBefore: '2026-12-07' },
    items: [{ buckets: [{ startsOn: '2026-12-02', endsBefore: '2026-12-03', time: '06:00' }] }],
  });
});

test('a column of a spreadsheet is a list of amounts; one number or words are not', () => {
  expect(pastedWeeks('100\n1,200\n0.5\n')).toEqual([100_000, 1_200_000, 500]);
  expect(pastedWeeks('100')).toBeUndefined();
  expect(pastedWeeks('100\nmany')).toBeUndefined();
});
