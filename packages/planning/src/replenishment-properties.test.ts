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
const policyValue = (units: number) => sourced(units * 1000, 'policy', 'policy of the item');

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
  /** None: time-phased netting. */
  rule: fc.option(anyRule, { nil: undefined }),
  demand: fc.array(fc.nat(40), { minLength: horizonDays, maxLength: horizonDays }),
  onHand: fc.nat(250),
  safety: fc.nat(60),
  receipts: fc.array(fc.record({ day: fc.nat(30), units: fc.nat(90), isProposal: fc.boolean() }), {
    maxLength: 4,
  }),
  pack: fc.integer({ min: 1, max: 12 }),
  packsPerLayer: fc.integer({ min: 1, max: 5 }),
  minimum: fc.nat(60),
  rounding: fc.constantFrom('up' as const, 'up-to-layer' as const, 'nearest-layer' as const),
  snap: fc.constantFrom(0, 0.1, 0.5),
  maxStock: fc.option(fc.nat(300), { nil: undefined }),
  maximum: fc.option(fc.nat(200), { nil: undefined }),
  breakAt: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
  unmetDemand: fc.constantFrom('lost' as const, 'backordered' as const),
});
type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

/** A price break is worth its own sums: what costs less may be more than is needed. */
const withoutBreak = situation.map((from): Situation => ({ ...from, breakAt: undefined }));
const timePhased = withoutBreak.map((from): Situation => ({ ...from, rule: undefined }));

/** `scale` multiplies every quantity, packs and limits included; the levels of a rule are not. */
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
      ...(from.rule === undefined ? {} : { rule: from.rule }),
      safetyStock: { kind: 'fixed', quantityMilli: milli(from.safety) },
      unmetDemand: from.unmetDemand,
      orderEconomics: sourced({ orderCostMicros: 5_000_000, holdingRatioPerYear: 0.2 }, 'policy'),
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
      ...(from.breakAt === undefined
        ? {}
        : {
            priceBreaks: sourced([{ fromMilli: milli(from.breakAt), unitPriceMicros: 2_100_000 }], 'price'),
          }),
    },
  };
}

const quantityOf = (input: ReplenishmentInput): number => proposeReplenishment(input).quantityMilli;
const runs = { numRuns: 400 };

test('the steps of every proof add up, the proof recomputes, and the stored form gives both back', () => {
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
      const stored = JSON.parse(JSON.stringify(packProposal(input, proof)));
      expect(unpackProposal(stored)).toEqual({ input, proof });
    }),
    runs,
  );
});

test('a proposal is never negative and whole packs; netted over time, it meets the minimum order', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const quantityMilli = quantityOf(input);
      expect(quantityMilli).toBeGreaterThanOrEqual(0);
      expect(quantityMilli % orderStepMilli(input)).toBe(0);
      if (from.rule === undefined && quantityMilli > 0)
        expect(quantityMilli).toBeGreaterThanOrEqual(from.minimum * 1000);
    }),
    runs,
  );
});

test('more demand on any day never lowers the order', () => {
  fc.assert(
    fc.property(withoutBreak, fc.nat(horizonDays - 1), fc.integer({ min: 1, max: 50 }), (from, day, more) => {
      const demand = from.demand.map((units, index) => (index === day ? units + more : units));
      expect(quantityOf(inputOf({ ...from, demand }))).toBeGreaterThanOrEqual(quantityOf(inputOf(from)));
    }),
    runs,
  );
});

test('more stock or a further receipt never raises the order', () => {
  fc.assert(
    fc.property(withoutBreak, fc.integer({ min: 1, max: 80 }), fc.nat(30), (from, more, day) => {
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
    fc.property(timePhased, fc.integer({ min: 2, max: 7 }), (from, scale) => {
      expect(quantityOf(inputOf(from, scale))).toBe(scale * quantityOf(inputOf(from)));
    }),
    runs,
  );
});

test('goods are conserved: stock, receipts and the order are sold, lost or left', () => {
  fc.assert(
    fc.property(timePhased, (from) => {
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

test('the first order of the projection is exactly the proposal', () => {
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
