import { expect, test } from 'vitest';
import { driversOf } from './drivers.ts';

const price = [8, 10, 10, 10, 10, 8, 10];

test('a price that nobody wrote down is the usual one of the item, not one without a discount', () => {
  const alwaysReduced = {
    price: Float64Array.of(8, 8, 7, Number.NaN, 8, 8, 8),
    base_price: Float64Array.of(...Array(7).fill(10)),
  };
  const [driver] = driversOf(alwaysReduced);
  expect(driver!.name).toBe('price/base_price');
  expect(driver!.values[3]).toBeCloseTo(Math.log(0.8), 12);
});

test('weeks without a known price tell nothing of demand where prices never changed', () => {
  const steady = {
    price: Float64Array.of(9, 9, Number.NaN, 9),
    base_price: Float64Array.of(10, 10, Number.NaN, 10),
  };
  expect(driversOf(steady)).toEqual([]);
});

test('a price of 0 says that the item was not offered', () => {
  const offered = {
    price: Float64Array.from(price, (value, t) => (t === 3 ? 0 : value)),
    base_price: new Float64Array(7).fill(10),
  };
  const absent = driversOf(offered).find(({ name }) => name === 'price-absent');
  expect([...absent!.values]).toEqual([0, 0, 0, 1, 0, 0, 0]);
});
