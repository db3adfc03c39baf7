import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countDistribution, leftAfterLostSales } from './count-distribution.ts';
import { type LostSalesSituation, lostSalesOrderUnits } from './lost-sales-order.ts';
import { simulatePolicy } from './simulate-policy.ts';
import { newsvendorDiscrete } from './stochastic/newsvendor.ts';

const level = 5 / 6;
const certain = (units: number): { mean: number; variance: number } => ({ mean: units, variance: units });

test('with nothing on hand and nothing under way the order is the newsvendor quantity', () => {
  for (const mean of [0.2, 1, 4, 25]) {
    const demand = { mean, variance: 2 * mean };
    const answer = newsvendorDiscrete({
      probabilities: countDistribution(demand),
      holdingCost: 0.2,
      shortageCost: 1,
    });
    const units = lostSalesOrderUnits({
      stockUnits: 0,
      arrivingUnits: [0, 0],
      demand: [demand, demand, demand],
      levelVariation: 0,
      targetLevel: level,
    });
    expect(units).toBe(answer.quantity);
  }
});

test('demand that finds no stock is lost and not made up for by the order', () => {
  const busy = { mean: 50, variance: 60 };
  const base = { arrivingUnits: [0], levelVariation: 0, targetLevel: level };
  const quiet = lostSalesOrderUnits({ ...base, stockUnits: 0, demand: [certain(0.001), busy] });
  expect(lostSalesOrderUnits({ ...base, stockUnits: 0, demand: [busy, busy] })).toBe(quiet);
});

test('stock left after lost sales is the distribution of the larger of zero and stock less demand', () => {
  const left = leftAfterLostSales(Float64Array.of(0, 0, 1), Float64Array.of(0.5, 0.2, 0.2, 0.1));
  expect(Array.from(left, (mass) => Number(mass.toFixed(12)))).toEqual([0.3, 0.2, 0.5]);
});

const situation: fc.Arbitrary<LostSalesSituation> = fc.record({
  stockUnits: fc.nat(30),
  arrivingUnits: fc.tuple(fc.nat(20), fc.nat(20)),
  demand: fc.array(
    fc.record({
      mean: fc.double({ min: 0.05, max: 20, noNaN: true }),
      variance: fc.double({ min: 0.05, max: 90, noNaN: true }),
    }),
    { minLength: 3, maxLength: 3 },
  ),
  levelVariation: fc.constantFrom(0, 0.1, 0.4),
  targetLevel: fc.constantFrom(0.5, 0.75, 0.95),
});

test('a higher target never lowers the order, more stock never raises it', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const units = lostSalesOrderUnits(from);
      expect(Number.isInteger(units) && units >= 0).toBe(true);
      expect(lostSalesOrderUnits({ ...from, targetLevel: 0.99 })).toBeGreaterThanOrEqual(units);
      expect(lostSalesOrderUnits({ ...from, stockUnits: from.stockUnits + 5 })).toBeLessThanOrEqual(units);
    }),
    { numRuns: 100 },
  );
});

test('a distribution of counts has the mean and variance asked for', () => {
  for (const [mean, variance] of [
    [0.3, 0.3],
    [2, 5],
    [40, 200],
  ] as const) {
    const masses = countDistribution({ mean, variance });
    const found = masses.reduce((sum, mass, count) => sum + count * mass, 0);
    expect(found).toBeCloseTo(mean, 3);
    expect(masses.reduce((sum, mass, count) => sum + (count - found) ** 2 * mass, 0)).toBeCloseTo(
      variance,
      1,
    );
    expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 12);
  }
});

test('a simulated policy keeps every unit: start and orders are served, left or under way', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(9), { maxLength: 20 }),
      fc.nat(9),
      fc.nat(9),
      fc.nat(9),
      (demandUnits, stockUnits, arriving, upTo) => {
        const outcome = simulatePolicy({
          demandUnits,
          stockUnits,
          arrivingUnits: [arriving, 0],
          holdingCost: 0.2,
          shortageCost: 1,
          orderUnits: (view) =>
            Math.max(0, upTo - view.stockUnits - view.arrivingUnits.reduce((sum, units) => sum + units, 0)),
        });
        const underWay = outcome.arrivingUnits.reduce((sum, units) => sum + units, 0);
        expect(stockUnits + arriving + outcome.orderedUnits).toBe(
          outcome.servedUnits + outcome.stockUnits + underWay,
        );
        expect(outcome.servedUnits + outcome.missedUnits).toBe(
          demandUnits.reduce((sum, units) => sum + units, 0),
        );
      },
    ),
  );
});

test('an order arrives after its lead periods and not earlier', () => {
  const outcome = simulatePolicy({
    demandUnits: [1, 1, 1, 1],
    stockUnits: 0,
    arrivingUnits: [0, 0],
    holdingCost: 0.2,
    shortageCost: 1,
    orderUnits: ({ periodIndex }) => (periodIndex === 0 ? 3 : 0),
  });
  expect(outcome).toMatchObject({ missedUnits: 2, servedUnits: 2, stockUnits: 1 });
  expect(outcome.holdingCost).toBeCloseTo(0.6, 12);
});

test('a best-seller of thousands a week is ordered like a hundredth of it, to within two percent', () => {
  const demand = (scale: number) =>
    Array.from({ length: 3 }, () => ({ mean: 90 * scale, variance: 900 * scale ** 2 }));
  const rest = { levelVariation: 0.02, targetLevel: level };
  const small = lostSalesOrderUnits({ ...rest, stockUnits: 60, arrivingUnits: [80, 90], demand: demand(1) });
  const large = lostSalesOrderUnits({
    ...rest,
    stockUnits: 6000,
    arrivingUnits: [8000, 9000],
    demand: demand(100),
  });
  expect(Math.abs(large / (100 * small) - 1)).toBeLessThan(0.02);
});
