import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreementPreset } from '../agreement/presets/agreement-preset.ts';
import { criteriaPreset } from '../agreement/presets/criteria-preset.ts';
import { computeMetric, metricRows } from './compute-metric.ts';
import { metricDefinitions } from './metric-definitions.ts';
import type { CommitFact, ForecastFact, MetricFact } from './metric-facts.ts';

const facts = (pairs: [actual: number | null, forecast: number | null][]): ForecastFact[] =>
  pairs.map(([actualMilli, forecastMilli], index) => ({
    kind: 'forecast',
    key: `week-${index}`,
    actualMilli,
    forecastMilli,
    scaleMilli: 20,
  }));
const pairs: [number, number][] = [
  [100, 90],
  [100, 130],
  [0, 10],
  [200, 200],
];

test.each([
  ['wape', 50 / 400, 50, 400],
  ['forecast-accuracy', 1 - 50 / 400, 50, 400],
  ['forecast-bias', 30 / 400, 30, 400],
  ['smape', (20 / 190 + 60 / 230 + 2 + 0) / 4, 20 / 190 + 60 / 230 + 2, 4],
  ['mae', 12.5, 50, 4],
  ['rmse', Math.sqrt(1_100 / 4), 1_100, 4],
  ['mase', 50 / 80, 50, 80],
])(
  '%s is computed as its formula says, with numerator and denominator',
  (code, value, numerator, denominator) => {
    const result = computeMetric(code, facts(pairs));
    expect(result).toMatchObject({ n: 4, status: 'OK', excluded: {} });
    expect(result.value).toBeCloseTo(value, 12);
    expect(result.numerator).toBeCloseTo(numerator, 9);
    expect(result.denominator).toBeCloseTo(denominator, 9);
  },
);

test('MAPE leaves buckets without demand out and says how many', () => {
  const result = computeMetric('mape', facts(pairs));
  expect(result).toMatchObject({ n: 3, excluded: { ZERO_ACTUAL: 1 } });
  expect(result.value).toBeCloseTo((0.1 + 0.3 + 0) / 3, 12);
});

test('a tracking signal above 4 says that too little is forecast all the time, and needs six buckets', () => {
  const low = facts(Array.from({ length: 6 }, () => [100, 90]));
  expect(computeMetric('tracking-signal', low)).toMatchObject({
    value: 6,
    n: 6,
    numerator: 60,
    denominator: 10,
  });
  expect(computeMetric('tracking-signal', low.slice(1))).toMatchObject({ value: null, status: 'NO_DATA' });
  const exact = facts(Array.from({ length: 6 }, () => [100, 100]));
  expect(computeMetric('tracking-signal', exact)).toMatchObject({ value: 0, status: 'OK' });
});

test('no metric without observations has a value: neither 0 % nor 100 %', () => {
  for (const { code } of metricDefinitions) {
    expect(computeMetric(code, [])).toMatchObject({ value: null, n: 0, status: 'NO_DATA', numerator: 0 });
  }
});

test('demand of zero is no data, and tells what was forecast in vain', () => {
  const result = computeMetric('wape', facts([[0, 5_000]]));
  expect(result).toMatchObject({ value: null, status: 'NO_DATA', n: 1 });
  expect(result.note).toContain('5 units were forecast');
});

test('missing values and coded exclusions are counted by reason and never read as zero', () => {
  const some: MetricFact[] = [
    ...facts([
      [100, 90],
      [null, 50],
      [100, null],
    ]),
    { kind: 'forecast', key: 'empty shelf', actualMilli: 10, forecastMilli: 99, excluded: 'STOCK_OUT' },
  ];
  expect(computeMetric('wape', some)).toMatchObject({
    value: 0.1,
    n: 1,
    excluded: { NO_ACTUAL: 1, NO_FORECAST: 1, STOCK_OUT: 1 },
  });
  expect(metricRows('wape', some).map(({ key, excluded }) => [key, excluded])).toEqual([
    ['week-0', null],
    ['week-1', 'NO_ACTUAL'],
    ['week-2', 'NO_FORECAST'],
    ['empty shelf', 'STOCK_OUT'],
  ]);
});

