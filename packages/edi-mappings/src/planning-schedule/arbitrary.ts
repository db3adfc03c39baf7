import { authorisedResources, type PlanningSchedule, scheduleAmounts } from '@coplan/documents';
import fc from 'fast-check';
import { defaultProfile } from '../agreement-profile.ts';
import { anyDay, anyLocation, optional, text } from '../arbitraries.ts';
import {
  anyBuckets,
  anyLineHead,
  anyProgress,
  anyScheduleHead,
  anyWeekdays,
} from '../schedules/arbitrary.ts';

const anyAuthorisation = fc.record({
  resource: fc.constantFrom(...authorisedResources),
  until: anyDay,
  amountMilli: optional(fc.nat(10 ** 9)),
  amountMaxMilli: optional(fc.nat(10 ** 9)),
  startsOn: optional(anyDay),
});

/** Amounts by place, or amounts spread over weekdays for one place: the set has no way to tell both. */
const anyLineBuckets = (amountMin: number) =>
  fc.oneof(
    anyBuckets(amountMin),
    fc
      .record({
        buckets: anyBuckets(amountMin),
        location: optional(anyLocation),
        weekdays: fc.array(optional(anyWeekdays), { minLength: 12, maxLength: 12 }),
      })
      .map(({ buckets, location, weekdays }) =>
        buckets.map((bucket, index) => ({ ...bucket, location, weekdays: weekdays[index] })),
      ),
  );

const { forecasts } = defaultProfile.schedule;

/** For tests only: any forecast that an 830 can carry with the default agreement. */
export const anyPlanningSchedule: fc.Arbitrary<PlanningSchedule> = fc
  .constantFrom(...scheduleAmounts)
  .chain((amounts) =>
    fc
      .record({
        head: anyScheduleHead,
        meaning: fc.constantFrom(...forecasts),
        lines: fc.array(
          fc.record({
            head: anyLineHead,
            description: optional(text(80)),
            buckets: anyLineBuckets(amounts === 'net-change' ? -(10 ** 11) : 0),
            progress: fc.array(anyProgress, { maxLength: 3 }),
            authorisations: fc.array(anyAuthorisation, { maxLength: 3 }),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      })
      .map(({ head, meaning: { kind, basis }, lines }) => ({
        documentType: 'planning-schedule' as const,
        kind,
        basis,
        amounts,
        ...head,
        lines: lines.map(({ head: line, ...rest }) => ({ ...line, ...rest })),
      })),
  );
