import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDate, readNumber, readTime, readWeekdays, readYesNo } from './read-value.ts';

const readingOf = (reading: object): unknown => ('value' in reading ? reading.value : undefined);
const codeOf = (reading: object): unknown =>
  'issue' in reading ? (reading.issue as { code: string }).code : undefined;

test.each([
  ['12', 12_000],
  ['12.5', 12_500],
  ['12,5', 12_500],
  ['0,125', 125],
  ['-3', -3_000],
  ['3.0', 3_000],
  ['1.234,5', 1_234_500],
  ['1,234.5', 1_234_500],
  ['1,234,567', 1_234_567_000],
  ['1 234', 1_234_000],
  ['1\u00a0234,5', 1_234_500],
  ["1'234", 1_234_000],
])('the quantity "%s" is %i thousandths', (text, amountMilli) => {
  expect(readingOf(readNumber(text, 3))).toBe(amountMilli);
});

test.each([
  ['1,234', 'ambiguous-number'],
  ['12,34,5', 'ambiguous-number'],
  ['1.2345', 'too-many-decimals'],
  ['n/a', 'not-a-number'],
  ['1e3', 'not-a-number'],
  ['12 pcs', 'not-a-number'],
])('the quantity "%s" is refused as %s rather than guessed', (text, code) => {
  expect(codeOf(readNumber(text, 3))).toBe(code);
});

test('every quantity that we would write is read back as it was, with point or comma', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -999_999, max: 999_999 }),
      fc.integer({ min: 0, max: 99 }),
      (whole, cents) => {
        const sign = whole < 0 ? -1 : 1;
        const text = `${whole}.${String(cents).padStart(2, '0')}`;
        const amountMilli = whole * 1000 + sign * cents * 10;
        expect(readingOf(readNumber(text, 3))).toBe(amountMilli);
        expect(readingOf(readNumber(text.replace('.', ','), 3))).toBe(amountMilli);
      },
    ),
  );
});

test('no text makes a reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const read of [(t: string) => readNumber(t, 3), readDate, readYesNo, readWeekdays, readTime]) {
        expect(Object.keys(read(text))).toHaveLength(1);
      }
    }),
  );
});

test.each([
  ['2026-11-22', '2026-11-22'],
  ['20261122', '2026-11-22'],
  ['22.11.2026', '2026-11-22'],
  ['2026-11-22T00:00:00Z', '2026-11-22'],
  ['2026-11-22 00:00:00', '2026-11-22'],
  ['2026-W47', '2026-11-16'],
  ['2020-W53', '2020-12-28'],
])('the date "%s" is %s', (text, date) => {
  expect(readingOf(readDate(text))).toBe(date);
});

test.each([['11/12/2026'], ['2026-02-30'], ['2025-W53'], ['yesterday'], ['45000']])(
  'the date "%s" is refused, because its meaning is not certain',
  (text) => {
    expect(readingOf(readDate(text))).toBeUndefined();
  },
);

test.each([
  ['1 3 5', [1, 3, 5]],
  ['Mon,Wed,Fri', [1, 3, 5]],
  ['mon-fri', [1, 2, 3, 4, 5]],
  ['daily', [1, 2, 3, 4, 5, 6, 7]],
  ['Friday; Monday', [1, 5]],
])('order days "%s" are understood', (text, days) => {
  expect(readingOf(readWeekdays(text))).toEqual(days);
});
