import { unitCodes } from '@coplan/kernel';
import { z } from 'zod';
import { businessDay, label, linesMax, namedParty } from './parts.ts';
import {
  namesItem,
  scheduleBases,
  scheduleBucket,
  scheduleItem,
  schedulePeriod,
  scheduleProgress,
  unnamedItem,
} from './schedule-parts.ts';

/** What consumers will buy, or what will be ordered. */
export const forecastKinds = ['sales', 'order'] as const;
export type ForecastKind = (typeof forecastKinds)[number];

/** What an amount is: of its period, in sum up to its period, the change since the last schedule, or its replacement. */
export const scheduleAmounts = ['discrete', 'cumulative', 'net-change', 'replacement'] as const;
export type ScheduleAmounts = (typeof scheduleAmounts)[number];

/** What the supplier may go ahead with at the buyer's risk. */
export const authorisedResources = ['finished-goods', 'material', 'labour', 'required-before'] as const;
export type AuthorisedResource = (typeof authorisedResources)[number];

/** An authorisation until a day; amounts are sums in the unit of the line. */
export const scheduleAuthorisation = z.object({
  resource: z.enum(authorisedResources),
  until: businessDay,
  amountMilli: z.int().nonnegative().optional(),
  amountMaxMilli: z.int().nonnegative().optional(),
  startsOn: businessDay.optional(),
});
export type ScheduleAuthorisation = z.output<typeof scheduleAuthorisation>;

export const planningScheduleLine = z
  .object({
    ...scheduleItem,
    description: label(80).optional(),
    /** The order that the line releases. */
    poNumber: label(22).optional(),
    unit: z.enum(unitCodes),
    buckets: z.array(scheduleBucket).max(linesMax),
    progress: z.array(scheduleProgress).max(25),
    authorisations: z.array(scheduleAuthorisation).max(20),
  })
  .refine(namesItem, unnamedItem);

/** A forecast over a horizon: what one company tells another to prepare for. */
export const planningSchedule = z
  .object({
    documentType: z.literal('planning-schedule'),
    purpose: z.enum(['original', 'replacement']),
    kind: z.enum(forecastKinds),
    basis: z.enum(scheduleBases),
    amounts: z.enum(scheduleAmounts),
    /** The sender's number of the forecast. */
    reference: label(30),
    releaseNumber: label(30).optional(),
    issuedOn: businessDay,
    horizon: schedulePeriod,
    contractNumber: label(30).optional(),
    poNumber: label(22).optional(),
    buyer: namedParty.optional(),
    supplier: namedParty.optional(),
    shipTo: namedParty.optional(),
    lines: z.array(planningScheduleLine).min(1).max(linesMax),
  })
  .refine(
    ({ amounts, lines }) =>
      amounts === 'net-change' || lines.every(({ buckets }) => buckets.every((one) => one.amountMilli >= 0)),
    { path: ['lines'], message: 'an amount is negative only where the schedule tells net changes' },
  );

export type PlanningSchedule = z.output<typeof planningSchedule>;
export type PlanningScheduleLine = z.output<typeof planningScheduleLine>;
