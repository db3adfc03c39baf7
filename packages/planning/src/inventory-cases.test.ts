import { expect, test } from 'vitest';
import { countDistribution } from './count-distribution.ts';
import {
  economicOrder,
  economicOrderWithBackorders,
  economicOrderWithBreaks,
  economicProductionLot,
} from './lot-sizing/economic-order.ts';
import { economicOrderWithIncrements } from './lot-sizing/incremental-discount.ts';
import { lotsOfWagnerWhitin } from './lot-sizing/wagner-whitin.ts';
import { normalLoss, normalProbability } from './normal-distribution.ts';
import { orderUpToForFillRate, safetyStockForFillRate, safetyStockForLevel } from './safety-stock.ts';
import { countedReorderLevel } from './stochastic/counted-reorder-level.ts';
import { baseStockWithDisruptions, economicOrderWithDisruptions } from './stochastic/disruptions.ts';
import {
  newsvendorDiscrete,
  newsvendorLognormal,
  newsvendorNormal,
  newsvendorNormalCost,
} from './stochastic/newsvendor.ts';
import {
  reorderCost,
  reorderLevelFor,
  reorderPolicyByBackorders,
  reorderPolicyByInventoryLevel,
  reorderPolicyBySafetyStock,
  reorderPolicyExact,
} from './stochastic/reorder-quantity.ts';
import { baseStockNormal, reorderUpToByPower, reorderUpToExact } from './stochastic/reorder-up-to.ts';

// The numbers are facts: examples and problems of Snyder & Shen, Fundamentals of Supply Chain Theory (2nd ed.), as the
// public tests of stockpyl state them, the instances of Zheng & Federgruen (1991), and closed formulas (46 to 52).
const close = (found: number, expected: number, tolerance = 1e-6): void => {
  expect(Math.abs(found / expected - 1)).toBeLessThan(tolerance);
};

test('cases 1 to 3: the economic order quantity', () => {
  const first = economicOrder({ orderCost: 8, holdingCost: 0.225, demand: 1300 });
  close(first.quantity, 304.04678);
  close(first.cost, 68.41052551);
  const second = economicOrder({ orderCost: 2250, holdingCost: 275, demand: 182_500 });
  close(second.quantity, 1728.109845);
  close(second.cost, 475_230.2074);
  close((8 * 1300) / 250 + (0.225 * 250) / 2, 69.725);
});

test('cases 4 and 5: the order quantity when unmet demand waits', () => {
  const first = economicOrderWithBackorders({
    orderCost: 8,
    holdingCost: 0.225,
    shortageCost: 5,
    demand: 1300,
  });
  close(first.quantity, 310.8125552);
  close(first.stockOutRatio, 0.04306220096);
  close(first.cost, 66.92136355);
  const second = economicOrderWithBackorders({
    orderCost: 40,
    holdingCost: 40.05,
    shortageCost: 60,
    demand: 2080,
  });
  close(second.quantity, 83.23544813);
  close(second.stockOutRatio, 0.4002998501);
  close(second.cost, 1999.148244);
});

test('case 6: the lot that is made while demand goes on', () => {
  const lot = economicProductionLot({ orderCost: 4, holdingCost: 0.08, demand: 80, productionRate: 110 });
  close(lot.quantity, 171.2697677);
  close(lot.cost, 3.736794932);
});

const smallBreaks = {
  orderCost: 8,
  holdingRate: 0.3,
  demand: 1300,
  breaks: [
    { fromQuantity: 0, unitPrice: 0.75 },
    { fromQuantity: 400, unitPrice: 0.72 },
    { fromQuantity: 800, unitPrice: 0.68 },
  ],
};
const largeBreaks = {
  orderCost: 2250,
  holdingRate: 0.25,
  demand: 182_500,
  breaks: [
    { fromQuantity: 0, unitPrice: 1490 },
    { fromQuantity: 1200, unitPrice: 1220 },
    { fromQuantity: 2400, unitPrice: 1100 },
  ],
};

