import { fraction } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PackLevel, packText } from './pack-text.ts';

const pallet: PackLevel = { unit: 'PL', factor: fraction(480), gtin14: null };
const layer: PackLevel = { unit: 'LY', factor: fraction(96), gtin14: null };
const box: PackLevel = { unit: 'CS', factor: fraction(12), gtin14: null };
const packs = [box, pallet, layer];

test.each([
  [48_000, '4 CS'],
  [480_000, '1 PL'],
  [521_000, '1 PL + 3 CS + 5 EA'],
  [5_000, '5 EA'],
  [0, '0 EA'],
  [12_500, '1 CS + 0.5 EA'],
])('%i thousandths of an item in cases of 12 and pallets of 480 are %s', (quantityMilli, text) => {
  expect(packText({ quantityMilli, baseUnit: 'EA', packs })).toBe(text);
});

test('an item without packs is counted in its base unit', () => {
  expect(packText({ quantityMilli: 2_500, baseUnit: 'KGM', packs: [] })).toBe('2.5 KGM');
});

test('the packs of a quantity add up to the quantity again, whatever the pack sizes', () => {
  const size = fc.integer({ min: 2, max: 500 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      size,
      size,
      (quantityMilli, caseSize, casesOnPallet) => {
        const sizes = { EA: 1, CS: caseSize, PL: caseSize * casesOnPallet };
        const text = packText({
          quantityMilli,
          baseUnit: 'EA',
          packs: [
            { unit: 'CS', factor: fraction(sizes.CS), gtin14: null },
            { unit: 'PL', factor: fraction(sizes.PL), gtin14: null },
          ],
        });
        const total = text
          .split(' + ')
          .map((part) => part.split(' '))
          .reduce((sum, [count, unit]) => sum + Math.round(Number(count) * 1000) * sizes[unit as 'EA'], 0);
        expect(total).toBe(quantityMilli);
      },
    ),
  );
});
