import type { ScheduleBucket, ScheduleProgress } from '@coplan/documents';
import { daysBetween } from '@coplan/kernel';
import fc from 'fast-check';
import { anyDay, anyGln, anyGtin, anyUnit, optional, text } from '../arbitraries.ts';
import { anyPeriod, anyProgress, anyScheduleHead, anyWeekdays } from './arbitrary.ts';

/** For tests only: what EDIFACT can carry with the default agreement, whose texts are shorter than X12's. */
export const anyEdifactParty = fc.oneof(
  fc.record({ gln: anyGln, code: fc.constant(undefined), name: optional(text(35)) }),
  fc.record({ gln: fc.constant(undefined), code: text(17, 2), name: optional(text(35)) }),
  fc.record({ gln: fc.constant(undefined), code: fc.constant(undefined), name: text(35) }),
);

export const anyEdifactHead = fc
  .record({
    head: anyScheduleHead,
    buyer: anyEdifactParty,
    supplier: optional(anyEdifactParty),
    shipTo: optional(anyEdifactParty),
  })
  .map(({ head, ...parties }) => ({ ...head, ...parties }));

export const anyEdifactItem = fc
  .record({
    gtin: optional(anyGtin),
    buyerItemNumber: optional(text(35)),
    supplierItemNumber: optional(text(35)),
  })
  .filter((line) => Object.values(line).some((id) => id !== undefined));

export const anyEdifactLineHead = fc
  .record({
    item: anyEdifactItem,
    lineNumber: optional(fc.integer({ min: 1, max: 999_999 }).map(String)),
    poNumber: optional(text(22)),
    unit: anyUnit,
  })
  .map(({ item, ...line }) => ({ ...item, ...line }));

/** Without places. A time needs a day. */
export const anyEdifactBuckets: fc.Arbitrary<ScheduleBucket[]> = fc
  .array(
    fc.record({
      period: anyPeriod,
      amountMilli: fc.nat(10 ** 9),
      certainty: fc.constantFrom('firm' as const, 'planned' as const, 'immediate' as const),
      time: optional(fc.constantFrom('00:00', '07:30', '23:59')),
      reference: optional(text(30)),
      weekdays: optional(anyWeekdays),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((buckets) =>
    buckets.map(({ period, time, ...bucket }) => {
      const isDay = daysBetween(period.startsOn, period.endsBefore) === 1;
      return { ...bucket, ...period, location: undefined, time: isDay ? time : undefined };
    }),
  );

export const anyEdifactProgress: fc.Arbitrary<ScheduleProgress[]> = fc.array(
  anyProgress.filter(({ kind, event }) => kind === 'last' || event === 'received'),
  { maxLength: 3 },
);

export const anyAuthorisations = fc.array(
  fc.record({
    resource: fc.constantFrom('finished-goods' as const, 'material' as const),
    until: anyDay,
    amountMilli: fc.nat(10 ** 9),
    amountMaxMilli: fc.constant(undefined),
    startsOn: optional(anyDay),
  }),
  { maxLength: 3 },
);