test('cases 7 and 8: all-units discounts pick the break that is worth it', () => {
  const small = economicOrderWithBreaks(smallBreaks);
  expect([small.quantity, small.breakIndex]).toEqual([800, 2]);
  close(small.cost, 978.6);
  const large = economicOrderWithBreaks(largeBreaks);
  expect([large.quantity, large.breakIndex]).toEqual([2400, 2]);
  close(large.cost, 201_251_093.8);
});

test('cases 9 and 10: incremental discounts count the dearer first units', () => {
  const small = economicOrderWithIncrements(smallBreaks);
  expect(small.breakIndex).toBe(0);
  close(small.quantity, 304.04678);
  close(small.cost, 1043.410526);
  const large = economicOrderWithIncrements(largeBreaks);
  expect(large.breakIndex).toBe(2);
  close(large.quantity, 28_553.06065);
  close(large.cost, 208_678_591.7);
});

test.each([
  {
    number: 11,
    holdingCost: 2,
    orderCost: 500,
    demand: [90, 120, 80, 70],
    lots: [210, 0, 150, 0],
    cost: 1380,
  },
  {
    number: 12,
    holdingCost: 0.8,
    orderCost: 120,
    demand: [150, 100, 80, 200],
    lots: [150, 180, 0, 200],
    cost: 424,
  },
  {
    number: 13,
    holdingCost: 0.1,
    orderCost: 100,
    demand: [730, 580, 445, 650, 880],
    lots: [1310, 0, 1095, 0, 880],
    cost: 423,
  },
  {
    number: 14,
    holdingCost: 0.1,
    orderCost: 100,
    demand: [400, 500, 500, 1100, 900],
    unitCost: [3, 1, 4, 6, 6],
    lots: [400, 3000, 0, 0, 0],
    cost: 4940,
  },
])('case $number: the cheapest lots of known demand', ({ lots, cost, ...input }) => {
  const found = lotsOfWagnerWhitin(input);
  expect(found.ordersByPeriod).toEqual(lots);
  close(found.cost, cost);
});

