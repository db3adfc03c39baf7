import { expect, test } from 'vitest';
import { formatPacks } from './format.ts';
import { plainText } from './plain-text.ts';

const plain = (text: string): string => plainText(text, { locale: 'en-US', currentYear: 2026 });

test('days in a sentence are written like days beside it', () => {
  expect(plain('Order 798 EA on 2026-11-23 for delivery on 2027-01-04.')).toBe(
    'Order 798 ea on Mon, Nov 23 for delivery on Mon, Jan 4, 2027.',
  );
});

test('planned quantities are whole, and small ones keep one decimal', () => {
  expect(plain('181.854 EA are expected to be needed.')).toBe('182 ea are expected to be needed.');
  expect(plain('Nothing is missing; 5.432 EA are more than needed.')).toBe(
    'Nothing is missing; 5.4 ea are more than needed.',
  );
  expect(plain('1234.5 KGM arrive.')).toBe('1,235 kg arrive.');
});

test('one day is no plural', () => {
  expect(plain('so this one covers 1 days; of 11 days')).toBe('so this one covers 1 day; of 11 days');
});

test('safety stock is explained without statistics', () => {
  const rule = 'the forecast quantile of total demand';
  expect(
    plain(`136.096 EA of safety stock: ${rule} until the next delivery at level 0.9700, less its mean.`),
  ).toBe('136 ea of safety stock: it lasts until the next delivery in 97% of all cases.');
  const scaled = `${rule} over 14 days, scaled to 15 days by the square root of time`;
  expect(plain(`9 EA of safety stock: ${scaled} at level 0.9700, less its mean.`)).toBe(
    '9 ea of safety stock: it lasts 15 days in 97% of all cases, estimated from the forecast of 14 days.',
  );
  expect(plain(`Safety stock uses ${scaled}.`)).toBe(
    'Safety stock for 15 days is estimated from the forecast of 14 days.',
  );
});

test('numbers that are neither quantity nor day stay as they are', () => {
  expect(plain('Engine planning-1.0.0, item 115009')).toBe('Engine planning-1.0.0, item 115009');
});

test('packs are words, not codes', () => {
  expect(formatPacks('2 PL + 21 CS')).toBe('2 pallets + 21 cs');
  expect(formatPacks('1 PL')).toBe('1 pallet');
  expect(formatPacks('')).toBe('');
});
