import {
  criteriaPreset,
  type EvaluationInput,
  encodeEvaluationInput,
  pricingByDefault,
} from '@coplan/collaboration';
import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { computeEvaluation, testsInLineMax } from './compute-evaluation.ts';

const rowCount = 50;
const bucketCount = 8;
const values = (spread: number) =>
  new Float64Array(rowCount * bucketCount).map((_, at) => 1_000 * ((at * spread) % 97));
const ids = (kind: string) => Array.from({ length: rowCount }, (_, row) => `${kind}-${row}`);
const input: EvaluationInput = {
  agreementVersionId: 'a',
  at: '2026-11-23T00:00:00.000Z',
  startsOn: localDate('2026-11-23'),
  bucketDays: 7,
  bucketCount,
  historyCount: 0,
  currency: 'EUR',
  criteria: criteriaPreset(),
  windows: new Int32Array(bucketCount).fill(3),
  rows: {
    itemLocationIds: ids('place'),
    itemIds: ids('item'),
    locationIds: ids('location'),
    categories: ids('category'),
    volumeClasses: new Int32Array(rowCount),
    unitPriceMicros: new Float64Array(rowCount).fill(9_000_000),
    leadTimeDays: new Float64Array(rowCount).fill(7),
    hasPack: new Int32Array(rowCount).fill(1),
  },
  plan: { 'sales.buyer': values(7), 'sales.seller': values(11) },
  history: {},
  events: [],
  metrics: [],
  responsesDue: [],
  openCauses: [],
  pricing: pricingByDefault,
  exceptionCountMax: 20,
};

test('a large evaluation in a thread of its own gives the same bytes as a small one in line', async () => {
  const bytes = encodeEvaluationInput(input);
  const inLine = await computeEvaluation(bytes, { testCount: 1 });
  const beside = await computeEvaluation(bytes, { testCount: testsInLineMax + 1 });
  expect(inLine.evaluation.totals.cellsOutside).toBeGreaterThan(0);
  expect(Buffer.compare(beside.output, inLine.output)).toBe(0);
  expect(beside.evaluation).toEqual(inLine.evaluation);
});