test('the rows behind a number add up to it', () => {
  const amount = fc.option(fc.integer({ min: 0, max: 1_000_000 }));
  const code = fc.constantFrom('wape', 'forecast-bias', 'mape', 'mae');
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, amount)), code, (values, metric) => {
      const result = computeMetric(metric, facts(values));
      const rows = metricRows(metric, facts(values)).filter(({ excluded }) => excluded === null);
      expect(rows).toHaveLength(result.n);
      expect(rows.reduce((sum, row) => sum + row.numerator, 0)).toBe(result.numerator);
      expect(rows.reduce((sum, row) => sum + row.denominator, 0)).toBe(result.denominator);
    }),
  );
});

test('a supplier who delivers more than committed is not more than reliable', () => {
  const commit = (committedMilli: number | null, receivedMilli: number | null): CommitFact => ({
    kind: 'commit',
    key: 'x',
    committedMilli,
    receivedMilli,
  });
  const result = computeMetric('commit-reliability', [
    commit(100, 80),
    commit(100, 500),
    commit(null, 5),
    commit(9, null),
  ]);
  expect(result).toMatchObject({ value: 0.9, n: 2, excluded: { NO_FORECAST: 1, NO_ACTUAL: 1 } });
});

test('volatility compares equal buckets of two versions; buckets that are new in the horizon are no change', () => {
  const version = (previousMilli: number | null, currentMilli: number) =>
    ({ kind: 'version', key: 'x', previousMilli, currentMilli }) as const;
  const result = computeMetric('forecast-volatility', [
    version(100, 80),
    version(100, 120),
    version(null, 500),
  ]);
  expect(result).toMatchObject({ value: 0.2, n: 2, excluded: { NO_FORECAST: 1 } });
});

test('shares are ratios of sums and may be provisional', () => {
  const share = (hitCount: number, ofCount: number) =>
    ({ kind: 'share', key: 'x', hitCount, ofCount }) as const;
  const result = computeMetric('response-rate', [share(1, 1), share(0, 3)], { status: 'PROVISIONAL' });
  expect(result).toMatchObject({ value: 0.25, status: 'PROVISIONAL' });
  expect(computeMetric('in-stock', [share(1, 1)], { observationsMin: 20 })).toMatchObject({
    status: 'NO_DATA',
    note: '1 of the 20 observations needed.',
  });
});

test('a wrong code or wrong observations are our mistake and are named', () => {
  expect(() => computeMetric('beauty', [])).toThrow('There is no metric "beauty"');
  expect(() => computeMetric('in-stock', facts([[1, 1]]))).toThrow('in-stock is computed from share facts');
});

test('every metric has its own code, a formula, and is better in one direction', () => {
  expect(new Set(metricDefinitions.map(({ code }) => code)).size).toBe(metricDefinitions.length);
  for (const { formula, definitionVersion } of metricDefinitions) {
    expect(formula.length).toBeGreaterThan(10);
    expect(definitionVersion).toBeGreaterThan(0);
  }
});

test('presets promise no metric that cannot be computed, and in the direction of its definition', () => {
  const content = agreementPreset({
    name: 'x',
    scenario: 'dc-replenishment',
    leadOption: 'A',
    maturityLevel: 5,
    validFrom: '2026-11-23',
    currency: 'EUR',
    timeZone: 'UTC',
  });
  const directions = new Map(metricDefinitions.map(({ code, direction }) => [code, direction]));
  for (const metric of content.metrics) expect(directions.get(metric.code)).toBe(metric.direction);
  for (const entry of criteriaPreset())
    if (entry.kind === 'metric') expect(directions.has(entry.metricCode)).toBe(true);
});
