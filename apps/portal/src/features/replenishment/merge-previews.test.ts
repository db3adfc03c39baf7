import { expect, test } from 'vitest';
import { mergePreviews } from './merge-previews.ts';

const supplier = (supplierId: string, count: number, valueMinor: number) => ({
  supplierId,
  name: supplierId,
  count,
  valueMinor,
});

test('parts of a large selection add up to one preview, the dearest supplier first', () => {
  const part = {
    count: 2,
    unitsMilli: 5000,
    valueMinor: 300,
    currency: 'EUR',
    needSecondCount: 1,
    refusedCount: 0,
  };
  const merged = mergePreviews([
    { ...part, bySupplier: [supplier('a', 1, 100), supplier('b', 1, 200)] },
    { ...part, bySupplier: [supplier('a', 2, 300)] },
  ]);
  expect(merged).toEqual({
    count: 4,
    unitsMilli: 10_000,
    valueMinor: 600,
    currency: 'EUR',
    needSecondCount: 2,
    refusedCount: 0,
    bySupplier: [supplier('a', 3, 400), supplier('b', 1, 200)],
  });
});
