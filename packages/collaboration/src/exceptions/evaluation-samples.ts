import type { LocalDate } from '@coplan/kernel';
import type { Criterion } from '../agreement-content.ts';
import {
  type EvaluationInput,
  type HistoryColumn,
  type PlanColumn,
  pricingByDefault,
  windowCodes,
} from './evaluation-input.ts';

type Metric = Extract<Criterion, { kind: 'metric' }>;

const base: Omit<Metric, 'code' | 'kind' | 'metricCode' | 'goal' | 'observationsMin'> = {
  name: 'A criterion',
  comparison: 'EXCEEDS_EXCEPTION_VALUE',
  thresholds: {},
  priority: 'MEDIUM',
  responseHours: 16,
  defaultResolution: 'MANUAL_RESOLUTION',
  escalationHours: [8, 24],
  categories: null,
  isBlocking: false,
};

type Changes = Partial<
  Pick<Criterion, 'code' | 'comparison' | 'thresholds' | 'categories' | 'volumeClasses'>
>;

/** A forecast criterion for tests and benchmarks: buyer's sales forecast against the seller's, 20 % of the larger. */
export const forecastCriterion = (
  changes: Changes & Partial<Omit<Extract<Criterion, { kind: 'forecast' }>, keyof Changes>> = {},
): Criterion => ({
  ...base,
  code: 'sales-difference',
  thresholds: { ratio: 0.2 },
  kind: 'forecast',
  test: 'party-comparison',
  purpose: 'sales',
  dataSource: 'buyer',
  comparisonDataSource: 'seller',
  window: 'all',
  ratioBase: 'larger-value',
  ...changes,
});

/** An operational criterion. */
export const operationalCriterion = (
  changes: Changes & Partial<Omit<Extract<Criterion, { kind: 'operational' }>, keyof Changes>> = {},
): Criterion => ({
  ...base,
  code: 'stock-out',
  kind: 'operational',
  activity: 'ON_HAND',
  test: 'projected-stock-out',
  ...changes,
});

/** A metric criterion. */
export const metricCriterion = (
  changes: Changes & Partial<Omit<Extract<Criterion, { kind: 'metric' }>, keyof Changes>> = {},
): Criterion => ({
  ...base,
  code: 'in-stock-goal',
  comparison: 'FALLS_BELOW_EXCEPTION_VALUE',
  kind: 'metric',
  metricCode: 'in-stock',
  goal: 0.95,
  observationsMin: 10,
  ...changes,
});

/** A data quality criterion. */
export const dataQualityCriterion = (
  changes: Changes & Partial<Omit<Extract<Criterion, { kind: 'data-quality' }>, keyof Changes>> = {},
): Criterion => ({ ...base, code: 'no-price', kind: 'data-quality', test: 'no-price', ...changes });

type Sample = {
  itemCount: number;
  locationCount: number;
  bucketCount: number;
  historyCount?: number;
  categoryCount?: number;
  criteria: readonly Criterion[];
  plan?: Partial<Record<PlanColumn, (row: number, bucket: number) => number>>;
  history?: Partial<Record<HistoryColumn, (row: number, bucket: number) => number>>;
};

const id = (kind: string, at: number): string => `${kind}-${String(at).padStart(6, '0')}`;

function fill(
  columns: Readonly<Record<string, (row: number, bucket: number) => number>>,
  rowCount: number,
  width: number,
): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => {
      const column = new Float64Array(rowCount * width);
      for (let row = 0; row < rowCount; row++) {
        for (let bucket = 0; bucket < width; bucket++) column[row * width + bucket] = value(row, bucket);
      }
      return [name, column];
    }),
  );
}

/**
 * An agreement of items × locations at 2.00 a unit, values in thousandths by row and bucket; row = item · locations +
 * location. Windows: a third of the buckets each, frozen, slushy, liquid.
 */
export function sampleInput(sample: Sample, changes: Partial<EvaluationInput> = {}): EvaluationInput {
  const { itemCount, locationCount, bucketCount, historyCount = 13, categoryCount = 4 } = sample;
  const rowCount = itemCount * locationCount;
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  const third = Math.ceil(bucketCount / 3);
  const windows = [windowCodes.frozen, windowCodes.slushy, windowCodes.liquid];
  return {
    agreementVersionId: 'version-1',
    at: '2026-11-23T06:00:00.000Z',
    startsOn: '2026-11-23' as LocalDate,
    bucketDays: 7,
    bucketCount,
    historyCount,
    currency: 'EUR',
    criteria: sample.criteria,
    windows: Int32Array.from(
      { length: bucketCount },
      (_, bucket) => windows[Math.floor(bucket / third)] ?? 3,
    ),
    rows: {
      itemLocationIds: rows.map((row) => id('place', row)),
      itemIds: rows.map((row) => id('item', Math.floor(row / locationCount))),
      locationIds: rows.map((row) => id('location', row % locationCount)),
      categories: rows.map((row) => id('category', Math.floor(row / locationCount) % categoryCount)),
      volumeClasses: Int32Array.from(rows, (row) => row % 3),
      unitPriceMicros: new Float64Array(rowCount).fill(2_000_000),
      leadTimeDays: new Float64Array(rowCount).fill(14),
      hasPack: new Int32Array(rowCount).fill(1),
    },
    plan: fill(sample.plan ?? {}, rowCount, bucketCount),
    history: fill(sample.history ?? {}, rowCount, historyCount),
    events: [],
    metrics: [],
    responsesDue: [],
    openCauses: [],
    pricing: pricingByDefault,
    exceptionCountMax: 20,
    ...changes,
  };
}
