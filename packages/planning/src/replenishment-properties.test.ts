import { addDays, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyBuckets, exampleInput, sourced } from './example-input.ts';
import { proposeReplenishment } from './propose-replenishment.ts';
import type { ReplenishmentInput, ScheduledReceipt } from './replenishment-input.ts';
import { orderStepMilli } from './round-order.ts';
import { packProposal, unpackProposal } from './stored-proposal.ts';
import { verifyProof } from './verify-proof.ts';

const today = localDate('2026-11-23');
const horizonDays = 56;

type Situation = {
  demand: number[];
  onHand: number;
  safety: number;
  receipts: { day: number; units: number; isProposal: boolean }[];
  pack: number;
  packsPerLayer: number;
  minimum: number;
  rounding: 'up' | 'up-to-layer' | 'nearest-layer';
  snap: number;
  maxStock: number | undefined;
  maximum: number | undefined;
  unmetDemand: 'lost' | 'backordered';
};

const situation: fc.Arbitrary<Situation> = fc.record({
  demand: fc.array(fc.nat(40), { minLength: horizonDays, maxLength: horizonDays }),
  onHand: fc.nat(200),
  safety: fc.nat(60),
  receipts: fc.array(fc.record({ day: fc.nat(30), units: fc.nat(90), isProposal: fc.boolean() }), {
    maxLength: 4,
  }),
  pack: fc.integer({ min: 1, max: 12 }),
  packsPerLayer: fc.integer({ min: 1, max: 5 }),
  minimum: fc.nat(60),
  rounding: fc.constantFrom('up', 'up-to-layer', 'nearest-layer'),
  snap: fc.constantFrom(0, 0.1, 0.5),
  maxStock: fc.option(fc.nat(300), { nil: undefined }),
  maximum: fc.option(fc.nat(200), { nil: undefined }),
  unmetDemand: fc.constantFrom('lost', 'backordered'),
});

/** `scale` multiplies every quantity, packs and limits included. */
function inputOf(from: Situation, scale = 1): ReplenishmentInput {
  const milli = (units: number): number => units * 1000 * scale;
  const input = exampleInput();
  const receipts: ScheduledReceipt[] = from.receipts.map(({ day, units, isProposal }, index) => ({
    id: `receipt-${index}`,
    kind: isProposal ? 'open-proposal' : 'on-order',
    dueOn: addDays(today, day),
    quantityMilli: milli(units),
    source: { kind: 'order', id: `order-${index}`, label: `order ${index}`, asOf: '2026-11-22' },
  }));
  const layer = from.pack * from.packsPerLayer;
  return {
    ...input,
    forecast: { ...input.forecast, buckets: dailyBuckets(today, from.demand.map(milli)) },
    stock: { onHandMilli: sourced(milli(from.onHand), 'stock-count') },
    receipts,
    policy: {
      ...input.policy,
      safetyStock: { kind: 'fixed', quantityMilli: milli(from.safety) },
      unmetDemand: from.unmetDemand,
      ...(from.maxStock === undefined ? {} : { maxStockMilli: sourced(milli(from.maxStock), 'policy') }),
    },
    terms: {
      ...input.terms,
      rounding: from.rounding,
      minimumMilli: sourced(milli(from.minimum), 'agreement'),
      multipleMilli: sourced(milli(from.pack), 'item'),
      layerMilli: sourced(milli(layer), 'item'),
      palletMilli: sourced(milli(layer * 4), 'item'),
      palletSnapRatio: from.snap,
      ...(from.maximum === undefined ? {} : { maximumMilli: sourced(milli(from.maximum), 'agreement') }),
    },
  };
}

const quantityOf = (input: ReplenishmentInput): number => proposeReplenishment(input).quantityMilli;
const runs = { numRuns: 300 };

test('the steps of every proof add up to the quantity, and the proof recomputes', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const { proof, quantityMilli } = proposeReplenishment(input);
      const sum = proof.steps.reduce(
        (total, step) => total + step.quantityAfterMilli - step.quantityBeforeMilli,
        0,
      );
      expect(sum).toBe(quantityMilli);
      expect(verifyProof(input, proof)).toEqual({ agrees: true, differences: [] });
    }),
    runs,
  );
});

test('a proposal is never negative, is whole packs and meets the minimum order', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const quantityMilli = quantityOf(input);
      expect(quantityMilli).toBeGreaterThanOrEqual(0);
      expect(quantityMilli % orderStepMilli(input)).toBe(0);
      if (quantityMilli > 0) expect(quantityMilli).toBeGreaterThanOrEqual(from.minimum * 1000);
    }),
    runs,
  );
});

test('more demand on any day never lowers the order', () => {
  fc.assert(
    fc.property(situation, fc.nat(horizonDays - 1), fc.integer({ min: 1, max: 50 }), (from, day, more) => {
      const demand = from.demand.map((units, index) => (index === day ? units + more : units));
      expect(quantityOf(inputOf({ ...from, demand }))).toBeGreaterThanOrEqual(quantityOf(inputOf(from)));
    }),
    runs,
  );
});

test('more stock or a further receipt never raises the order', () => {
  fc.assert(
    fc.property(situation, fc.integer({ min: 1, max: 80 }), fc.nat(30), (from, more, day) => {
      const quantityMilli = quantityOf(inputOf(from));
      expect(quantityOf(inputOf({ ...from, onHand: from.onHand + more }))).toBeLessThanOrEqual(quantityMilli);
      const receipts = [...from.receipts, { day, units: more, isProposal: false }];
      expect(quantityOf(inputOf({ ...from, receipts }))).toBeLessThanOrEqual(quantityMilli);
    }),
    runs,
  );
});

test('a second run that finds the first proposal open proposes nothing', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const first = proposeReplenishment(input);
      const open: ScheduledReceipt = {
        id: 'open',
        kind: 'open-proposal',
        dueOn: first.deliverOn,
        orderedOn: first.orderOn,
        quantityMilli: first.quantityMilli,
        source: { kind: 'proposal', id: 'open', label: 'open proposal', asOf: '2026-11-23' },
      };
      expect(quantityOf({ ...input, receipts: [...input.receipts, open] })).toBe(0);
    }),
    runs,
  );
});

test('every quantity doubled doubles the order', () => {
  fc.assert(
    fc.property(situation, fc.integer({ min: 2, max: 7 }), (from, scale) => {
      expect(quantityOf(inputOf(from, scale))).toBe(scale * quantityOf(inputOf(from)));
    }),
    runs,
  );
});

test('goods are conserved: stock, receipts and the order are sold, lost or left', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf({ ...from, unmetDemand: 'backordered' });
      const { projection, quantityMilli } = proposeReplenishment(input);
      const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
      const left = projection.balanceWithOrderMilli.at(-1) ?? 0;
      expect(
        from.onHand * 1000 +
          sum(projection.receiptsMilli) +
          quantityMilli -
          sum(projection.grossRequirementMilli),
      ).toBe(left);
      const gap = left - (projection.balanceWithoutOrderMilli.at(-1) ?? 0);
      expect(gap).toBe(quantityMilli);
    }),
    runs,
  );
});

test('a stored proposal gives back its input and its proof', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const { proof } = proposeReplenishment(input);
      const stored = JSON.parse(JSON.stringify(packProposal(input, proof)));
      expect(unpackProposal(stored)).toEqual({ input, proof });
    }),
    { numRuns: 50 },
  );
});
