import fc from 'fast-check';
import { expect, test } from 'vitest';
import { waterfallOf } from './waterfall.ts';

const chain = (amounts: readonly number[]) =>
  amounts.map((quantityAfterMilli, index) => ({
    quantityBeforeMilli: amounts[index - 1] ?? 0,
    quantityAfterMilli,
  }));

test('bars run from the quantity before a step to the quantity after it, on one scale', () => {
  const { bars, total } = waterfallOf(chain([400, 100, 200]));
  expect(bars.map(({ startRatio, widthRatio, direction }) => [startRatio, widthRatio, direction])).toEqual([
    [0, 1, 'up'],
    [0.25, 0.75, 'down'],
    [0.25, 0.25, 'up'],
  ]);
  expect(total).toMatchObject({ startRatio: 0, widthRatio: 0.5, changeMilli: 200 });
});

test('stock beyond demand pushes the quantity below zero, and zero moves to the right', () => {
  const { zeroRatio, bars } = waterfallOf(chain([100, -300, 0]));
  expect(zeroRatio).toBe(0.75);
  expect(bars[1]).toMatchObject({ startRatio: 0, widthRatio: 1, direction: 'down' });
});

test('a proof without quantities draws nothing instead of dividing by zero', () => {
  expect(waterfallOf(chain([0, 0])).bars.every(({ widthRatio }) => widthRatio === 0)).toBe(true);
  expect(waterfallOf([]).total.widthRatio).toBe(0);
});

test('every bar lies inside the panel, meets the next one, and the changes add up to the order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 20 }), (amounts) => {
      const { bars, total } = waterfallOf(chain(amounts));
      bars.forEach((bar, index) => {
        expect(bar.startRatio).toBeGreaterThanOrEqual(0);
        expect(bar.startRatio + bar.widthRatio).toBeLessThanOrEqual(1 + 1e-9);
        const next = bars[index + 1];
        if (next !== undefined) {
          const edges = [next.startRatio, next.startRatio + next.widthRatio];
          expect(Math.min(...edges.map((edge) => Math.abs(edge - bar.endRatio)))).toBeLessThan(1e-9);
        }
      });
      expect(bars.reduce((sum, { changeMilli }) => sum + changeMilli, 0)).toBe(amounts.at(-1));
      expect(total.changeMilli).toBe(amounts.at(-1));
    }),
  );
});
