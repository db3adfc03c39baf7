import { type DemandPanel, demandSeen, fitPooledDemand } from '@coplan/forecasting';
import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { chooseTargetLevel } from './choose-target-level.ts';
import { lostSalesOrderUnits } from './lost-sales-order.ts';
import { planWeeklyOrders } from './plan-weekly-orders.ts';
import { simulatePolicy } from './simulate-policy.ts';

const weekCount = 90;
const startsOn = localDate('2022-01-03');
const costs = { holdingCost: 0.2, shortageCost: 1 };

/** Repeatable numbers between 0 and 1 (a linear congruential generator). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

/** 48 series of 16 products in 3 stores, means from 0.5 to 12 a week, a mild season. */
function madeUpDemand(): { means: number[]; sales: Float64Array[]; groups: string[] } {
  const random = randomFrom(7);
  const means = Array.from({ length: 48 }, (_, series) => 0.5 * 1.07 ** series);
  const sales = means.map((mean) =>
    Float64Array.from({ length: weekCount }, (_, week) =>
      poisson(mean * (1 + 0.2 * Math.sin((2 * Math.PI * week) / 52)), random),
    ),
  );
  return { means, sales, groups: means.map((_, series) => `product-${Math.floor(series / 3)}`) };
}

const { means, sales, groups } = madeUpDemand();
const panelUntil = (weeks: number, changed = sales): DemandPanel => ({
  startsOn,
  weekCount: weeks,
  sales: changed.map((series) => series.slice(0, weeks)),
  groups,
  places: groups.map((_, series) => `store-${series % 3}`),
});

test('forecasts of many series together come close to what made the sales', () => {
  const model = fitPooledDemand(panelUntil(weekCount), 3);
  const now = model.snapshots.length - 1;
  let error = 0;
  let total = 0;
  means.forEach((mean, series) => {
    demandSeen(model, now, series).demand.forEach((demand, ahead) => {
      const expected = mean * (1 + 0.2 * Math.sin((2 * Math.PI * (weekCount + ahead)) / 52));
      error += Math.abs(demand.mean - expected);
      total += expected;
      expect(demand.variance).toBeGreaterThanOrEqual(demand.mean);
    });
  });
  expect(error / total).toBeLessThan(0.15);
});

test('weeks without stock are unknown demand and do not lower the forecast', () => {
  const outs = sales.map((series) =>
    series.map((units, week) => (week % 3 === 0 && week > 40 ? Number.NaN : units)),
  );
  const zeros = sales.map((series) => series.map((units, week) => (week % 3 === 0 && week > 40 ? 0 : units)));
  const totalOf = (changed: Float64Array[]): number => {
    const model = fitPooledDemand(panelUntil(weekCount, changed), 1);
    const now = model.snapshots.length - 1;
    return changed.reduce((sum, _, series) => sum + (demandSeen(model, now, series).demand[0]?.mean ?? 0), 0);
  };
  const full = totalOf(sales);
  expect(totalOf(outs) / full).toBeGreaterThan(0.9);
  expect(totalOf(zeros) / full).toBeLessThan(0.85);
});

test('planned orders cost less than ordering up to four average weeks', () => {
  const start = weekCount - 6;
  const played = (
    orderUnits: (series: number, week: number, stock: number, arriving: readonly number[]) => number,
  ): number =>
    sales.reduce((total, series, index) => {
      const outcome = simulatePolicy({
        demandUnits: [...series.slice(start)],
        stockUnits: Math.round(means[index] ?? 0),
        arrivingUnits: [Math.round(means[index] ?? 0), Math.round(means[index] ?? 0)],
        ...costs,
        orderUnits: (view) =>
          orderUnits(index, start + view.periodIndex, view.stockUnits, view.arrivingUnits),
      });
      return total + outcome.holdingCost + outcome.shortageCost;
    }, 0);
  const average = played((series, week, stock, arriving) => {
    const known = sales[series]?.slice(week - 13, week) ?? new Float64Array();
    const upTo = (4 * known.reduce((sum, units) => sum + units, 0)) / 13;
    return Math.max(0, Math.round(upTo - stock - arriving.reduce((sum, units) => sum + units, 0)));
  });
  const models = new Map<number, ReturnType<typeof fitPooledDemand>>();
  const planned = played((series, week, stock, arriving) => {
    if (week + 2 >= weekCount) return 0; // It would arrive after the end.
    const model = models.get(week) ?? fitPooledDemand(panelUntil(week), 3);
    models.set(week, model);
    const now = model.snapshots.length - 1;
    return lostSalesOrderUnits({
      stockUnits: stock,
      arrivingUnits: arriving,
      ...demandSeen(model, now, series),
      targetLevel: 0.76,
    });
  });
  expect(planned).toBeLessThan(average);
});

test('every series gets an order in whole units; more stock never means a larger order, costlier shortage never a smaller one', () => {
  const stock = means.map((mean) => ({ stockUnits: Math.round(mean), arrivingUnits: [1, 0] }));
  const plan = (units: number, shortageCost: number): number[] =>
    planWeeklyOrders({
      panel: panelUntil(60),
      stock: stock.map((one) => ({ ...one, stockUnits: one.stockUnits + units })),
      leadWeeks: 2,
      costs: { holdingCost: 0.2, shortageCost },
    });
  const orders = plan(0, 1);
  expect(orders).toHaveLength(48);
  expect(orders.every((units) => Number.isInteger(units) && units >= 0)).toBe(true);
  const fuller = plan(3, 1);
  const dearer = plan(0, 4);
  orders.forEach((units, series) => {
    expect(fuller[series]).toBeLessThanOrEqual(units);
    expect(dearer[series]).toBeGreaterThanOrEqual(units);
  });
});

test('a series that its place has not had in stock for 13 weeks is not ordered, one that was out for 12 is', () => {
  const outFor = (weeks: number): Float64Array[] =>
    sales.map((series, index) =>
      series.map((units, week) => (index % 3 === 0 && week >= 60 - weeks ? Number.NaN : units)),
    );
  const plan = (changed: Float64Array[]): number[] =>
    planWeeklyOrders({
      panel: panelUntil(60, changed),
      stock: means.map(() => ({ stockUnits: 0, arrivingUnits: [0, 0] })),
      leadWeeks: 2,
      costs,
    });
  const after12 = plan(outFor(12));
  plan(outFor(13)).forEach((units, series) => {
    if (series % 3 === 0) expect(units).toBe(0);
    else expect(units).toBeGreaterThan(0);
    expect(after12[series]).toBeGreaterThan(0);
  });
});

test('the service level is at most shortage / (shortage + holding), and lower where demand drops for weeks in a row', () => {
  const levelOf = (changed: Float64Array[]): number =>
    chooseTargetLevel(fitPooledDemand(panelUntil(weekCount, changed), 3), costs);
  const steady = levelOf(sales);
  expect(steady).toBeLessThanOrEqual(1 / 1.2);
  const random = randomFrom(3);
  const dropping = sales.map((series) => {
    let isUp = true;
    return series.map((units) => {
      if (random() < 1 / 6) isUp = !isUp;
      return isUp ? 2 * units : 0;
    });
  });
  expect(levelOf(dropping)).toBeLessThan(steady);
});
