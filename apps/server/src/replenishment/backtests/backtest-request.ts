import type { BacktestPolicy } from '@coplan/planning';
import { z } from 'zod';
import { carryingRatioPerYear } from '../carrying-cost.ts';

const share = z.number().gt(0).lt(1);
const days = z.number().gt(0).max(400);

/** The policies that a backtest can try; the numbers are checked once more by the engine, with a remedy. */
export const policySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('service-level'), level: share.optional() }),
  z.object({ kind: z.literal('fill-rate'), fillRate: share }),
  z.object({ kind: z.literal('cost-optimal'), shortageFactor: z.number().gt(0).max(1000) }),
  z.object({ kind: z.literal('min-max'), minDays: days, maxDays: days }),
  z.object({ kind: z.literal('reorder-point'), level: share, orderDays: days }),
]);

export const scopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('supplier'), supplierId: z.uuid() }),
  z.object({ kind: z.literal('category'), category: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('all') }),
]);
export type BacktestScope = z.output<typeof scopeSchema>;

export const askBacktestInput = z.object({
  scope: scopeSchema,
  alternative: policySchema,
  /** What a unit that is not served costs, as a share of its purchase price; where it is owed: for each week. */
  shortageRatio: z.number().gt(0).max(20).default(0.3),
  /** What holding stock for a year costs, as a share of its purchase price. */
  holdingRatioPerYear: z.number().gt(0).max(5).default(carryingRatioPerYear),
  /** What placing one order line costs, in minor units of the organisation's currency. */
  orderCostMinor: z.int().min(0).max(100_000_00).default(0),
});
export type BacktestRequest = z.output<typeof askBacktestInput>;

/** Today's policy: what is chosen for each item-location, in general, or its own service level. */
export const todaysPolicy: BacktestPolicy = { kind: 'as-planned' };

/** The request as the engine takes it: an absent level is absent. */
export const policyOf = (policy: z.output<typeof policySchema>): BacktestPolicy =>
  policy.kind === 'service-level'
    ? { kind: 'service-level', ...(policy.level === undefined ? {} : { level: policy.level }) }
    : policy;
