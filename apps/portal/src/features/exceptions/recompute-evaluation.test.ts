import { gzipSync } from 'node:zlib';
import {
  canonicalInput,
  encodeEvaluation,
  encodeEvaluationInput,
  evaluateExceptions,
  pricingByDefault,
  sha256,
} from '@coplan/collaboration';
import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { recomputeEvaluation } from './recompute-evaluation.ts';

const input = canonicalInput({
  agreementVersionId: '019ab000-0000-7000-8000-000000000001',
  at: '2026-11-23T09:00:00.000Z',
  startsOn: localDate('2026-11-23'),
  bucketDays: 7,
  bucketCount: 2,
  historyCount: 0,
  currency: 'USD',
  criteria: [
    {
      code: 'sales-difference',
      name: 'Sales difference',
      kind: 'forecast',
      test: 'party-comparison',
      purpose: 'sales',
      dataSource: 'buyer',
      comparisonDataSource: 'seller',
      window: 'all',
      ratioBase: 'larger-value',
      comparison: 'EXCEEDS_EXCEPTION_VALUE',
      thresholds: { ratio: 0.2 },
      priority: 'MEDIUM',
      responseHours: 16,
      defaultResolution: 'MANUAL_RESOLUTION',
      escalationHours: [8, 24],
      categories: null,
      isBlocking: false,
    },
  ],
  rows: {
    itemLocationIds: ['a'],
    itemIds: ['item'],
    locationIds: ['place'],
    categories: ['category'],
    volumeClasses: Int32Array.of(0),
    unitPriceMicros: Float64Array.of(2_000_000),
    leadTimeDays: Float64Array.of(7),
    hasPack: Int32Array.of(1),
  },
  windows: Int32Array.of(1, 2),
  plan: {
    'sales.buyer': Float64Array.of(100_000, 100_000),
    'sales.seller': Float64Array.of(50_000, 100_000),
  },
  history: {},
  events: [],
  metrics: [],
  responsesDue: [],
  openCauses: [],
  exceptionCountMax: 20,
  pricing: pricingByDefault,
});
const bytes = encodeEvaluationInput(input);
const stored = {
  inputBase64: gzipSync(bytes).toString('base64'),
  inputHash: sha256(bytes),
  outputHash: sha256(encodeEvaluation(evaluateExceptions(input))),
};

test('a browser that recomputes an evaluation finds the same bytes', async () => {
  expect(await recomputeEvaluation(stored)).toEqual({ isIdentical: true, cellCount: 2, exceptionCount: 1 });
});

test('a result that was tampered with is not confirmed', async () => {
  const { isIdentical } = await recomputeEvaluation({ ...stored, outputHash: sha256('something else') });
  expect(isIdentical).toBe(false);
});
