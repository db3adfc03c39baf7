import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyCellInput, parseCellInput } from './cell-input.ts';

const typed = (text: string, currentMilli: number | null = 200_000, locale = 'en-US') =>
  applyCellInput(parseCellInput(text, locale), { currentMilli, measuresMilli: [50_000, null, 80_000] });

test.each([
  ['120', 120_000],
  ['1,234.5', 1_234_500],
  ['=120', 120_000],
  ['=-5', -5_000],
  ['', null],
  ['  ', null],
  ['+10%', 220_000],
  ['-10%', 180_000],
  ['+5', 205_000],
  ['-5', 195_000],
  ['*1.1', 220_000],
  ['× 2', 400_000],
  ['/2', 100_000],
  ['/3', 66_667],
  ['=A', 50_000],
  ['=c', 80_000],
  ['=A*1.1', 55_000],
  ['=C - 10%', 72_000],
  ['=100+10%', 110_000],
  ['+0.5%', 201_000],
])('typing %s makes %s thousandths of it', (text, valueMilli) => {
  expect(typed(text)).toEqual({ valueMilli });
});

test('decimals are read as the language writes them', () => {
  expect(typed('*1,1', 200_000, 'de-DE')).toEqual({ valueMilli: 220_000 });
  expect(typed('1.234,5', null, 'de-DE')).toEqual({ valueMilli: 1_234_500 });
});

test('a change needs a value to change, and a measure needs one to take: nothing is read as zero', () => {
  expect(typed('+10%', null)).toEqual({ problem: expect.stringContaining('no value here') });
  expect(typed('=B')).toEqual({ problem: 'Row B has no value here.' });
  expect(typed('=D')).toEqual({ problem: 'There is no row D.' });
  expect(typed('=A', null)).toEqual({ valueMilli: 50_000 });
});

test.each(['abc', '=', '=A1', '=A B', '*', '/0', '+', '*10%', '=A*B', '+-5', '=+10%', '12 apples'])(
  'the input %s is refused with what can be written',
  (text) => {
    expect(typed(text)).toEqual({ problem: expect.stringContaining('write a number') });
  },
);

test('a whole number typed is that number, whatever the cell held', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.option(fc.integer()), (units, current) => {
      expect(typed(String(units), current)).toEqual({ valueMilli: units * 1_000 });
    }),
  );
});
