import { addDays, dayNumber, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyBuckets, exampleInput, sourced } from './example-input.ts';
import { orderSlotsUntil } from './order-slot.ts';
import { lastByBucket, projectGivenOrders, projectOrders, sumByBucket } from './project-orders.ts';
import { proposeReplenishment } from './propose-replenishment.ts';
import type { ReplenishmentInput, SupplyLimit } from './replenishment-input.ts';

const today = localDate('2026-11-23');
const horizonDays = 84;
const endsBefore = addDays(today, horizonDays);

const situation = fc.record({
  demand: fc.array(fc.nat(40), { minLength: horizonDays, maxLength: horizonDays }),
  onHand: fc.nat(200),
  safety: fc.nat(60),
  receipts: fc.array(fc.record({ day: fc.nat(30), units: fc.nat(90) }), { maxLength: 3 }),
  pack: fc.integer({ min: 1, max: 12 }),
  minimum: fc.nat(60),
  rounding: fc.constantFrom('up' as const, 'up-to-layer' as const, 'nearest-layer' as const),
  maxStock: fc.option(fc.nat(300), { nil: undefined }),
  limit: fc.option(fc.record({ week: fc.nat(4), units: fc.nat(120) }), { nil: undefined }),
  unmetDemand: fc.constantFrom('lost' as const, 'backordered' as const),
  withQuantiles: fc.boolean(),
});
type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

const weekLimit = (week: number, units: number): SupplyLimit => ({
  startsOn: addDays(today, 7 * week),
  endsBefore: addDays(today, 7 * week + 7),
  maximumMilli: sourced(units * 1000, 'commit'),
});

function inputOf(from: Situation): ReplenishmentInput {
  const input = exampleInput();
  const milli = (units: number): number => units * 1000;
  const buckets = dailyBuckets(today, from.demand.map(milli));
  const totalMilli = buckets.slice(0, 7).reduce((sum, bucket) => sum + bucket.meanMilli, 0);
  const totalQuantiles = {
    startsOn: today,
    endsBefore: addDays(today, 7),
    levels: [0.1, 0.5, 0.9].map((level) => ({
      level,
      quantityMilli: Math.round(totalMilli * (0.5 + level)),
    })),
  };
  return {
    ...input,
    forecast: { ...input.forecast, buckets, ...(from.withQuantiles ? { totalQuantiles } : {}) },
    stock: { onHandMilli: sourced(milli(from.onHand), 'stock-count') },
    receipts: from.receipts.map(({ day, units }, index) => ({
      id: `receipt-${index}`,
      kind: 'on-order' as const,
      dueOn: addDays(today, day),
      quantityMilli: milli(units),
      source: { kind: 'order', id: `order-${index}`, label: `order ${index}`, asOf: '2026-11-22' },
    })),
    policy: {
      ...input.policy,
      safetyStock: from.withQuantiles
        ? { kind: 'forecast-quantile' }
        : { kind: 'fixed', quantityMilli: milli(from.safety) },
      unmetDemand: from.unmetDemand,
      ...(from.maxStock === undefined ? {} : { maxStockMilli: sourced(milli(from.maxStock), 'policy') }),
    },
    terms: {
      ...input.terms,
      rounding: from.rounding,
      minimumMilli: sourced(milli(from.minimum), 'agreement'),
      multipleMilli: sourced(milli(from.pack), 'item'),
      layerMilli: sourced(milli(from.pack * 4), 'item'),
    },
    ...(from.limit === undefined ? {} : { supplyLimits: [weekLimit(from.limit.week, from.limit.units)] }),
  };
}

/** The same with a shorter forecast, as a proposal alone would get it. */
const shortened = (input: ReplenishmentInput): ReplenishmentInput => ({
  ...input,
  forecast: { ...input.forecast, buckets: input.forecast.buckets.slice(0, 48) },
});

test('the first order of the projection is exactly the proposal, with a longer forecast too', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const { quantityMilli, orderOn, deliverOn } = proposeReplenishment(input);
      expect(projectOrders(input, { endsBefore }).first).toEqual({ orderOn, deliverOn, quantityMilli });
      expect(proposeReplenishment(shortened(input)).quantityMilli).toBe(quantityMilli);
    }),
    { numRuns: 300 },
  );
});

