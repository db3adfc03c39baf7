import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reconcileOverTime } from './temporal.ts';

const days = 28;
const weekOf = Int32Array.from({ length: days }, (_, day) => Math.floor(day / 7));
/** The month ends within the third week; the next one is not whole. */
const monthOf = Int32Array.from({ length: days }, (_, day) => (day < 17 ? 0 : -1));

test('days move towards what weeks and months say, so that a week is the sum of its days', () => {
  const amounts = (count: number) =>
    fc.array(fc.integer({ min: 0, max: 90 }), { minLength: count, maxLength: count });
  fc.assert(
    fc.property(amounts(days), amounts(4), amounts(1), (daily, weekly, monthly) => {
      const made = reconcileOverTime({ forecast: Float64Array.from(daily), variance: 4 }, [
        {
          name: 'week',
          groupOf: weekOf,
          forecast: Float64Array.from(weekly, (week) => week * 7),
          variance: 1e-6,
        },
        {
          name: 'month',
          groupOf: monthOf,
          forecast: Float64Array.from(monthly, (month) => month * 17),
          variance: 9e9,
        },
      ]);
      const sums = [0, 0, 0, 0];
      made.forEach((value, day) => {
        expect(value).toBeGreaterThanOrEqual(0);
        sums[weekOf[day]!]! += value;
      });
      // A sure week is kept, unless days would have to be negative for it.
      sums.forEach((sum, week) => {
        expect(sum).toBeGreaterThanOrEqual(weekly[week]! * 7 - 0.01);
      });
    }),
  );
});