test('cases 15, 16, 18 and 19: the newsvendor under normal demand', () => {
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

test('case 17: a base stock covers the lead time and one review period', () => {
  const costs = { holdingCost: 0.18, shortageCost: 0.7 };
  const answer = newsvendorNormal({ mean: 250, deviation: 8 * Math.sqrt(5), ...costs });
  close(answer.quantity, 264.7668944);
  close(answer.cost, 4.466781004);
  close(baseStockNormal({ demandMean: 50, demandDeviation: 8, leadTimePeriods: 4, ...costs }), 264.7668944);
});

test('cases 20, 21 and 23: the newsvendor under counted demand', () => {
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

test('case 22: the newsvendor under lognormal demand', () => {
  const answer = newsvendorLognormal({ logMean: 6, logDeviation: 0.3, holdingCost: 1, shortageCost: 0.1765 });
  close(answer.quantity, 295.6266448);
  close(answer.cost, 29.44254358);
});

const example51 = {
  holdingCost: 0.225,
  shortageCost: 7.5,
  orderCost: 8,
  demandMean: 1300,
  demandDeviation: 150,
  leadTimePeriods: 1 / 12,
};

test('cases 24 and 28: exact cost and best reorder level of an (r, Q) policy', () => {
  close(reorderCost(example51, { reorderLevel: 126.8, quantity: 328.5 }), 78.07116251);
  close(reorderLevelFor(example51, 318), 127.7880349);
  close(reorderLevelFor(example51, 150), 147.1949582);
  close(reorderLevelFor(example51, 750), 99.8537734);
  const best = reorderPolicyExact(example51);
  expect(best.quantity).toBeCloseTo(328.5, 0);
  expect(best.reorderLevel).toBeCloseTo(126.8, 0);
  expect(best.cost).toBeLessThanOrEqual(78.07116251);
});

test('cases 25 to 27: three approximations of the (r, Q) policy', () => {
  const byLevel = reorderPolicyByInventoryLevel(example51);
  close(byLevel.reorderLevel, 213.9704421);
  close(byLevel.quantity, 318.5901811);
  close(byLevel.cost, 95.45114022);
  const byBackorders = reorderPolicyByBackorders(example51);
  close(byBackorders.reorderLevel, 128.6378144);
  close(byBackorders.quantity, 308.5737801);
  const bySafety = reorderPolicyBySafetyStock(example51);
  close(bySafety.reorderLevel, 190.3369966);
  close(bySafety.quantity, 304.04678);
});

const poisson = (mean: number): Float64Array => countDistribution({ mean, variance: mean });

test.each([
  { number: 29, holdingCost: 1, shortageCost: 4, orderCost: 5, mean: 6, expected: [4, 10, 8.034111561] },
  { number: 30, holdingCost: 40, shortageCost: 125, orderCost: 150, mean: 4, expected: [2, 7, 223.5748296] },
  { number: 31, holdingCost: 1, shortageCost: 9, orderCost: 64, mean: 10, expected: [6, 40, 35.022] },
  { number: 31, holdingCost: 1, shortageCost: 9, orderCost: 64, mean: 15, expected: [10, 49, 42.698] },
  { number: 31, holdingCost: 1, shortageCost: 9, orderCost: 64, mean: 20, expected: [14, 62, 49.173] },
  { number: 31, holdingCost: 1, shortageCost: 9, orderCost: 64, mean: 25, expected: [19, 56, 54.262] },
  { number: 31, holdingCost: 1, shortageCost: 9, orderCost: 64, mean: 52, expected: [44, 112, 72.246] },
  { number: 31, holdingCost: 1, shortageCost: 9, orderCost: 64, mean: 75, expected: [67, 86, 79.554] },
])('case $number: the exact (s, S) policy for Poisson demand of $mean', ({ mean, expected, ...costs }) => {
  const found = reorderUpToExact({ probabilities: poisson(mean), ...costs });
  expect([found.reorderLevel, found.orderUpTo]).toEqual(expected.slice(0, 2));
  close(found.cost, expected[2] ?? 0, 2e-5);
});

test('cases 32 and 33: the (s, S) policy by the power rule', () => {
  const first = reorderUpToByPower({
    holdingCost: 0.18,
    shortageCost: 0.7,
    orderCost: 2.5,
    demandMean: 50,
    demandDeviation: 8,
  });
  close(first.reorderLevel, 40.19461696);
  close(first.orderUpTo, 74.29017011);
  const second = reorderUpToByPower({
    holdingCost: 2,
    shortageCost: 36,
    orderCost: 60,
    demandMean: 190,
    demandDeviation: 48,
  });
  close(second.reorderLevel, 226.6137928);
  close(second.orderUpTo, 324.3797868);
});

test('cases 34 and 35: orders and base stock against a supplier that fails at times', () => {
  const order = economicOrderWithDisruptions({
    orderCost: 8,
    holdingCost: 0.225,
    shortageCost: 5,
    demand: 1300,
    disruptionRate: 1.5,
    recoveryRate: 14,
  });
  close(order.quantity, 772.8110632);
  close(order.cost, 173.9500026);
  const stock = baseStockWithDisruptions({
    holdingCost: 0.25,
    shortageCost: 3,
    demand: 2000,
    disruptionProbability: 0.04,
    recoveryProbability: 0.25,
  });
  expect(stock.baseStock).toBe(8000);
  close(stock.cost, 2737.068965);
});

test('case 45: the normal loss function and distribution agree with tables', () => {
  close(normalLoss(-1.4), 1.436668143);
  close(normalLoss(1.4), 0.03666814271);
  close(normalProbability(1.6448536269514722), 0.95);
  close(normalProbability(-6), 9.865876450376981e-10);
});

test('cases 46 and 47: safety stock covers the variability of demand and of the lead time', () => {
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

test('cases 48 to 50: safety stock for a fill rate solves the loss equation', () => {
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

test('cases 51 and 52: a reorder level for counted demand, and what a normal distribution would say', () => {
  const { level, probability } = countedReorderLevel({ mean: 4.2, variance: 4.2 * 2.5, serviceLevel: 0.95 });
  expect(level).toBe(10);
  close(probability, 0.9519212807);
  const normal = newsvendorNormal({
    mean: 4.2,
    deviation: Math.sqrt(4.2 * 2.5),
    holdingCost: 0.05,
    shortageCost: 0.95,
  });
  close(normal.quantity, 9.529934922);
});
