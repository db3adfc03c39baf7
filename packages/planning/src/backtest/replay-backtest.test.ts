import { DomainError } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BacktestInput, BacktestPolicy, OwnPolicy } from './backtest-input.ts';
import { exampleBacktest, exampleSeries } from './example-backtest.ts';
import { finishBacktest } from './finish-backtest.ts';
import { replayBacktest, type SeriesTrace, traceSeries } from './replay-backtest.ts';

const policies: BacktestPolicy[] = [
  { kind: 'service-level' },
  { kind: 'service-level', level: 0.8 },
  { kind: 'fill-rate', fillRate: 0.97 },
  { kind: 'cost-optimal', shortageFactor: 1 },
  { kind: 'min-max', minDays: 10, maxDays: 30 },
  { kind: 'reorder-point', level: 0.9, orderDays: 14 },
];
const resultOf = (input: BacktestInput) =>
  finishBacktest([replayBacktest(input)], { ...input, windowDays: 7 * input.replayPeriods });
const trace = (input: BacktestInput, index = 0): SeriesTrace => {
  const found = traceSeries(input, index);
  if (found === undefined) throw new Error('the series is not replayed');
  return found;
};
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** Seven known weeks of ten units, then weeks that a person can follow; ordered up to what 20 days sell. */
const followed = (change: Partial<BacktestInput> = {}): BacktestInput =>
  exampleBacktest({
    periodCount: 16,
    replayPeriods: 6,
    today: { kind: 'min-max', minDays: 20, maxDays: 20 },
    alternative: { kind: 'min-max', minDays: 20, maxDays: 20 },
    series: [
      {
        ...exampleSeries(1, 10, 16),
        soldUnits: Float64Array.from([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 70, 10, 10, 10, 10]),
        leadPeriods: 1,
        multipleUnits: 1,
        startStockUnits: 30,
      },
    ],
    ...change,
  });

test('a shop that sells ten a week and then seventy loses what it does not have, orders after it and receives a week later', () => {
  const { today } = trace(followed());
  const from = 8;
  expect([...today.demandUnits.slice(from, 13)]).toEqual([10, 10, 10, 70, 10]);
  // 20 days of ten a week are 28.6: at a stock of 20 nine are ordered, which arrive a week later.
  expect([...today.orderedUnits.slice(from, 12)]).toEqual([0, 9, 10, 10]);
  expect([...today.receivedUnits.slice(from, 12)]).toEqual([0, 0, 9, 10]);
  expect([...today.stockUnits.slice(from, 12)]).toEqual([20, 10, 9, 0]);
  expect([...today.missedUnits.slice(from, 13)]).toEqual([0, 0, 0, 51, 0]);
});

test('where demand is owed instead of lost, what arrives serves those who wait first', () => {
  const { today } = trace(followed({ unmetDemand: 'backordered' }));
  expect(today.missedUnits[11]).toBe(51);
  expect(today.stockUnits[11]).toBe(-51);
  expect(today.orderedUnits[12]).toBeGreaterThanOrEqual(51);
  expect(sum(today.demandUnits)).toBeCloseTo(
    sum(today.servedUnits) + Math.max(0, -(today.stockUnits[15] ?? 0)),
    9,
  );
});

test('no order knows what comes after it: another future leaves every earlier order as it was', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 53, max: 103 }),
      fc.constantFrom(...policies),
      fc.nat(5),
      (from, policy, index) => {
        const input = exampleBacktest({ today: policy, alternative: policy });
        const series = input.series.map((one) => ({
          ...one,
          // What is not known stays so: a replay ends with the last period that is.
          soldUnits: one.soldUnits.map((sold, period) => (period >= from ? 7 * sold + 50 : sold)),
        }));
        const before = trace(input, index).today.orderedUnits.slice(0, from + 1);
        const after = trace({ ...input, series }, index).today.orderedUnits.slice(0, from + 1);
        expect([...after]).toEqual([...before]);
      },
    ),
    { numRuns: 40 },
  );
});

test('and an order does follow what was known: another past changes it', () => {
  const input = exampleBacktest();
  const series = input.series.map((one) => ({
    ...one,
    soldUnits: one.soldUnits.map((sold, at) => (at < 52 ? 3 * sold : sold)),
  }));
  expect(sum(trace({ ...input, series }, 5).today.orderedUnits)).not.toBe(
    sum(trace(input, 5).today.orderedUnits),
  );
});

