import type { ShippingSchedule } from '@coplan/documents';
import fc from 'fast-check';
import { optional } from '../arbitraries.ts';
import {
  anyBuckets,
  anyLineHead,
  anyProgress,
  anyScheduleHead,
  anyWeekdays,
} from '../schedules/arbitrary.ts';

/** For tests only: any releases that an 862 can carry with the default agreement. */
export const anyShippingSchedule: fc.Arbitrary<ShippingSchedule> = fc
  .record({
    head: anyScheduleHead,
    basis: fc.constantFrom('delivery' as const, 'shipment' as const),
    lines: fc.array(
      fc.record({
        head: anyLineHead,
        weekdays: optional(anyWeekdays),
        releases: anyBuckets(0),
        progress: fc.array(anyProgress, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ head, basis, lines }) => ({
    documentType: 'shipping-schedule' as const,
    basis,
    ...head,
    lines: lines.map(({ head: line, weekdays, releases, progress }) => ({
      ...line,
      releases: releases.map((release) => ({ ...release, weekdays })),
      progress,
    })),
  }));
