import { expect, test } from 'vitest';
import {
  consequenceOf,
  lastKnown,
  seriesSpan,
  sharedValue,
  sharedValues,
  visibleText,
} from './sharing-words.ts';

const options = { locale: 'en-US', currentYear: 2026 };

test('what a partner sees is counted, with its first and last day', () => {
  const counts = {
    itemCount: 240,
    locationCount: 1,
    fromOn: '2026-01-05',
    toOn: '2026-11-22',
    rowsNow: 1440,
  };
  expect(visibleText(counts, options)).toBe('240 items at 1 place, Mon, Jan 5 – Sun, Nov 22, in 1,440 rows');
  expect(visibleText({ ...counts, rowsNow: 0 }, options)).toMatch(/^Nothing/);
});

test('quantities are thousandths with their unit, prices millionths with their currency, unknown is not zero', () => {
  expect(sharedValue(1_500, { unit: 'EA', currency: null }, 'en-US')).toBe('1.5 ea');
  expect(sharedValue(1_250_000, { unit: 'EA', currency: 'USD' }, 'en-US')).toBe('$1.25');
  expect(sharedValue(null, { unit: 'EA', currency: null })).toBe('not known');
});

test('a series ends with the last day of its last bucket', () => {
  const series = {
    startsOn: '2026-11-16',
    bucketDays: 7,
    amounts: [1, null, 3, null],
    unit: 'EA',
    currency: null,
  };
  expect(seriesSpan(series)).toEqual({ firstOn: '2026-11-16', lastOn: '2026-12-13' });
  expect(lastKnown(series, 2)).toEqual([null, 3]);
  expect(lastKnown({ amounts: [null] }, 2)).toEqual([]);
});

test('closing a rule tells what ends with it', () => {
  expect(consequenceOf('forecast', 'Alpine Dairy')).toContain('exceptions stop');
  expect(consequenceOf('price', 'Alpine Dairy')).toBe(
    'Alpine Dairy stops seeing it within seconds, in every page, export and open screen.',
  );
});

test('the values of a shared series stand side by side with their unit once', () => {
  expect(sharedValues([1_078_000, null, 953_500], { unit: 'EA', currency: null }, 'en')).toBe(
    '1,078 · not known · 953.5\u00a0ea',
  );
  expect(sharedValues([1_250_000, 990_000], { unit: 'EA', currency: 'USD' }, 'en')).toBe('$1.25 · $0.99');
});
