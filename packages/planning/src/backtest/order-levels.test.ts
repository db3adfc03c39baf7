import { normalInverse } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countDistribution } from '../count-distribution.ts';
import { levelTargetsOf, writeOrderLevels } from './order-levels.ts';
import { costOptimalLevel } from './policy-orders.ts';

const levels = [0.5, 0.8, 0.95, 0.99];
const shares = [0.2, 0.05, 0.01];

function levelsFor(mean: number, variance: number): number[] {
  const out = new Float64Array(levels.length + shares.length);
  writeOrderLevels({ mean, variance }, levelTargetsOf(levels, shares), out, 0);
  return [...out];
}

test('counted levels are those of the count distribution, unit for unit', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 55, noNaN: true }),
      fc.double({ min: 0.8, max: 9, noNaN: true }),
      (mean, dispersion) => {
        const variance = mean * dispersion;
        const masses = countDistribution({ mean, variance });
        const found = levelsFor(mean, variance);
        const lasts = (stock: number): number =>
          masses.slice(0, stock + 1).reduce((sum, mass) => sum + mass, 0);
        const missed = (stock: number): number =>
          masses.reduce((sum, mass, count) => sum + mass * Math.max(0, count - stock), 0);
        levels.forEach((level, index) => {
          const stock = found[index] ?? 0;
          expect(lasts(stock)).toBeGreaterThan(level - 1e-6);
          if (stock > 0) expect(lasts(stock - 1)).toBeLessThan(level + 1e-6);
        });
        shares.forEach((share, index) => {
          const stock = found[levels.length + index] ?? 0;
          expect(missed(stock)).toBeLessThan(share * mean + 1e-4);
          if (stock > 0) expect(missed(stock - 1)).toBeGreaterThan(share * mean - 1e-4);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('large demand goes over to the smooth distribution without a jump', () => {
  for (const dispersion of [1, 3, 8]) {
    const counted = levelsFor(59.9, 59.9 * dispersion);
    const smooth = levelsFor(60.1, 60.1 * dispersion);
    counted.forEach((units, index) => {
      expect(Math.abs((smooth[index] ?? 0) - units)).toBeLessThan(2 + 0.03 * units);
    });
  }
  expect(levelsFor(10_000, 10_000)[2]).toBeCloseTo(10_000 + normalInverse(0.95) * 100, -1);
});

test('rare large demand is counted in lots, so that its tail is not cut', () => {
  const [, , high = 0] = levelsFor(200, 200 * 200 * 2);
  // Gamma with shape ½: its 95 % quantile is 3.84 times the mean.
  expect(high / 200).toBeGreaterThan(3.7);
  expect(high / 200).toBeLessThan(4);
});

test('no demand needs no stock, and a higher target never less', () => {
  expect(levelsFor(0, 0)).toEqual(new Array(7).fill(0));
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 5_000, noNaN: true }),
      fc.double({ min: 0.5, max: 50, noNaN: true }),
      (mean, dispersion) => {
        const found = levelsFor(mean, mean * dispersion);
        for (const [from, end] of [
          [0, levels.length],
          [levels.length, found.length],
        ] as const)
          for (let index = from + 1; index < end; index++)
            expect(found[index]).toBeGreaterThanOrEqual((found[index - 1] ?? 0) - 1e-9);
      },
    ),
  );
});

test('the cost-optimal level is the critical ratio: a unit lost once against one held until the next delivery', () => {
  const costs = { shortageCost: 1, holdingCost: 0.2 };
  const lost = { shortageFactor: 1, reviewPeriods: 2, unmetDemand: 'lost' as const };
  expect(costOptimalLevel(costs, lost)).toBeCloseTo(1 / 1.4, 12);
  expect(costOptimalLevel(costs, { ...lost, unmetDemand: 'backordered' })).toBeCloseTo(1 / 1.2, 12);
  expect(costOptimalLevel({ shortageCost: 0, holdingCost: 0 }, lost)).toBeLessThan(1);
});
