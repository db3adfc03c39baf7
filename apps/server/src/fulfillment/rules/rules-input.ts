import { z } from 'zod';

const money = z.int().min(0).max(1_000_000_000_000);
const days = z.int().min(0).max(3_650);

export const setRulesInput = z.object({
  policy: z.enum(['priority', 'fair-share']),
  rules: z
    .array(
      z.object({
        customerId: z.uuid().nullable(),
        priority: z.int().min(1).max(9),
        rotation: z.enum(['FEFO', 'FIFO']),
        remainingDays: days,
        isSingleLot: z.boolean(),
        isShipComplete: z.boolean(),
        acceptsSubstitutes: z.boolean(),
        cancelAfterDays: days.nullable(),
        shortageMicros: money,
      }),
    )
    .max(1_000),
  pools: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(80),
        itemId: z.uuid(),
        locationId: z.uuid(),
        reservedMilli: z.int().positive().max(100_000_000_000),
        customerIds: z.array(z.uuid()).min(1).max(200),
        releasesOn: z.iso.date().nullable(),
      }),
    )
    .max(1_000),
  substitutes: z
    .array(
      z.object({
        itemId: z.uuid(),
        substituteId: z.uuid(),
        position: z.int().min(1).max(9),
        numerator: z.int().positive().max(1_000_000),
        denominator: z.int().positive().max(1_000_000),
      }),
    )
    .max(5_000),
  places: z
    .array(
      z.object({
        locationId: z.uuid(),
        position: z.int().min(1).max(99),
        shipmentMinor: money,
        perUnitMinor: money,
        transitDays: z.int().min(0).max(120),
      }),
    )
    .max(99),
  expectedVersion: z.int().min(0),
});
export type RulesInput = z.output<typeof setRulesInput>;
