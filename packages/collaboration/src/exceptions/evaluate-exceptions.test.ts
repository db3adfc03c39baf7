import { expect, test } from 'vitest';
import type { Criterion } from '../agreement-content.ts';
import { encodeEvaluation } from './encode-evaluation.ts';
import { type Evaluation, evaluateExceptions, poolFindings } from './evaluate-exceptions.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import {
  dataQualityCriterion,
  forecastCriterion,
  metricCriterion,
  operationalCriterion,
  sampleInput,
} from './evaluation-samples.ts';
import { findOutside, joinOutside } from './find-outside.ts';

const one = { itemCount: 1, locationCount: 1, bucketCount: 3, categoryCount: 1 };

/** Buckets, measured values and money that one criterion finds on one item-location. */
function found(
  criterion: Criterion,
  plan: Record<string, number[]>,
  {
    history = {},
    changes = {},
  }: { history?: Record<string, number[]>; changes?: Partial<EvaluationInput> } = {},
): { bucket: number; measured: number; moneyMinor: number }[] {
  const columns = (given: Record<string, number[]>) =>
    Object.fromEntries(
      Object.entries(given).map(([name, values]) => [
        name,
        (_: number, bucket: number) => values[bucket] ?? Number.NaN,
      ]),
    );
  const bucketCount = Math.max(3, ...Object.values(plan).map((values) => values.length));
  const historyCount = Math.max(1, ...Object.values(history).map((values) => values.length));
  const sample = { ...one, bucketCount, historyCount, criteria: [criterion] };
  const { findings } = evaluateExceptions(
    sampleInput({ ...sample, plan: columns(plan), history: columns(history) }, changes),
  );
  const [first] = findings;
  if (first === undefined) return [];
  return Array.from({ length: first.count }, (_, at) => ({
    bucket: first.buckets[at] ?? Number.NaN,
    measured: first.measured[at] ?? Number.NaN,
    moneyMinor: first.moneyMinor[at] ?? Number.NaN,
  }));
}

const nan = Number.NaN;

test('forecast comparison: a difference counts when share, units and money are all passed; exactly on it is within', () => {
  const plan = { 'sales.buyer': [100_000, 100_000, 100_000], 'sales.seller': [80_000, 79_000, 100_000] };
  expect(found(forecastCriterion(), plan)).toEqual([{ bucket: 1, measured: 0.21, moneyMinor: 4_200 }]);
  expect(found(forecastCriterion({ thresholds: { ratio: 0.2, unitsMilli: 21_000 } }), plan)).toEqual([]);
  expect(found(forecastCriterion({ thresholds: { ratio: 0.2, unitsMilli: 20_999 } }), plan)).toHaveLength(1);
  expect(found(forecastCriterion({ thresholds: { ratio: 0.2, moneyMinor: 4_200 } }), plan)).toEqual([]);
  expect(found(forecastCriterion({ thresholds: { ratio: 0.2, moneyMinor: 4_199 } }), plan)).toHaveLength(1);
});

test('the share is of the larger value, of the source or of the compared value, as the contract says', () => {
  const plan = { 'sales.buyer': [100_000], 'sales.seller': [125_000] };
  const measured = (
    ratioBase: 'larger-value' | 'source-value' | 'compared-value',
    dataSource: 'buyer' | 'seller',
  ) =>
    found(
      forecastCriterion({
        thresholds: { ratio: 0.1 },
        ratioBase,
        dataSource,
        comparisonDataSource: null,
      }),
      plan,
    )[0]?.measured;
  expect(measured('larger-value', 'buyer')).toBe(0.2);
  expect(measured('source-value', 'buyer')).toBe(0.25);
  expect(measured('compared-value', 'buyer')).toBe(0.2);
  expect(measured('source-value', 'seller')).toBe(0.2);
});

test('nothing against nothing is no test; something against nothing passes every share', () => {
  expect(found(forecastCriterion(), { 'sales.buyer': [0], 'sales.seller': [0] })).toEqual([]);
  const all = found(forecastCriterion({ ratioBase: 'compared-value', thresholds: { ratio: 100 } }), {
    'sales.buyer': [5_000],
    'sales.seller': [0],
  });
  expect(all).toEqual([{ bucket: 0, measured: Number.POSITIVE_INFINITY, moneyMinor: 1_000 }]);
});

