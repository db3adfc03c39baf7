import { type ActivityFact, activityMeasures, type ProductActivity } from '@coplan/documents';
import { localDateOfDay } from '@coplan/kernel';
import fc from 'fast-check';
import { anyDay, anyGtin, anyLocation, anyUnit, optional, text } from '../arbitraries.ts';

const anyFact: fc.Arbitrary<ActivityFact> = fc
  .record({
    gtin: optional(anyGtin),
    buyerItemNumber: optional(text(48)),
    location: anyLocation,
    measure: fc.constantFrom(...activityMeasures),
    quantity: fc.record({ amountMilli: fc.integer({ min: -(10 ** 11), max: 10 ** 11 }), unit: anyUnit }),
    on: optional(anyDay),
  })
  .filter(({ gtin, buyerItemNumber }) => gtin !== undefined || buyerItemNumber !== undefined);

export const anyProductActivity: fc.Arbitrary<ProductActivity> = fc
  .record({
    documentType: fc.constant('product-activity' as const),
    startsOn: anyDay,
    dayCount: fc.integer({ min: 1, max: 400 }),
    facts: fc.array(anyFact, { minLength: 1, maxLength: 30 }),
  })
  .map(({ documentType, startsOn, dayCount, facts }) => {
    const startDay = Math.round(Date.parse(startsOn) / 86_400_000);
    return { documentType, period: { startsOn, endsBefore: localDateOfDay(startDay + dayCount) }, facts };
  });
