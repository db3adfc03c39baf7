import { unitCodes } from '@coplan/kernel';
import { z } from 'zod';
import { businessDay, label, linesMax, namedParty } from './parts.ts';
import {
  namesItem,
  scheduleBucket,
  scheduleItem,
  schedulePeriod,
  scheduleProgress,
  unnamedItem,
} from './schedule-parts.ts';

export const shippingScheduleLine = z
  .object({
    ...scheduleItem,
    /** The order that the line releases. */
    poNumber: label(22).optional(),
    unit: z.enum(unitCodes),
    releases: z
      .array(scheduleBucket)
      .max(linesMax)
      .refine((releases) => releases.every((one) => one.amountMilli >= 0), 'a release is not negative'),
    progress: z.array(scheduleProgress).max(10),
  })
  .refine(namesItem, unnamedItem);

/** Releases of what was ordered, by day and time. It makes a forecast precise; it is no order of its own. */
export const shippingSchedule = z.object({
  documentType: z.literal('shipping-schedule'),
  purpose: z.enum(['original', 'replacement']),
  /** Whether the days are those of arrival or of departure. */
  basis: z.enum(['delivery', 'shipment']),
  reference: label(30),
  releaseNumber: label(30).optional(),
  issuedOn: businessDay,
  horizon: schedulePeriod,
  contractNumber: label(30).optional(),
  poNumber: label(22).optional(),
  buyer: namedParty.optional(),
  supplier: namedParty.optional(),
  shipTo: namedParty.optional(),
  lines: z.array(shippingScheduleLine).min(1).max(linesMax),
});

export type ShippingSchedule = z.output<typeof shippingSchedule>;
export type ShippingScheduleLine = z.output<typeof shippingScheduleLine>;