test('a value that one side has not given is an answer owed, worth the other side’s value, and never zero', () => {
  const plan = { 'sales.buyer': [100_000, nan, nan], 'sales.seller': [nan, 50_000, nan] };
  const input = sampleInput({
    ...one,
    criteria: [forecastCriterion()],
    plan: {
      'sales.buyer': (_, bucket) => plan['sales.buyer'][bucket] ?? nan,
      'sales.seller': (_, bucket) => plan['sales.seller'][bucket] ?? nan,
    },
  });
  const { exceptions } = evaluateExceptions(input);
  expect(exceptions.map(({ causeKey, owedBy, moneyMinor }) => ({ causeKey, owedBy, moneyMinor }))).toEqual([
    { causeKey: 'response:seller:sales', owedBy: 'seller', moneyMinor: 20_000 },
    { causeKey: 'response:buyer:sales', owedBy: 'buyer', moneyMinor: 10_000 },
  ]);
});

test('forecast change: frozen at 0 % and slushy at 20 % see only their windows; new buckets are no change', () => {
  const plan = {
    'sales.buyer': [101_000, 130_000, 150_000, 40_000],
    'sales.buyer.previous': [100_000, 100_000, 100_000, nan],
  };
  const windows = Int32Array.of(1, 2, 3, 1);
  const change = (window: 'frozen' | 'slushy' | 'liquid' | 'frozen-and-slushy' | 'all', ratio: number) =>
    found(
      forecastCriterion({
        test: 'version-change',
        comparisonDataSource: null,
        window,
        thresholds: { ratio },
      }),
      plan,
      { changes: { windows } },
    ).map(({ bucket }) => bucket);
  expect(change('frozen', 0)).toEqual([0]);
  expect(change('slushy', 0.2)).toEqual([1]);
  expect(change('slushy', 0.25)).toEqual([]);
  expect(change('liquid', 0.2)).toEqual([2]);
  expect(change('frozen-and-slushy', 0)).toEqual([0, 1]);
  expect(change('all', 0)).toEqual([0, 1, 2]);
});

test('commit mismatch: only a commit below the forecast counts, as a share of the forecast', () => {
  const criterion = forecastCriterion({
    test: 'commit-mismatch',
    purpose: 'order',
    ratioBase: 'source-value',
    thresholds: { ratio: 0.1 },
  });
  const plan = { 'order.buyer': [100_000, 100_000, 100_000], commit: [80_000, 130_000, 90_000] };
  expect(found(criterion, plan)).toEqual([{ bucket: 0, measured: 0.2, moneyMinor: 4_000 }]);
  const saidBySeller = { dataSource: 'seller', ratioBase: 'compared-value' } as const;
  expect(found({ ...criterion, ...saidBySeller } as Criterion, plan)).toEqual(found(criterion, plan));
});

test('a commit that nobody has given is owed by the seller', () => {
  const criterion = forecastCriterion({
    code: 'commit-missing',
    test: 'response-required',
    purpose: 'order',
    dataSource: 'seller',
    thresholds: {},
  });
  const plan = { 'order.buyer': [100_000, 50_000], commit: [nan, 50_000] };
  expect(found(criterion, plan)).toMatchObject([{ bucket: 0, moneyMinor: 20_000 }]);
});

test('what both agreed settles a difference and an answer owed, and is what a commit has to answer', () => {
  const sales = {
    'sales.buyer': [100_000, 100_000],
    'sales.seller': [50_000, nan],
    'sales.agreed': [80_000, 90_000],
  };
  expect(found(forecastCriterion(), sales)).toEqual([]);
  const order = {
    'order.buyer': [100_000, 100_000],
    commit: [80_000, 80_000],
    'order.agreed': [80_000, nan],
  };
  const short = forecastCriterion({ test: 'commit-mismatch', purpose: 'order', thresholds: { ratio: 0.1 } });
  expect(found(short, order).map(({ bucket }) => bucket)).toEqual([1]);
});

test('FALLS_BELOW looks only at a source below what it is compared with', () => {
  const plan = { 'sales.buyer': [50_000, 150_000], 'sales.seller': [100_000, 100_000] };
  const buckets = (comparison: Criterion['comparison']) =>
    found(forecastCriterion({ comparison }), plan).map(({ bucket }) => bucket);
  expect(buckets('EXCEEDS_EXCEPTION_VALUE')).toEqual([0, 1]);
  expect(buckets('FALLS_BELOW_EXCEPTION_VALUE')).toEqual([0]);
});

test('cumulative commit: a shortfall that the next bucket within the lead time makes good is no shortage', () => {
  const criterion = forecastCriterion({
    test: 'cumulative-commit-mismatch',
    purpose: 'order',
    thresholds: { ratio: 0.05 },
  });
  expect(found(criterion, { 'order.buyer': [100_000, 100_000, 9], commit: [60_000, 140_000, 0] })).toEqual(
    [],
  );
  expect(found(criterion, { 'order.buyer': [100_000, 100_000, 9], commit: [60_000, 120_000, 9] })).toEqual([
    { bucket: 1, measured: 0.1, moneyMinor: 4_000 },
  ]);
});

