import { z } from 'zod';
import { activityLocation, businessDay, gtin14, label } from './parts.ts';

/** Half-open. */
export const schedulePeriod = z
  .object({ startsOn: businessDay, endsBefore: businessDay })
  .refine(({ startsOn, endsBefore }) => startsOn < endsBefore, 'a period ends after it starts');

/** What the days are: of arrival, of departure, or of use and sale. */
export const scheduleBases = ['delivery', 'shipment', 'consumption'] as const;
export type ScheduleBasis = (typeof scheduleBases)[number];

/** How binding a quantity is; `joint-…` was agreed by both sides in a forecast made together. */
export const scheduleCertainties = ['firm', 'planned', 'immediate', 'joint-firm', 'joint-planned'] as const;
export type ScheduleCertainty = (typeof scheduleCertainties)[number];

/** ISO weekdays, 1 is Monday, each at most once and in their order. */
const weekdays = z
  .array(z.int().min(1).max(7))
  .min(1)
  .refine((days) => days.every((day, index) => index === 0 || day > (days[index - 1] ?? 8)), 'weekdays rise');

/** How much in one period, in the unit of its line. Negative only where a schedule tells changes. */
export const scheduleBucket = z
  .object({
    ...schedulePeriod.shape,
    amountMilli: z.int(),
    certainty: z.enum(scheduleCertainties),
    /** Only where the line is split over several places. */
    location: activityLocation.optional(),
    /** Local time of the place, HH:MM; for a period of one day. */
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is HH:MM')
      .optional(),
    /** The partner's number of this release or delivery. */
    reference: label(30).optional(),
    /** The weekdays of the period over which the amount is spread. */
    weekdays: weekdays.optional(),
  })
  .refine(({ startsOn, endsBefore }) => startsOn < endsBefore, 'a period ends after it starts');
export type ScheduleBucket = z.output<typeof scheduleBucket>;

/** What was shipped or received so far: the last time, or in sum since a day. */
export const scheduleProgress = z
  .object({
    kind: z.enum(['last', 'cumulative']),
    event: z.enum(['shipped', 'received']),
    amountMilli: z.int(),
    /** Since when is summed. */
    startsOn: businessDay.optional(),
    /** The day of the last time, or until when is summed. */
    on: businessDay,
    /** Number of the shipment. */
    reference: label(30).optional(),
  })
  .refine(({ kind, startsOn }) => kind === 'cumulative' || startsOn === undefined, {
    path: ['startsOn'],
    message: 'only a sum has a first day',
  });
export type ScheduleProgress = z.output<typeof scheduleProgress>;

export const scheduleItem = {
  /** The sender's label of the line. */
  lineNumber: label(20).optional(),
  gtin: gtin14.optional(),
  buyerItemNumber: label(48).optional(),
  supplierItemNumber: label(48).optional(),
};

type ItemNumbers = {
  gtin?: string | undefined;
  buyerItemNumber?: string | undefined;
  supplierItemNumber?: string | undefined;
};
export const namesItem = (item: ItemNumbers): boolean =>
  item.gtin !== undefined || item.buyerItemNumber !== undefined || item.supplierItemNumber !== undefined;
export const unnamedItem = { path: ['gtin'], message: 'a line names its item by GTIN or an item number' };