test('units are conserved: what was there and what came is what was served and what is left', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...policies),
      fc.nat(11),
      fc.constantFrom('lost' as const, 'backordered' as const),
      fc.constantFrom(0, 0.8),
      (policy, index, unmetDemand, leadDeviationPeriods) => {
        const base = exampleBacktest({ today: policy, unmetDemand });
        const input = {
          ...base,
          series: base.series.map((one) => ({ ...one, leadDeviationPeriods, startStockUnits: 40 })),
        };
        const { today, end } = trace(input, index);
        const left = Math.max(0, today.stockUnits[end - 1] ?? 0);
        expect(40 + sum(today.receivedUnits)).toBeCloseTo(sum(today.servedUnits) + left, 6);
        expect(sum(today.receivedUnits)).toBeLessThanOrEqual(sum(today.orderedUnits) + 1e-9);
      },
    ),
    { numRuns: 60 },
  );
});

test.each(policies)('along the frontier of $kind service and stock rise together', (policy) => {
  const { frontier } = resultOf(exampleBacktest({ today: policy, alternative: policy }));
  expect(frontier).toHaveLength(12);
  frontier.slice(1).forEach((point, index) => {
    const lower = frontier[index]?.figures;
    // One path of demand, whole packs: a larger order at one review can mean none at the next. Stated noise: 0.5 %.
    expect(point.figures.fillRate).toBeGreaterThanOrEqual((lower?.fillRate ?? 0) - 0.005);
    expect(point.figures.averageStockMoney).toBeGreaterThanOrEqual((lower?.averageStockMoney ?? 0) * 0.995);
  });
  expect(frontier.at(-1)?.figures.fillRate).toBeGreaterThan(frontier[0]?.figures.fillRate ?? 1);
});

test('the same input gives the same bytes, also in parts, whose groups are whole', () => {
  const input = exampleBacktest();
  const once = JSON.stringify(resultOf(input));
  expect(JSON.stringify(resultOf(exampleBacktest()))).toBe(once);
  const parts = ['group 0', 'group 1'].map((name) =>
    replayBacktest({ ...input, series: input.series.filter(({ group }) => group === name) }),
  );
  const inParts = finishBacktest(parts, { ...input, windowDays: 7 * input.replayPeriods });
  expect(inParts.today.figures.totalCost).toBeCloseTo(resultOf(input).today.figures.totalCost, 6);
  expect(inParts.seriesCount).toBe(12);
});

test('the items add up to the whole, and the cheapest point is no dearer than any other', () => {
  const input = exampleBacktest();
  const part = replayBacktest(input);
  const result = finishBacktest([part], { ...input, windowDays: 7 * input.replayPeriods });
  const holding = part.items.reduce((total, { today }) => total + today.holdingCost, 0);
  expect(result.today.figures.holdingCost).toBeCloseTo(holding, 6);
  const costs = [result.today, result.alternative, ...result.frontier, ...result.todayFrontier].map(
    ({ figures }) => figures.totalCost,
  );
  expect(result.cheapest.figures.totalCost).toBe(Math.min(...costs));
  expect(result.todayFrontier).toHaveLength(12);
  expect(result.today.againstToday).toEqual({ cost: 0, interval: { low: 0, high: 0 } });
});

test('a yearly difference lies within its interval', () => {
  const { frontier } = resultOf(exampleBacktest());
  for (const { againstToday } of frontier) {
    expect(againstToday.interval?.low).toBeLessThanOrEqual(againstToday.cost);
    expect(againstToday.interval?.high).toBeGreaterThanOrEqual(againstToday.cost);
  }
});

test('weeks without stock are replayed with what was expected, never as no demand', () => {
  const input = exampleBacktest();
  const gap = (sold: number, at: number) => (at >= 80 && at < 90 ? 0 : sold);
  const isShort = Uint8Array.from({ length: 104 }, (_, at) => (at >= 80 && at < 90 ? 1 : 0));
  const series = input.series.map((one) => ({ ...one, soldUnits: one.soldUnits.map(gap), isShort }));
  const { today, isEstimated } = trace({ ...input, series }, 8);
  expect([...isEstimated.slice(80, 90)]).toEqual(new Array(10).fill(1));
  const known = sum(today.demandUnits.slice(60, 80)) / 2;
  const estimated = sum(today.demandUnits.slice(80, 90));
  expect(estimated).toBeGreaterThan(0.5 * known);
  expect(estimated).toBeLessThan(2 * known);
  expect(resultOf({ ...input, series }).estimatedShare).toBeGreaterThan(0.15);
});

test('days are replayed with their weekdays: orders only on order days, more for a weekend than for a Monday', () => {
  const soldUnits = Float64Array.from({ length: 400 }, (_, day) => (day % 7 === 5 ? 20 : 4));
  const series = [
    { ...exampleSeries(1, 1, 400), soldUnits, leadPeriods: 2, multipleUnits: 1, orderWeekdays: [1, 4] },
  ];
  const about = { periodDays: 1 as const, periodCount: 400, replayPeriods: 182, series };
  const { today, from } = trace(exampleBacktest(about));
  const byWeekday = new Float64Array(7);
  today.orderedUnits.forEach((units, day) => {
    byWeekday[day % 7] = (byWeekday[day % 7] ?? 0) + units;
  });
  expect([...byWeekday].map((units) => units > 0)).toEqual([true, false, false, true, false, false, false]);
  // Thursday's order must last from Saturday on until Wednesday's delivery; Monday's order only until Saturday.
  expect(sum(today.missedUnits.slice(from + 14))).toBe(0);
  expect(today.upToUnits.slice(from).some((units) => units > 0)).toBe(true);
});