test('past-due response: raised only after the time is up, and then the comparison leaves it alone', () => {
  const criterion = forecastCriterion({
    code: 'no-answer',
    test: 'response-required',
    dataSource: 'seller',
    thresholds: {},
  });
  const plan = { 'sales.buyer': [100_000], 'sales.seller': [nan] };
  const due = (dueAt: string) => ({
    changes: { responsesDue: [{ purpose: 'sales', side: 'seller', dueAt } as const] },
  });
  expect(found(criterion, plan, due('2026-11-23T07:00:00.000Z'))).toEqual([]);
  expect(found(criterion, plan, due('2026-11-22T07:00:00.000Z'))).toMatchObject([{ moneyMinor: 20_000 }]);
  const both = evaluateExceptions(
    sampleInput({
      ...one,
      criteria: [criterion, forecastCriterion()],
      plan: { 'sales.buyer': () => 100_000, 'sales.seller': () => nan },
    }),
  );
  expect(both.exceptions.map(({ criterionCode }) => criterionCode)).toEqual(['no-answer']);
});

test('accuracy: below 70 % at the contract lag; buckets without stock stay out; nothing sold is no data', () => {
  const criterion = forecastCriterion({
    test: 'accuracy',
    comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
    comparisonDataSource: null,
    thresholds: { ratio: 0.7 },
  });
  const sales = [100_000, 100_000];
  const poor = { sales, 'sales.buyer.at-lag': [160_000, 80_000] };
  expect(found(criterion, {}, { history: poor })).toEqual([{ bucket: -1, measured: 0.6, moneyMinor: 4_000 }]);
  expect(found(criterion, {}, { history: { ...poor, 'in-stock': [0, 1] } })).toEqual([]);
  expect(found(criterion, {}, { history: { sales: [0, 0], 'sales.buyer.at-lag': [9_000, 0] } })).toEqual([]);
});

test('bias: a tracking signal beyond ±4 from six buckets on', () => {
  const criterion = forecastCriterion({ test: 'bias', comparisonDataSource: null, thresholds: { ratio: 4 } });
  const history = (count: number) => ({
    history: {
      sales: Array<number>(count).fill(10_000),
      'sales.buyer.at-lag': Array<number>(count).fill(8_000),
    },
  });
  expect(found(criterion, {}, history(5))).toEqual([]);
  expect(found(criterion, {}, history(6))).toEqual([{ bucket: -1, measured: 6, moneyMinor: 2_400 }]);
});

test.each([
  ['SALES', 'sales'],
  ['ORDERS', 'orders'],
  ['SHIPMENTS', 'shipments'],
  ['RECEIPTS', 'receipts'],
  ['ON_HAND', 'on-hand'],
  ['EMERGENCY_ORDERS', 'emergency-orders'],
  ['CANCELED_ORDERS', 'cancelled-orders'],
] as const)(
  'operational %s: the newest known value against the agreed one, both ways',
  (activity, column) => {
    const history = { [column]: [90_000, 40_000, nan] };
    const value = (comparison: Criterion['comparison'], valueMilli: number) =>
      found(operationalCriterion({ activity, test: 'value', valueMilli, comparison }), {}, { history });
    expect(value('FALLS_BELOW_EXCEPTION_VALUE', 50_000)).toEqual([
      { bucket: -2, measured: 40_000, moneyMinor: 2_000 },
    ]);
    expect(value('FALLS_BELOW_EXCEPTION_VALUE', 40_000)).toEqual([]);
    expect(value('EXCEEDS_EXCEPTION_VALUE', 30_000)).toEqual([
      { bucket: -2, measured: 40_000, moneyMinor: 2_000 },
    ]);
    expect(value('EXCEEDS_EXCEPTION_VALUE', 40_000)).toEqual([]);
  },
);

test('projected stock-out: the first bucket below zero within the lead time, at lost margin times loss', () => {
  const balance = [5_000, -10_000, -90_000];
  expect(found(operationalCriterion(), { 'projected-balance': balance })).toEqual([
    { bucket: 1, measured: -10_000, moneyMinor: 420 },
  ]);
  expect(found(operationalCriterion(), { 'projected-balance': [5_000, 5_000, -90_000] })).toEqual([]);
});

test('projected overstock: units above the days of supply agreed, at what holding them costs', () => {
  const criterion = operationalCriterion({ test: 'projected-overstock', daysOfSupplyMax: 14 });
  const demand = [7_000, 7_000, 7_000];
  expect(found(criterion, { 'projected-balance': [14_000, 7_000, 0], 'sales.buyer': demand })).toEqual([]);
  const over = found(criterion, { 'projected-balance': [119_000, 7_000, 0], 'sales.buyer': demand });
  expect(over).toEqual([
    { bucket: 0, measured: 119, moneyMinor: Math.round((105_000 * 0.2 * 7 * 0.2) / 365) },
  ]);
});

