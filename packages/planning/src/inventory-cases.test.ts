import { expect, test } from 'vitest';
import { countDistribution } from './count-distribution.ts';
import { economicOrder, economicOrderWithBreaks } from './economic-order.ts';
import { newsvendorDiscrete, newsvendorNormal, newsvendorNormalCost } from './newsvendor.ts';
import { normalLoss, normalProbability } from './normal-distribution.ts';
import { orderUpToForFillRate, safetyStockForFillRate, safetyStockForLevel } from './safety-stock.ts';

// The numbers are facts from Snyder & Shen, Fundamentals of Supply Chain Theory (2nd ed.), and closed formulas.
const close = (found: number, expected: number): void => {
  expect(Math.abs(found / expected - 1)).toBeLessThan(1e-6);
};

test('the economic order quantity agrees with the textbook', () => {
  const first = economicOrder({ orderCost: 8, holdingCost: 0.225, demand: 1300 });
  close(first.quantity, 304.04678);
  close(first.cost, 68.41052551);
  const second = economicOrder({ orderCost: 2250, holdingCost: 275, demand: 182_500 });
  close(second.quantity, 1728.109845);
  close(second.cost, 475_230.2074);
});

test('all-units discounts pick the break that is worth it', () => {
  const breaks = [
    { fromQuantity: 0, unitPrice: 0.75 },
    { fromQuantity: 400, unitPrice: 0.72 },
    { fromQuantity: 800, unitPrice: 0.68 },
  ];
  const small = economicOrderWithBreaks({ orderCost: 8, holdingRate: 0.3, demand: 1300, breaks });
  expect([small.quantity, small.breakIndex]).toEqual([800, 2]);
  close(small.cost, 978.6);
  const large = economicOrderWithBreaks({
    orderCost: 2250,
    holdingRate: 0.25,
    demand: 182_500,
    breaks: [
      { fromQuantity: 0, unitPrice: 1490 },
      { fromQuantity: 1200, unitPrice: 1220 },
      { fromQuantity: 2400, unitPrice: 1100 },
    ],
  });
  expect([large.quantity, large.breakIndex]).toEqual([2400, 2]);
  close(large.cost, 201_251_093.8);
});

test('the newsvendor under normal demand agrees with the textbook', () => {
  const costs = { holdingCost: 0.18, shortageCost: 0.7 };
  const answer = newsvendorNormal({ mean: 50, deviation: 8, ...costs });
  close(answer.quantity, 56.60395593);
  close(answer.cost, 1.997605193);
  const dear = newsvendorNormal({ mean: 900, deviation: 60, holdingCost: 43, shortageCost: 79 });
  close(dear.quantity, 922.7214038);
  close(dear.cost, 2718.196782);
  close(newsvendorNormalCost({ mean: 50, deviation: 8, quantity: 40, ...costs }), 7.356131553);
  close(newsvendorNormalCost({ mean: 50, deviation: 8, quantity: 60, ...costs }), 2.156131553);
});

test('a base stock covers the lead time and one review period', () => {
  const answer = newsvendorNormal({
    mean: 250,
    deviation: 8 * Math.sqrt(5),
    holdingCost: 0.18,
    shortageCost: 0.7,
  });
  close(answer.quantity, 264.7668944);
  close(answer.cost, 4.466781004);
});

test('the newsvendor under counted demand agrees with the textbook', () => {
  const small = newsvendorDiscrete({
    probabilities: countDistribution({ mean: 6, variance: 6 }),
    holdingCost: 1,
    shortageCost: 4,
  });
  expect(small.quantity).toBe(8);
  expect(small.cost).toBeCloseTo(3.570106946, 4);
  const large = newsvendorDiscrete({
    probabilities: countDistribution({ mean: 18, variance: 18 }),
    holdingCost: 200,
    shortageCost: 270,
  });
  expect(large.quantity).toBe(19);
  expect(large.cost).toBeCloseTo(786.0884409, 2);
  const listed = newsvendorDiscrete({
    probabilities: [0, 0.25, 0.05, 0.1, 0.2, 0.15, 0.1, 0.1, 0.05],
    holdingCost: 500_000,
    shortageCost: 1_000_000,
  });
  expect(listed.quantity).toBe(5);
  close(listed.cost, 1_225_000);
});

test('the normal loss function and distribution agree with tables', () => {
  close(normalLoss(-1.4), 1.436668143);
  close(normalLoss(1.4), 0.03666814271);
  close(normalProbability(1.6448536269514722), 0.95);
  close(normalProbability(-6), 9.865876450376981e-10);
});

test('safety stock covers the variability of demand and of the lead time', () => {
  const case46 = {
    meanPerPeriod: 100,
    deviationPerPeriod: 20,
    leadTimePeriods: 5,
    leadTimeDeviationPeriods: 1,
    serviceLevel: 0.95,
  };
  close(safetyStockForLevel(case46), 180.1846871);
  const case47 = {
    meanPerPeriod: 40,
    deviationPerPeriod: 15,
    leadTimePeriods: 9,
    leadTimeDeviationPeriods: 2,
    serviceLevel: 0.98,
  };
  close(safetyStockForLevel(case47), 188.5090917);
});

test('safety stock for a fill rate solves the loss equation', () => {
  const case48 = safetyStockForFillRate({ fillRate: 0.98, orderQuantity: 200, deviation: 50 });
  close(case48.z, 1.021238878);
  close(case48.safetyStock, 51.06194388);
  const case49 = safetyStockForFillRate({ fillRate: 0.95, orderQuantity: 100, deviation: 50 });
  close(case49.z, 0.9023463475);
  close(case49.safetyStock, 45.11731738);
  const case50 = orderUpToForFillRate({
    fillRate: 0.95,
    meanPerPeriod: 20,
    deviationPerPeriod: 10,
    reviewPeriods: 1,
    leadTimePeriods: 2,
  });
  close(case50.z, 1.181710956);
  close(case50.orderUpTo, 80.46783416);
});

test('a reorder level for counted demand is the quantile of the negative binomial', () => {
  const probabilities = countDistribution({ mean: 4.2, variance: 4.2 * 2.5 });
  let level = 0;
  let cumulated = probabilities[0] ?? 0;
  while (cumulated < 0.95) cumulated += probabilities[++level] ?? 0;
  expect(level).toBe(10);
  close(cumulated, 0.9519212807);
});
