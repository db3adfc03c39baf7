import { expect, test } from 'vitest';
import { matchScore, searchEntries } from './palette-search.ts';

const entry = (label: string) => ({ id: label, label, hint: '', run: () => undefined });

test('the beginning of a label beats the beginning of a word, which beats scattered letters', () => {
  const found = searchEntries(['Purchase orders', 'Orders today', 'Overdue receipts'].map(entry), 'or');
  expect(found.map(({ label }) => label)).toEqual(['Orders today', 'Purchase orders', 'Overdue receipts']);
});

test('letters must appear in the order typed', () => {
  expect(matchScore('Audit trail', 'ta')).toBeDefined();
  expect(matchScore('Audit trail', 'zz')).toBeUndefined();
});

test('an empty search keeps everything as it was', () => {
  expect(searchEntries(['B', 'A'].map(entry), '').map(({ label }) => label)).toEqual(['B', 'A']);
});
