import { addDays, localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { exampleInput, sourced } from './example-input.ts';
import { proposeReplenishment } from './propose-replenishment.ts';
import { packProposal } from './stored-proposal.ts';
import { verifyProof } from './verify-proof.ts';

const input = exampleInput({
  terms: {
    unitPriceMicros: sourced(2_500_000, 'price'),
    rounding: 'up',
    minimumMilli: sourced(30_000, 'agreement', 'minimum of the agreement'),
    multipleMilli: sourced(12_000, 'item', 'case of 12'),
  },
});

test('a proof says in plain sentences how the quantity came about', () => {
  const { proof } = proposeReplenishment(input);
  expect(proof.steps.map((step) => [step.ruleId, step.quantityAfterMilli])).toEqual([
    ['calendar.slot', 0],
    ['demand.cover', 30_000],
    ['stock.safety', 30_000],
    ['stock.on-hand', 5_000],
    ['receipts.before-delivery', 5_000],
    ['demand.before-delivery', 25_000],
    ['receipts.in-cover', 25_000],
    ['net.requirement', 25_000],
    ['terms.minimum', 30_000],
    ['terms.multiple', 36_000],
  ]);
  expect(proof.steps.at(-2)?.text).toBe('25 EA becomes 30 EA by the minimum order of 30 EA.');
  expect(proof.steps.at(-1)?.inputs).toEqual([
    { name: 'multiple', value: 12, unit: 'EA', source: expect.objectContaining({ label: 'case of 12' }) },
  ]);
  expect(proof.conclusion).toBe('Order 36 EA on 2026-11-23 for delivery on 2026-11-25.');
  expect(proof.counterfactuals.map(({ question, ruleId }) => [question, ruleId])).toEqual([
    ['why-not-less', 'net.requirement'],
    ['why-not-more', 'net.requirement'],
  ]);
});

test('a proof that was altered anywhere does not agree', () => {
  const { proof } = proposeReplenishment(input);
  for (const index of proof.steps.keys()) {
    const forged = structuredClone(proof);
    const step = forged.steps[index];
    if (step === undefined) throw new Error('the proof has the step');
    step.quantityAfterMilli += 1000;
    const { agrees, differences } = verifyProof(input, forged);
    expect(agrees).toBe(false);
    expect(differences.map(({ path }) => path)).toContain(`steps[${index}].quantityAfterMilli`);
  }
});

test('a proof does not agree with facts that have changed since', () => {
  const { proof } = proposeReplenishment(input);
  const counted = { ...input, stock: { onHandMilli: sourced(24_000, 'stock-count') } };
  expect(verifyProof(counted, proof).agrees).toBe(false);
  expect(verifyProof(input, { ...proof, quantityMilli: 48_000 }).agrees).toBe(false);
});

test('a proposal from eight weeks of forecast with quantiles is stored in some kilobytes', () => {
  const today = localDate('2026-11-23');
  const levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99];
  const buckets = Array.from({ length: 8 }, (_, week) => ({
    startsOn: addDays(today, 7 * week),
    endsBefore: addDays(today, 7 * week + 7),
    meanMilli: 70_000,
    quantiles: levels.map((level) => ({ level, quantityMilli: Math.round(40_000 + 60_000 * level) })),
  }));
  const policy = { ...input.policy, safetyStock: { kind: 'forecast-quantile' as const } };
  const weekly = { ...input, policy, forecast: { ...input.forecast, buckets } };
  const stored = JSON.stringify(packProposal(weekly, proposeReplenishment(weekly).proof));
  expect(stored.length).toBeLessThan(9_000);
});