test('zero sales: a seller of three a week that sells nothing although it has stock', () => {
  const criterion = operationalCriterion({ activity: 'SALES', test: 'zero-sales' });
  const sales = [3_000, 4_000, 3_000, 2_000, 0, 0];
  expect(found(criterion, {}, { history: { sales } })).toEqual([
    { bucket: -1, measured: 2, moneyMinor: 252 },
  ]);
  expect(found(criterion, {}, { history: { sales, 'in-stock': [1, 1, 1, 1, 0, 0] } })).toEqual([]);
  expect(found(criterion, {}, { history: { sales: [2_000, 3_000, 2_000, 3_000, 0] } })).toEqual([]);
});

test('metric: goal against result; too few observations are no data, never 100 %', () => {
  const metric = (result: number | null, observationCount: number) =>
    found(
      metricCriterion(),
      {},
      {
        changes: { metrics: [{ metricCode: 'in-stock', result, observationCount, exposureMinor: 100_000 }] },
      },
    ).map(({ moneyMinor }) => moneyMinor);
  expect(metric(0.76, 10)).toEqual([20_000]);
  expect(metric(0.95, 10)).toEqual([]);
  expect(metric(0.1, 9)).toEqual([]);
  expect(metric(null, 0)).toEqual([]);
});

test('bad data is priced like a difference: no price, no pack, sales that stopped, a stock that stands still', () => {
  const demand = { 'sales.buyer': [10_000, 10_000, 10_000] };
  const rows = sampleInput({ ...one, criteria: [] }).rows;
  const noPack = { changes: { rows: { ...rows, hasPack: Int32Array.of(0) } } };
  expect(found(dataQualityCriterion({ test: 'missing-pack' }), demand, noPack)).toMatchObject([
    { moneyMinor: 4_000 },
  ]);
  const noPrice = { changes: { rows: { ...rows, unitPriceMicros: Float64Array.of(nan) } } };
  expect(found(dataQualityCriterion(), demand, noPrice)).toMatchObject([{ measured: 1, moneyMinor: 0 }]);
  const stale = { history: { sales: [5_000, nan, nan] } };
  expect(found(dataQualityCriterion({ test: 'stale-sales', bucketsMax: 2 }), demand, stale)).toMatchObject([
    { measured: 2, moneyMinor: 4_000 },
  ]);
  expect(found(dataQualityCriterion({ test: 'stale-sales', bucketsMax: 3 }), demand, stale)).toEqual([]);
  const frozen = { history: { sales: [1_000, 1_000, 1_000], 'on-hand': [7_000, 7_000, 7_000] } };
  expect(found(dataQualityCriterion({ test: 'frozen-on-hand', bucketsMax: 2 }), demand, frozen)).toHaveLength(
    1,
  );
  const moving = { history: { sales: [1_000, 1_000, 1_000], 'on-hand': [7_000, 8_000, 7_000] } };
  expect(found(dataQualityCriterion({ test: 'frozen-on-hand', bucketsMax: 2 }), demand, moving)).toEqual([]);
});

test('a criterion whose columns are not shared is not evaluated and named in the notes', () => {
  const evaluation = evaluateExceptions(
    sampleInput({ ...one, criteria: [forecastCriterion()], plan: { 'sales.buyer': () => 100_000 } }),
  );
  expect(evaluation.notes).toEqual([{ criterionCode: 'sales-difference', missing: ['sales.seller'] }]);
  expect(evaluation.exceptions).toEqual([]);
});

test('two threads, each with its share of the rows, find what one finds, byte for byte', () => {
  const sample = {
    itemCount: 30,
    locationCount: 5,
    bucketCount: 12,
    criteria: [forecastCriterion(), operationalCriterion()],
  };
  const input = sampleInput({
    ...sample,
    plan: {
      'sales.buyer': (row, bucket) => 1_000 * ((row * 7 + bucket * 3) % 40),
      'sales.seller': (row, bucket) => 1_000 * ((row * 5 + bucket * 11) % 40),
      'projected-balance': (row, bucket) => 1_000 * (((row * 13 + bucket) % 50) - 10),
    },
  });
  const canonical = { ...input, criteria: [...input.criteria].sort((a, b) => (a.code < b.code ? -1 : 1)) };
  const halves = [
    findOutside(canonical, { fromRow: 0, beforeRow: 61 }),
    findOutside(canonical, { fromRow: 61, beforeRow: 150 }),
  ];
  const joined: Evaluation = poolFindings(canonical, joinOutside(halves));
  expect(encodeEvaluation(joined)).toEqual(encodeEvaluation(evaluateExceptions(input)));
});
