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

test('one day is no plural, and a service level is a percentage', () => {
  expect(plain('so this one covers 1 days; of 11 days')).toBe('so this one covers 1 day; of 11 days');
  expect(plain('at level 0.9700, less its mean')).toBe('at level 97%, less its mean');
});

test('numbers that are neither quantity nor day stay as they are', () => {
  expect(plain('Engine planning-1.0.0, item 115009')).toBe('Engine planning-1.0.0, item 115009');
});

test('packs are words, not codes', () => {
  expect(formatPacks('2 PL + 21 CS')).toBe('2 pallets + 21 cs');
  expect(formatPacks('1 PL')).toBe('1 pallet');
  expect(formatPacks('')).toBe('');
});
