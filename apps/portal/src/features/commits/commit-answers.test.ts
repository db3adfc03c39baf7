import { expect, test } from 'vitest';
import type { CommitRow } from '../../app/api-types.ts';
import { answerOf, matrixOf, readinessOf, readUnits, toAnswer, withQuantity } from './commit-answers.ts';

const row = (commitId: string, changes: Partial<CommitRow> = {}): CommitRow =>
  ({
    commitId,
    itemLocationId: 'place-1',
    itemNumber: 'A-1',
    partnerItemNumber: null,
    description: 'Item',
    locationCode: 'DC1',
    unit: 'EA',
    startsOn: '2026-11-30',
    forecastMilli: 100_000,
    committedMilli: null,
    draft: null,
    alternatives: [],
    note: null,
    reasonCode: null,
    ...changes,
  }) as CommitRow;

test('commits stand in a matrix of items and periods', () => {
  const { periods, lines } = matrixOf([
    row('1', { startsOn: '2026-12-07' as CommitRow['startsOn'] }),
    row('2'),
    row('3', { itemLocationId: 'place-2', itemNumber: 'A-0' }),
  ]);
  expect(periods).toEqual(['2026-11-30', '2026-12-07']);
  expect(lines.map(({ itemNumber }) => itemNumber)).toEqual(['A-0', 'A-1']);
  expect(lines[1]?.byPeriod.get('2026-12-07')?.commitId).toBe('1');
});

test('no answer stays no answer, and never becomes nothing', () => {
  expect(answerOf(row('1'), {})).toBeUndefined();
  expect(answerOf(row('1', { committedMilli: 0 }), {})?.committedMilli).toBe(0);
});

test('less than was asked for cannot be sent without a reason', () => {
  const asked = row('1');
  const written = withQuantity(asked, {}, 80_000);
  expect(readinessOf([asked], written)).toEqual({ ready: [], withoutReason: [asked], shortCount: 1 });
  const reasoned = { '1': { ...answerOf(asked, written)!, reasonCode: 'capacity' as const } };
  expect(readinessOf([asked], reasoned).ready).toEqual([asked]);
  expect(toAnswer(asked, reasoned['1'])).toEqual({
    itemLocationId: 'place-1',
    startsOn: '2026-11-30',
    committedMilli: 80_000,
    reasonCode: 'capacity',
    alternatives: [],
  });
});

test('a commit in full drops the reason that an earlier one had', () => {
  const asked = row('1', { committedMilli: 80_000, reasonCode: 'capacity' });
  expect(withQuantity(asked, {}, 100_000)['1']?.reasonCode).toBeNull();
});

test('quantities are read with a decimal point or comma, and nothing else is', () => {
  expect(readUnits('1,5')).toBe(1_500);
  expect(readUnits('12')).toBe(12_000);
  expect(readUnits('-3')).toBeUndefined();
  expect(readUnits('many')).toBeUndefined();
});
