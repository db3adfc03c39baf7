import { z } from 'zod';

const quantityMilliMax = 100_000_000_000;
const quantity = z.int().min(0).max(quantityMilliMax);
const days = z.int().min(1).max(365);

const timePhased = z.object({ kind: z.literal('time-phased') });
const reorderUpTo = z.object({ kind: z.literal('reorder-up-to'), coverDays: days });
const targetSchema = z.discriminatedUnion('kind', [
  /** The service level of the item-location. */
  z.object({ kind: z.literal('service-level') }),
  z.object({ kind: z.literal('fill-rate'), fillRate: z.number().min(0.5).max(0.9999) }),
  /**
   * The quantile that costs least: a missed unit costs `shortageRatio` of its price, holding one for a year
   * `holdingRatioPerYear` of it.
   */
  z.object({
    kind: z.literal('cost-optimal'),
    shortageRatio: z.number().positive().max(10),
    holdingRatioPerYear: z.number().positive().max(5),
  }),
]);
const common = {
  target: targetSchema,
  /** Standard deviation of the lead time. */
  leadTimeDeviationDays: z.number().min(0).max(60).optional(),
  /** Stock must be sold within so many days of its delivery. */
  shelfLifeDays: z.int().min(1).max(120).optional(),
};

/** How an item at a location is planned. Quantities are thousandths of the base unit. */
export const planningPolicySchema = z.object({
  rule: z.discriminatedUnion('kind', [
    timePhased,
    reorderUpTo,
    z
      .object({ kind: z.literal('min-max'), minimumMilli: quantity, maximumMilli: quantity })
      .refine(({ minimumMilli, maximumMilli }) => maximumMilli > minimumMilli, {
        message: 'The maximum must lie above the minimum',
        path: ['maximumMilli'],
      }),
    z.object({
      kind: z.literal('reorder-quantity'),
      quantityMilli: quantity.refine((milli) => milli > 0, { message: 'The quantity must be above zero' }),
      reorderMilli: quantity.optional(),
    }),
    z.object({ kind: z.literal('base-stock'), levelMilli: quantity.optional() }),
  ]),
  ...common,
});
export type PlanningPolicy = z.output<typeof planningPolicySchema>;

/** As a default for everything only what does not name a quantity makes sense. */
export const isForAll = ({ rule }: PlanningPolicy): boolean =>
  rule.kind === 'time-phased' ||
  rule.kind === 'reorder-up-to' ||
  (rule.kind === 'base-stock' && rule.levelMilli === undefined);

/** What is planned by where nobody has chosen. */
export const plainPolicy: PlanningPolicy = {
  rule: { kind: 'time-phased' },
  target: { kind: 'service-level' },
};

export type StoredPolicy = { policy: PlanningPolicy; version: number; changedAt: string };
