import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Criterion } from '../agreement-content.ts';
import { type ActivityType, activityTypes, comparisonCodes, dataQualityTests } from '../vocabulary.ts';
import {
  decodeEvaluation,
  decodeEvaluationInput,
  encodeEvaluation,
  encodeEvaluationInput,
} from './encode-evaluation.ts';
import { evaluateExceptions } from './evaluate-exceptions.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import {
  dataQualityCriterion,
  forecastCriterion,
  metricCriterion,
  operationalCriterion,
  sampleInput,
} from './evaluation-samples.ts';

const windows = ['all', 'frozen', 'slushy', 'liquid', 'frozen-and-slushy'] as const;
const forecastTests = [
  'party-comparison',
  'version-change',
  'commit-mismatch',
  'cumulative-commit-mismatch',
  'accuracy',
  'bias',
  'response-required',
] as const;
const operationalTests = ['value', 'projected-stock-out', 'projected-overstock', 'zero-sales'] as const;
const ratioBases = ['larger-value', 'source-value', 'compared-value'] as const;

/** Every kind of criterion × test × window × comparison × base that an agreement can hold. */
const everyCriterion: Criterion[] = comparisonCodes.flatMap((comparison) => [
  ...forecastTests.flatMap((kind) =>
    windows.flatMap((window) =>
      ratioBases.flatMap((ratioBase) =>
        (['buyer', 'seller'] as const).map((dataSource) =>
          forecastCriterion({
            test: kind,
            window,
            ratioBase,
            dataSource,
            comparison,
            comparisonDataSource: null,
            thresholds: { ratio: kind === 'bias' ? 1 : 0.2, unitsMilli: 2_000, moneyMinor: 500 },
          }),
        ),
      ),
    ),
  ),
  ...operationalTests.flatMap((kind) =>
    activityTypes.map((activity: ActivityType) =>
      operationalCriterion({ test: kind, activity, comparison, valueMilli: 9_000, daysOfSupplyMax: 10 }),
    ),
  ),
  metricCriterion({ comparison, goal: 0.5, observationsMin: 1 }),
  ...dataQualityTests.map((kind) => dataQualityCriterion({ test: kind, comparison, bucketsMax: 1 })),
]);

const itemCount = 4;
const locationCount = 3;
const bucketCount = 6;
const historyCount = 8;
const rowCount = itemCount * locationCount;

/** Arbitrary numbers with holes: nothing is often missing, zero often zero. */
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }).map((units) => units * 1_000) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const column = (width: number) =>
  fc
    .array(cell, { minLength: rowCount * width, maxLength: rowCount * width })
    .map((values) => Float64Array.from(values));
const balances = column(bucketCount).map((values) => values.map((value) => value - 20_000));

const facts = fc.record({
  plan: fc.record({
    'sales.buyer': column(bucketCount),
    'sales.seller': column(bucketCount),
    'sales.buyer.previous': column(bucketCount),
    'sales.seller.previous': column(bucketCount),
    commit: column(bucketCount),
    'sales.agreed': column(bucketCount).map((values) =>
      values.map((value, at) => (at % 5 === 0 ? value : Number.NaN)),
    ),
    'projected-balance': balances,
  }),
  history: fc.record({
    sales: column(historyCount),
    orders: column(historyCount),
    shipments: column(historyCount),
    receipts: column(historyCount),
    'emergency-orders': column(historyCount),
    'cancelled-orders': column(historyCount),
    'on-hand': column(historyCount),
    'in-stock': column(historyCount).map((values) => values.map((value) => (value > 5_000 ? 1 : 0))),
    'sales.buyer.at-lag': column(historyCount),
    'sales.seller.at-lag': column(historyCount),
  }),
  order: fc.shuffledSubarray(
    Array.from({ length: rowCount }, (_, row) => row),
    { minLength: rowCount, maxLength: rowCount },
  ),
  pricelessRow: fc.integer({ min: 0, max: rowCount - 1 }),
});

function shuffled(values: Float64Array, order: readonly number[], width: number): Float64Array {
  return Float64Array.from(order.flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]));
}

const columnsInOrder = (columns: object, order: readonly number[], width: number): object =>
  Object.fromEntries(
    Object.entries(columns as Record<string, Float64Array>)
      .reverse()
      .map(([name, values]) => [name, shuffled(values, order, width)]),
  );

