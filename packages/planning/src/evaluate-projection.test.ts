import { addDays, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateProjection } from './evaluate-projection.ts';
import { dailyBuckets, exampleInput, sourced } from './example-input.ts';
import { projectOrders } from './project-orders.ts';
import type { ReplenishmentInput } from './replenishment-input.ts';

const today = localDate('2026-11-23');
const endsBefore = addDays(today, 56);
const window = { startsOn: today, endsBefore: addDays(today, 28), riskDays: 7, carryingRatio: 0.2 };
const week = (index: number) => ({
  startsOn: addDays(today, 7 * index),
  endsBefore: addDays(today, 7 * index + 7),
});

const limited = (units: number, policy: Partial<ReplenishmentInput['policy']> = {}): ReplenishmentInput => {
  const input = exampleInput();
  return {
    ...input,
    policy: { ...input.policy, ...policy },
    supplyLimits: [{ ...week(1), maximumMilli: sourced(units * 1000, 'commit') }],
  };
};
const outcomeOf = (input: ReplenishmentInput) =>
  evaluateProjection(input, projectOrders(input, { endsBefore }), window);

test('without uncertainty a week that gets 40 of 70 pieces misses 30, each at the price', () => {
  const full = outcomeOf(limited(1_000));
  const short = outcomeOf(limited(40));
  expect(full).toMatchObject({ shortMilli: 0, serviceRatio: 1, shortageMinor: 0 });
  expect(short.shortMilli).toBe(30_000);
  expect(short.shortageMinor).toBe(30 * 250);
  expect(short.serviceRatio).toBeCloseTo(1 - 30 / 280, 10);
  expect(short.shortByDay.every(({ on }) => on >= week(1).startsOn)).toBe(true);
});

test('less supply never serves better, whatever the uncertainty', () => {
  fc.assert(
    fc.property(
      fc.nat(100),
      fc.nat(100),
      fc.nat(20),
      fc.constantFrom('lost', 'backordered'),
      (a, b, sigma, unmetDemand) => {
        const policy = {
          safetyStock: {
            kind: 'normal' as const,
            dailyDeviationMilli: sigma * 1000,
            leadTimeDeviationDays: 0,
          },
          unmetDemand,
        };
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(outcomeOf(limited(less, policy)).shortMilli).toBeGreaterThanOrEqual(
          outcomeOf(limited(more, policy)).shortMilli,
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('carrying costs are the mean stock at its price for the days looked at', () => {
  const input = exampleInput();
  const none = {
    ...input,
    forecast: { ...input.forecast, buckets: dailyBuckets(today, new Array<number>(56).fill(0)) },
  };
  const { averageStockMilli, averageStockMinor, carryingMinor, serviceRatio } = outcomeOf(none);
  expect({ averageStockMilli, averageStockMinor, serviceRatio }).toEqual({
    averageStockMilli: 25_000,
    averageStockMinor: 6_250,
    serviceRatio: 1,
  });
  expect(carryingMinor).toBe(Math.round((6_250 * 0.2 * 28) / 365));
});
