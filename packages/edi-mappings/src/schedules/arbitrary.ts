import { type ScheduleBucket, type ScheduleProgress, scheduleCertainties } from '@coplan/documents';
import { addDays, localDateOfDay, type Period, startOfIsoWeek } from '@coplan/kernel';
import fc from 'fast-check';
import { defaultProfile } from '../agreement-profile.ts';
import { anyDay, anyGtin, anyLocation, anyNamedParty, anyUnit, optional, text } from '../arbitraries.ts';
import { bucketKinds, endOfBucket } from './periods.ts';

/** For tests only. */
export const anyPeriod: fc.Arbitrary<Period> = fc
  .record({ kind: fc.constantFrom(...bucketKinds), day: anyDay, days: fc.integer({ min: 1, max: 400 }) })
  .map(({ kind, day, days }) => {
    const firsts = {
      week: startOfIsoWeek(day),
      month: `${day.slice(0, 7)}-01`,
      quarter: `${day.slice(0, 4)}-07-01`,
    };
    const startsOn = (kind in firsts ? firsts[kind as keyof typeof firsts] : day) as typeof day;
    return { startsOn, endsBefore: endOfBucket(kind, startsOn) ?? addDays(startsOn, days) };
  });

/** Neighbours often share their period and certainty, as amounts by place do. */
export const anyBuckets = (amountMin: number): fc.Arbitrary<ScheduleBucket[]> =>
  fc
    .array(
      fc.record({
        isNext: fc.boolean(),
        bucket: fc.record({
          period: anyPeriod,
          amountMilli: fc.integer({ min: amountMin, max: 10 ** 11 }),
          certainty: fc.constantFrom(...scheduleCertainties),
          location: optional(anyLocation),
          time: optional(fc.constantFrom('00:00', '07:30', '23:59')),
          reference: optional(text(30)),
        }),
      }),
      { maxLength: 12 },
    )
    .map((drafts) => {
      let before: ScheduleBucket | undefined;
      return drafts.map(({ isNext, bucket: { period, ...rest } }) => {
        const { startsOn, endsBefore } = before ?? period;
        const { certainty } = before ?? rest;
        const bucket =
          isNext && before !== undefined
            ? { ...rest, startsOn, endsBefore, certainty }
            : { ...rest, ...period };
        before = bucket;
        return bucket;
      });
    });

const patterns = Object.values(defaultProfile.schedule.patterns).filter((days) => days.length > 0);
export const anyWeekdays = fc.constantFrom(...patterns).map((days) => [...days]);

export const anyProgress: fc.Arbitrary<ScheduleProgress> = fc
  .record({
    kind: fc.constantFrom('last' as const, 'cumulative' as const),
    event: fc.constantFrom('shipped' as const, 'received' as const),
    amountMilli: fc.integer({ min: 0, max: 10 ** 11 }),
    startsOn: optional(anyDay),
    on: anyDay,
    reference: optional(text(30)),
  })
  .map((progress) => (progress.kind === 'last' ? { ...progress, startsOn: undefined } : progress));

export const anyLineHead = fc
  .record({
    lineNumber: optional(text(20)),
    gtin: optional(anyGtin),
    buyerItemNumber: optional(text(48)),
    supplierItemNumber: optional(text(48)),
    poNumber: optional(text(22)),
    unit: anyUnit,
  })
  .filter((line) =>
    [line.gtin, line.buyerItemNumber, line.supplierItemNumber].some((id) => id !== undefined),
  );

export const anyScheduleHead = fc.record({
  purpose: fc.constantFrom('original' as const, 'replacement' as const),
  reference: text(30),
  releaseNumber: optional(text(30)),
  issuedOn: anyDay,
  horizon: fc
    .record({ first: fc.integer({ min: 10_957, max: 30_000 }), days: fc.integer({ min: 1, max: 800 }) })
    .map(({ first, days }) => ({
      startsOn: localDateOfDay(first),
      endsBefore: localDateOfDay(first + days),
    })),
  contractNumber: optional(text(30)),
  poNumber: optional(text(22)),
  buyer: optional(anyNamedParty),
  supplier: optional(anyNamedParty),
  shipTo: optional(anyNamedParty),
});
