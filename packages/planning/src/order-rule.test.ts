import { addDays, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyBuckets, exampleInput, sourced } from './example-input.ts';
import { projectOrders } from './project-orders.ts';
import { proposeReplenishment } from './propose-replenishment.ts';
import type { ReplenishmentInput, ReplenishmentRule, ScheduledReceipt } from './replenishment-input.ts';
import { orderStepMilli } from './round-order.ts';
import { packProposal, unpackProposal } from './stored-proposal.ts';
import { verifyProof } from './verify-proof.ts';

const today = localDate('2026-11-23');
const horizonDays = 70;
const milli = (units: number): number => units * 1000;
const policyValue = (units: number) => sourced(milli(units), 'policy', 'policy of the item');

const anyRule: fc.Arbitrary<ReplenishmentRule> = fc.oneof(
  fc.record({ low: fc.nat(150), more: fc.integer({ min: 1, max: 150 }) }).map(
    ({ low, more }): ReplenishmentRule => ({
      kind: 'min-max',
      minimumMilli: policyValue(low),
      maximumMilli: policyValue(low + more),
    }),
  ),
  fc
    .integer({ min: 1, max: 30 })
    .map((days): ReplenishmentRule => ({ kind: 'reorder-up-to', coverDays: sourced(days, 'policy') })),
  fc.record({ lot: fc.integer({ min: 1, max: 80 }), level: fc.option(fc.nat(150), { nil: undefined }) }).map(
    ({ lot, level }): ReplenishmentRule => ({
      kind: 'reorder-quantity',
      quantityMilli: policyValue(lot),
      ...(level === undefined ? {} : { reorderMilli: policyValue(level) }),
    }),
  ),
  fc
    .option(fc.nat(300), { nil: undefined })
    .map(
      (level): ReplenishmentRule =>
        level === undefined ? { kind: 'base-stock' } : { kind: 'base-stock', levelMilli: policyValue(level) },
    ),
);

const situation = fc.record({
  rule: anyRule,
  demand: fc.array(fc.nat(30), { minLength: horizonDays, maxLength: horizonDays }),
  onHand: fc.nat(250),
  safety: fc.nat(60),
  receipts: fc.array(fc.record({ day: fc.nat(30), units: fc.nat(90) }), { maxLength: 3 }),
  pack: fc.integer({ min: 1, max: 12 }),
  minimum: fc.nat(60),
  rounding: fc.constantFrom('up' as const, 'up-to-layer' as const, 'nearest-layer' as const),
  maxStock: fc.option(fc.nat(300), { nil: undefined }),
  breakAt: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
  unmetDemand: fc.constantFrom('lost' as const, 'backordered' as const),
});
type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

function inputOf(from: Situation): ReplenishmentInput {
  const input = exampleInput();
  const receipts: ScheduledReceipt[] = from.receipts.map(({ day, units }, index) => ({
    id: `receipt-${index}`,
    kind: 'on-order',
    dueOn: addDays(today, day),
    quantityMilli: milli(units),
    source: { kind: 'order', id: `order-${index}`, label: `order ${index}`, asOf: '2026-11-22' },
  }));
  return {
    ...input,
    forecast: { ...input.forecast, buckets: dailyBuckets(today, from.demand.map(milli)) },
    stock: { onHandMilli: sourced(milli(from.onHand), 'stock-count') },
    receipts,
    policy: {
      ...input.policy,
      rule: from.rule,
      safetyStock: { kind: 'fixed', quantityMilli: milli(from.safety) },
      unmetDemand: from.unmetDemand,
      orderEconomics: sourced({ orderCostMicros: 5_000_000, holdingRatioPerYear: 0.2 }, 'policy'),
      ...(from.maxStock === undefined ? {} : { maxStockMilli: policyValue(from.maxStock) }),
    },
    terms: {
      ...input.terms,
      rounding: from.rounding,
      minimumMilli: sourced(milli(from.minimum), 'agreement'),
      multipleMilli: sourced(milli(from.pack), 'item'),
      layerMilli: sourced(milli(from.pack * 4), 'item'),
      ...(from.breakAt === undefined
        ? {}
        : {
            priceBreaks: sourced([{ fromMilli: milli(from.breakAt), unitPriceMicros: 2_100_000 }], 'price'),
          }),
    },
  };
}

const quantityOf = (input: ReplenishmentInput): number => proposeReplenishment(input).quantityMilli;
const runs = { numRuns: 250 };

test('under every rule the steps add up, the proof recomputes and the stored form gives it back', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const { proof, quantityMilli } = proposeReplenishment(input);
      expect(proof.steps.at(-1)?.quantityAfterMilli).toBe(quantityMilli);
      expect(verifyProof(input, proof)).toEqual({ agrees: true, differences: [] });
      expect(unpackProposal(JSON.parse(JSON.stringify(packProposal(input, proof))))).toEqual({
        input,
        proof,
      });
    }),
    runs,
  );
});

test('under every rule an order is never negative and whole packs', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const quantityMilli = quantityOf(input);
      expect(quantityMilli).toBeGreaterThanOrEqual(0);
      expect(quantityMilli % orderStepMilli(input)).toBe(0);
    }),
    runs,
  );
});

test('under every rule more stock or a further receipt never raises the order', () => {
  fc.assert(
    fc.property(situation, fc.integer({ min: 1, max: 80 }), fc.nat(30), (from, more, day) => {
      const plain = { ...from, breakAt: undefined };
      const quantityMilli = quantityOf(inputOf(plain));
      expect(quantityOf(inputOf({ ...plain, onHand: from.onHand + more }))).toBeLessThanOrEqual(
        quantityMilli,
      );
      const receipts = [...from.receipts, { day, units: more }];
      expect(quantityOf(inputOf({ ...plain, receipts }))).toBeLessThanOrEqual(quantityMilli);
    }),
    runs,
  );
});

test('under every rule more demand never lowers the order', () => {
  fc.assert(
    fc.property(situation, fc.nat(horizonDays - 1), fc.integer({ min: 1, max: 50 }), (from, day, more) => {
      const plain = { ...from, breakAt: undefined };
      const demand = from.demand.map((units, index) => (index === day ? units + more : units));
      expect(quantityOf(inputOf({ ...plain, demand }))).toBeGreaterThanOrEqual(quantityOf(inputOf(plain)));
    }),
    runs,
  );
});

test('under every rule a second run that finds the first proposal open proposes nothing', () => {
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

test('under every rule the first order of the projection is exactly the proposal', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const { quantityMilli, orderOn, deliverOn } = proposeReplenishment(input);
      const projection = projectOrders(input, { endsBefore: addDays(today, horizonDays) });
      expect(projection.first).toEqual({ orderOn, deliverOn, quantityMilli });
    }),
    runs,
  );
});