/** The other side's input: its own order of rows and lists, and columns of its own that no criterion asks for. */
function seenByOther(input: EvaluationInput, order: readonly number[]): EvaluationInput {
  const texts = (values: readonly string[]) => order.map((row) => values[row] ?? '');
  const { rows } = input;
  return {
    ...input,
    criteria: [...input.criteria].reverse(),
    metrics: [
      ...input.metrics,
      { metricCode: 'its-own', result: 1, observationCount: 9, exposureMinor: 1 },
    ].reverse(),
    events: [...input.events].reverse(),
    plan: {
      ...columnsInOrder(input.plan, order, bucketCount),
      'shipment.seller': new Float64Array(rowCount * bucketCount).fill(7),
    },
    history: columnsInOrder(input.history, order, historyCount),
    rows: {
      itemLocationIds: texts(rows.itemLocationIds),
      itemIds: texts(rows.itemIds),
      locationIds: texts(rows.locationIds),
      categories: texts(rows.categories),
      volumeClasses: Int32Array.from(order, (row) => rows.volumeClasses[row] ?? 0),
      unitPriceMicros: shuffled(rows.unitPriceMicros, order, 1),
      leadTimeDays: shuffled(rows.leadTimeDays, order, 1),
      hasPack: Int32Array.from(order, (row) => rows.hasPack[row] ?? 0),
    },
  };
}

type Facts = typeof facts extends fc.Arbitrary<infer Value> ? Value : never;

/** What the buyer's side assembles for one criterion. */
function buyersInput(criterion: Criterion, { plan, history, pricelessRow }: Facts): EvaluationInput {
  const sample = sampleInput({ itemCount, locationCount, bucketCount, historyCount, criteria: [criterion] });
  sample.rows.unitPriceMicros[pricelessRow] = Number.NaN;
  const { itemLocationIds } = sample.rows;
  return {
    ...sample,
    plan,
    history,
    metrics: [{ metricCode: 'in-stock', result: 0.45, observationCount: 5, exposureMinor: 90_000 }],
    events: [
      {
        eventId: 'a',
        name: 'A',
        itemLocationIds: itemLocationIds.slice(0, 4),
        fromBucket: 1,
        beforeBucket: 4,
      },
      {
        eventId: 'b',
        name: 'B',
        itemLocationIds: itemLocationIds.slice(3, 6),
        fromBucket: 0,
        beforeBucket: 2,
      },
    ],
  };
}

test(`for each of ${everyCriterion.length} criteria the buyer’s evaluation and the seller’s are the same bytes`, () => {
  fc.assert(
    fc.property(facts, (given) => {
      for (const criterion of everyCriterion) {
        const buyers = buyersInput(criterion, given);
        const sellers = seenByOther(buyers, given.order);
        const mine = encodeEvaluation(evaluateExceptions(buyers));
        expect(encodeEvaluationInput(sellers)).toEqual(encodeEvaluationInput(buyers));
        expect(encodeEvaluation(evaluateExceptions(sellers))).toEqual(mine);
        expect(encodeEvaluation(decodeEvaluation(mine))).toEqual(mine);
        const stored = decodeEvaluationInput(encodeEvaluationInput(buyers));
        expect(encodeEvaluation(evaluateExceptions(stored))).toEqual(mine);
      }
    }),
    { numRuns: 4 },
  );
}, 60_000);

test('the facts of that property reach every kind of criterion: each finds something in them', () => {
  const everFound = new Set<string>();
  for (const given of fc.sample(facts, { seed: 20_261_122, numRuns: 30 })) {
    for (const criterion of everyCriterion) {
      const name = criterion.kind === 'metric' ? 'metric' : `${criterion.kind} ${criterion.test}`;
      if (everFound.has(name)) continue;
      if (evaluateExceptions(buyersInput(criterion, given)).totals.cellsOutside > 0) everFound.add(name);
    }
  }
  expect([...everFound].sort()).toEqual(
    [
      'data-quality frozen-on-hand',
      'data-quality no-price',
      'data-quality stale-sales',
      ...forecastTests.map((kind) => `forecast ${kind}`),
      'metric',
      ...operationalTests.map((kind) => `operational ${kind}`),
    ].sort(),
  );
}, 60_000);

test('all criteria together, evaluated by both sides, are the same bytes', () => {
  const criteria = everyCriterion
    .filter((_, place) => place % 9 === 0)
    .map((criterion, place) => ({ ...criterion, code: `criterion-${String(place).padStart(3, '0')}` }));
  fc.assert(
    fc.property(facts, ({ plan, history, order }) => {
      const buyers = {
        ...sampleInput({ itemCount, locationCount, bucketCount, historyCount, criteria }),
        plan,
        history,
      };
      const sellers = seenByOther(buyers, order);
      expect(encodeEvaluation(evaluateExceptions(sellers))).toEqual(
        encodeEvaluation(evaluateExceptions(buyers)),
      );
    }),
    { numRuns: 10 },
  );
});
