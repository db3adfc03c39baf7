import type { PlanningSchedule } from '@coplan/documents';
import fc from 'fast-check';
import { anyLocation, optional, text } from '../arbitraries.ts';
import { anyPeriod } from '../schedules/arbitrary.ts';
import {
  anyAuthorisations,
  anyEdifactBuckets,
  anyEdifactHead,
  anyEdifactItem,
  anyEdifactLineHead,
  anyEdifactProgress,
} from '../schedules/edifact-arbitrary.ts';

const anyLineOf = (
  places: fc.Arbitrary<PlanningSchedule['lines'][number]['buckets'][number]['location'][]>,
) =>
  fc
    .record({
      head: anyEdifactLineHead,
      description: optional(text(35)),
      buckets: anyEdifactBuckets,
      progress: anyEdifactProgress,
      authorisations: anyAuthorisations,
      places,
    })
    .map(({ head, buckets, places: given, ...line }) => ({
      ...head,
      ...line,
      buckets: buckets.map((bucket, index) => ({ ...bucket, location: given[index] })),
    }));

const forecastOf = (line: ReturnType<typeof anyLineOf>): fc.Arbitrary<PlanningSchedule> =>
  fc
    .record({
      head: anyEdifactHead,
      basis: fc.constantFrom('delivery' as const, 'shipment' as const),
      amounts: fc.constantFrom('discrete' as const, 'cumulative' as const),
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
    })
    .map(({ head, ...rest }) => ({
      documentType: 'planning-schedule' as const,
      kind: 'order' as const,
      ...head,
      ...rest,
    }));

/** For tests only: amounts without a place first, then those of some places. */
export const anyDelforByItem = forecastOf(
  anyLineOf(
    fc
      .record({ anywhere: fc.nat(8), places: fc.array(anyLocation, { minLength: 8, maxLength: 8 }) })
      .map(({ anywhere, places }) => places.map((place, index) => (index < anywhere ? undefined : place))),
  ),
);

/** For tests only: one place for each line. */
export const anyDelforByPlace = forecastOf(
  anyLineOf(anyLocation.map((place) => Array.from({ length: 8 }, () => place))),
);

/** For tests only: some items at some places in some periods. */
export const anySlsfct: fc.Arbitrary<PlanningSchedule> = fc
  .record({
    head: anyEdifactHead,
    slots: fc.uniqueArray(fc.record({ location: anyLocation, period: anyPeriod }), {
      minLength: 1,
      maxLength: 5,
      selector: (slot) => JSON.stringify(slot),
    }),
    lines: fc.uniqueArray(
      fc.record({
        item: anyEdifactItem,
        description: optional(text(35)),
        unit: fc.constantFrom('EA' as const, 'CS' as const),
        amounts: fc.array(optional(fc.nat(10 ** 9)), { minLength: 5, maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 4, selector: ({ item, unit }) => JSON.stringify([item, unit]) },
    ),
  })
  .map(({ head, slots, lines }) => ({
    documentType: 'planning-schedule' as const,
    kind: 'sales' as const,
    basis: 'consumption' as const,
    amounts: 'discrete' as const,
    ...head,
    lines: lines.map(({ item, description, unit, amounts }, index) => ({
      lineNumber: undefined,
      ...item,
      description,
      poNumber: undefined,
      unit,
      // The first slot has every item and the first item every slot, so that their order is that of the message.
      buckets: slots.flatMap(({ location, period }, slot) => {
        const amountMilli = slot === 0 || index === 0 ? slot + index : amounts[slot];
        if (amountMilli === undefined) return [];
        const rest = { time: undefined, reference: undefined, weekdays: undefined };
        return [{ ...period, amountMilli, certainty: 'planned' as const, location, ...rest }];
      }),
      progress: [],
      authorisations: [],
    })),
  }));
