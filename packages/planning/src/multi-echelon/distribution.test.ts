import { addDays, type LocationId, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyBuckets, exampleInput, sourced } from '../example-input.ts';
import type { ReplenishmentInput } from '../replenishment-input.ts';
import { verifyProof } from '../verify-proof.ts';
import { dependentDemandOf } from './dependent-demand.ts';
import { fairShare, type ShareNeed } from './fair-share.ts';
import { planDistribution } from './plan-distribution.ts';

const today = localDate('2026-11-23');

const anyNeeds: fc.Arbitrary<ShareNeed[]> = fc
  .array(
    fc.record({
      packs: fc.nat(20),
      packMilli: fc.integer({ min: 1, max: 12 }),
      positionMilli: fc.integer({ min: -30, max: 200 }),
      dailyDemandMilli: fc.nat(40),
    }),
    { maxLength: 7 },
  )
  .map((needs) =>
    needs.map(({ packs, packMilli, ...rest }, index) => ({
      id: `store-${index}`,
      needMilli: packs * packMilli,
      packMilli,
      ...rest,
    })),
  );
const anyRule = fc.constantFrom('equal-fraction' as const, 'equal-days' as const);

test('what is shared and what is left are what was there, in whole packs, nobody below zero or above the need', () => {
  fc.assert(
    fc.property(anyNeeds, fc.nat(600), anyRule, (needs, availableMilli, rule) => {
      const { shares, leftMilli } = fairShare({ availableMilli, needs, rule });
      expect(shares.reduce((sum, { shareMilli }) => sum + shareMilli, leftMilli)).toBe(availableMilli);
      expect(leftMilli).toBeGreaterThanOrEqual(0);
      needs.forEach(({ needMilli, packMilli = 1 }, index) => {
        const shareMilli = shares[index]?.shareMilli ?? -1;
        expect(shareMilli).toBeGreaterThanOrEqual(0);
        expect(shareMilli).toBeLessThanOrEqual(needMilli);
        expect(shareMilli % packMilli).toBe(0);
        if (shareMilli < needMilli) expect(leftMilli).toBeLessThan(packMilli);
      });
    }),
    { numRuns: 300 },
  );
});

test('in single pieces the fractions of all needs differ by less than a piece', () => {
  fc.assert(
    fc.property(anyNeeds, fc.nat(600), (needs, availableMilli) => {
      const single = needs.map((need) => ({ ...need, packMilli: 1 }));
      const totalMilli = single.reduce((sum, { needMilli }) => sum + needMilli, 0);
      fc.pre(totalMilli > 0);
      const { shares } = fairShare({ availableMilli, needs: single, rule: 'equal-fraction' });
      const fraction = Math.min(1, availableMilli / totalMilli);
      for (const [index, { needMilli }] of single.entries())
        expect(Math.abs((shares[index]?.shareMilli ?? 0) - needMilli * fraction)).toBeLessThan(1.000001);
    }),
    { numRuns: 200 },
  );
});

test('by days of supply whoever has least is filled first', () => {
  const needs = [
    { id: 'empty', needMilli: 70_000, packMilli: 1000, positionMilli: 0, dailyDemandMilli: 10_000 },
    { id: 'half', needMilli: 40_000, packMilli: 1000, positionMilli: 30_000, dailyDemandMilli: 10_000 },
    { id: 'full', needMilli: 10_000, packMilli: 1000, positionMilli: 60_000, dailyDemandMilli: 10_000 },
  ];
  const sharesOf = (availableMilli: number): number[] =>
    fairShare({ availableMilli, needs, rule: 'equal-days' }).shares.map(
      ({ shareMilli }) => shareMilli / 1000,
    );
  expect(sharesOf(20_000)).toEqual([20, 0, 0]);
  expect(sharesOf(50_000)).toEqual([40, 10, 0]);
  expect(sharesOf(500_000)).toEqual([70, 40, 10]);
});

test('a planned order is demand of the centre on the day it must leave, today at the earliest', () => {
  const orders = [
    { orderOn: today, deliverOn: addDays(today, 1), quantityMilli: 5000 },
    { orderOn: addDays(today, 3), deliverOn: addDays(today, 5), quantityMilli: 7000 },
    { orderOn: addDays(today, 7), deliverOn: addDays(today, 9), quantityMilli: 0 },
  ];
  const demands = dependentDemandOf([{ locationId: 's1', label: 'store 1', orders, transitDays: 2 }], today);
  expect(demands.map(({ dueOn, quantityMilli }) => [dueOn, quantityMilli])).toEqual([
    ['2026-11-23', 5000],
    ['2026-11-26', 7000],
  ]);
});

const storeOf = (index: number, onHandMilli: number): ReplenishmentInput => ({
  ...exampleInput({ stock: { onHandMilli: sourced(onHandMilli, 'stock-count') } }),
  locationId: `019a9d2e-0000-7000-8000-00000000010${index}` as LocationId,
});

test('a centre orders for what its stores will ask for, and shares what it has where that is too little', () => {
  const center = {
    ...exampleInput({ stock: { onHandMilli: sourced(40_000, 'stock-count') } }),
    forecast: {
      ...exampleInput().forecast,
      buckets: dailyBuckets(today, new Array<number>(56).fill(0)),
    },
  };
  const input = {
    center: { ...center, policy: { ...center.policy, unmetDemand: 'backordered' as const } },
    stores: [
      { label: 'store 1', transitDays: 2, input: storeOf(1, 0) },
      { label: 'store 2', transitDays: 2, input: storeOf(2, 10_000) },
    ],
    rule: 'equal-fraction' as const,
  };
  const plan = planDistribution(input);
  // Both ask for 30 from Wednesday to Friday; 40 are there, so each gets 20.
  expect(plan.stores.map(({ proposal }) => proposal.quantityMilli)).toEqual([30_000, 30_000]);
  expect(plan.stores.map(({ shareMilli, isShort }) => [shareMilli, isShort])).toEqual([
    [20_000, true],
    [20_000, true],
  ]);
  expect(plan.leftMilli).toBe(0);
  // 60 leave today, 80 on Thursday of which the order of today (Wednesday) must serve all, and the 20 owed.
  expect(plan.center.quantityMilli).toBe(100_000);
  expect(verifyProof(plan.centerInput, plan.center.proof).agrees).toBe(true);
  expect(
    plan.center.proof.steps.find(({ ruleId }) => ruleId === 'demand.cover')?.inputs.length,
  ).toBeGreaterThan(2);
});

test('a store that plans in another unit than its centre is refused', () => {
  const store = { ...storeOf(1, 0), unit: 'KGM' as const };
  expect(() =>
    planDistribution({
      center: exampleInput(),
      stores: [{ label: 'store 1', transitDays: 2, input: store }],
      rule: 'equal-days',
    }),
  ).toThrow('plans in KGM');
});