test('forecasts that were really made take the place of the replay’s own', () => {
  const base = exampleBacktest({ today: { kind: 'service-level', level: 0.5 } });
  const input: BacktestInput = {
    ...base,
    forecastAt: (series, _period, cover) => (series === 3 ? { mean: 100 * cover, variance: 1 } : undefined),
  };
  expect(sum(trace(input, 3).today.orderedUnits)).toBeGreaterThan(sum(trace(base, 3).today.orderedUnits));
  expect(trace(input, 4)).toEqual(trace(base, 4));
});

test('a series with too little history is left out and counted', () => {
  const base = exampleBacktest();
  const young = {
    ...exampleSeries(2, 10),
    soldUnits: exampleSeries(2, 10).soldUnits.map((sold, at) => (at < 93 ? Number.NaN : sold)),
  };
  const result = resultOf({ ...base, series: [...base.series, young] });
  expect([result.seriesCount, result.skippedCount]).toEqual([12, 1]);
});

test('stock never passes the most that a place may hold, and starts from what must be on the shelf', () => {
  const base = exampleBacktest();
  const series = base.series.map((one) => ({
    ...one,
    multipleUnits: 1,
    presentationUnits: 6,
    maxStockUnits: 25,
  }));
  const { today, from, end } = trace({ ...base, series }, 11);
  expect(Math.max(...today.stockUnits)).toBeLessThanOrEqual(25);
  expect(Math.min(...trace({ ...base, series }, 0).today.upToUnits.slice(from, end))).toBeGreaterThanOrEqual(
    6,
  );
});

test('today is replayed as each item is planned: by what was chosen for it, else by its own service level', () => {
  const base = exampleBacktest({ today: { kind: 'as-planned' } });
  const own: OwnPolicy[] = [
    { kind: 'fill-rate', fillRate: 0.9 },
    { kind: 'fixed-levels', minimumUnits: 20, maximumUnits: 45 },
    { kind: 'fixed-quantity', quantityUnits: 24, reorderUnits: 30 },
  ];
  const series = base.series.map((one, index) => {
    const ownPolicy = own[index];
    return { ...one, multipleUnits: 1, ...(ownPolicy === undefined ? {} : { ownPolicy }) };
  });
  const orders = (index: number, today = base.today): number[] => [
    ...trace({ ...base, series, today }, index).today.orderedUnits,
  ];
  expect(orders(0)).toEqual(orders(0, { kind: 'fill-rate', fillRate: 0.9 }));
  const levels = trace({ ...base, series }, 1).today;
  expect(Math.max(...levels.stockUnits)).toBeLessThanOrEqual(45);
  const lots = orders(2).filter((units) => units > 0);
  expect(lots.length).toBeGreaterThan(3);
  expect(lots.every((units) => units % 24 === 0)).toBe(true);
  expect(orders(3)).toEqual(orders(3, { kind: 'service-level' }));
});

test('a frontier is drawn once where both policies are of the same family', () => {
  const alternative = { kind: 'service-level', level: 0.9 } as const;
  const result = resultOf(exampleBacktest({ today: { kind: 'as-planned' }, alternative }));
  expect(result.todayFrontier).toEqual([]);
});

const mistakes: [string, BacktestPolicy, RegExp][] = [
  [
    'a level above one',
    { kind: 'service-level', level: 95 },
    /service level is 95: write a number between 0 and 1/,
  ],
  ['a fill rate of one', { kind: 'fill-rate', fillRate: 1 }, /fill rate is 1/],
  ['a maximum below the minimum', { kind: 'min-max', minDays: 20, maxDays: 10 }, /raise the maximum/],
  ['no days', { kind: 'reorder-point', level: 0.9, orderDays: 0 }, /order size is 0 days/],
  ['a shortage that costs nothing', { kind: 'cost-optimal', shortageFactor: 0 }, /shortage factor is 0/],
];
test.each(mistakes)('%s is refused with its remedy', (_name, alternative, expected) => {
  expect(() => replayBacktest(exampleBacktest({ alternative }))).toThrow(expected);
  expect(() => replayBacktest(exampleBacktest({ alternative }))).toThrow(DomainError);
});

test('a history that is shorter than the grid is refused, never padded', () => {
  const series = [exampleSeries(1, 5, 60)];
  expect(() => replayBacktest(exampleBacktest({ series }))).toThrow(/series 0: its history is not as long/);
});