test('a run on a later order day proposes what was projected for it, if demand came as forecast', () => {
  fc.assert(
    fc.property(situation, fc.integer({ min: 1, max: 6 }), (from, orderIndex) => {
      const input = inputOf({ ...from, withQuantiles: false, limit: undefined });
      const projection = projectOrders(input, { endsBefore });
      const slot = orderSlotsUntil(input, endsBefore)[orderIndex];
      if (slot === undefined) throw new Error('there are order days for weeks');
      const day = dayNumber(slot.orderOn) - dayNumber(today);
      const placed = projection.orders.filter(
        (order) => order.orderOn < slot.orderOn && order.deliverOn >= slot.orderOn,
      );
      const later = proposeReplenishment({
        ...input,
        today: slot.orderOn,
        forecast: { ...input.forecast, buckets: input.forecast.buckets.slice(day) },
        stock: { onHandMilli: sourced(projection.balanceMilli[day - 1] ?? 0, 'stock-count') },
        receipts: [
          ...input.receipts.filter(({ dueOn }) => dueOn >= slot.orderOn),
          ...placed.map((order, index) => ({
            id: `placed-${index}`,
            kind: 'on-order' as const,
            dueOn: order.deliverOn,
            quantityMilli: order.quantityMilli,
            source: { kind: 'order', id: `placed-${index}`, label: 'placed', asOf: '2026-11-23' },
          })),
        ],
      });
      const projected = projection.orders.find((order) => order.orderOn === slot.orderOn)?.quantityMilli ?? 0;
      expect(later.quantityMilli).toBe(projected);
    }),
    { numRuns: 300 },
  );
});

test('a commit limits what is ordered for its week, orders under way included, and no other week', () => {
  fc.assert(
    fc.property(situation, fc.nat(4), fc.nat(120), (from, week, units) => {
      const input = { ...inputOf({ ...from, limit: undefined }), supplyLimits: [weekLimit(week, units)] };
      const { orders } = projectOrders(input, { endsBefore });
      const isIn = (on: string): boolean =>
        on >= addDays(today, 7 * week) && on < addDays(today, 7 * week + 7);
      const comingMilli = input.receipts
        .filter(({ dueOn }) => isIn(dueOn))
        .reduce((sum, receipt) => sum + receipt.quantityMilli, 0);
      const plannedMilli = orders
        .filter(({ deliverOn }) => isIn(deliverOn))
        .reduce((sum, order) => sum + order.quantityMilli, 0);
      expect(plannedMilli).toBeLessThanOrEqual(Math.max(0, units * 1000 - comingMilli));
    }),
    { numRuns: 300 },
  );
});

test('goods are conserved over the whole horizon: stock, receipts and orders are sold, lost or left', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const projection = projectOrders(input, { endsBefore });
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      expect(
        from.onHand * 1000 +
          sum(projection.receiptsMilli) +
          sum(projection.plannedMilli) -
          sum(projection.demandMilli) +
          sum(projection.lostMilli),
      ).toBe(projection.balanceMilli.at(-1));
      expect(sum(projection.orders.map((order) => order.quantityMilli))).toBe(sum(projection.plannedMilli));
    }),
    { numRuns: 300 },
  );
});

test('steady demand is ordered steadily: 70 pieces a week once the stock is used up', () => {
  const input = exampleInput();
  const buckets = dailyBuckets(today, new Array<number>(horizonDays).fill(10_000));
  const projection = projectOrders({ ...input, forecast: { ...input.forecast, buckets } }, { endsBefore });
  const weeks = sumByBucket(projection.plannedMilli, projection, {
    startsOn: today,
    bucketDays: 7,
    bucketCount: 10,
  });
  expect(weeks.slice(2)).toEqual(new Array<number>(8).fill(70_000));
  const ends = lastByBucket(projection.balanceMilli, projection, {
    startsOn: today,
    bucketDays: 7,
    bucketCount: 10,
  });
  expect(Math.min(...ends)).toBeGreaterThanOrEqual(0);
});

test('order dates go on where the current and the next chance end, each delivered later', () => {
  const slots = orderSlotsUntil(exampleInput(), addDays(today, 21));
  expect(slots.map(({ orderOn }) => orderOn)).toEqual([
    '2026-11-23',
    '2026-11-26',
    '2026-11-30',
    '2026-12-03',
    '2026-12-07',
    '2026-12-10',
  ]);
});

test('the planned orders given back as deliveries come to the same balance', () => {
  fc.assert(
    fc.property(situation, (from) => {
      const input = inputOf(from);
      const { first: _, orders, ...projected } = projectOrders(input, { endsBefore });
      const deliveries = orders.map(({ deliverOn, quantityMilli }) => ({ on: deliverOn, quantityMilli }));
      expect(projectGivenOrders(input, { endsBefore, deliveries })).toEqual(projected);
    }),
    { numRuns: 100 },
  );
});
