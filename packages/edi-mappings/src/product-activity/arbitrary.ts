import { type ActivityFact, activityMeasures, type ProductActivity } from '@coplan/documents';
import { localDateOfDay } from '@coplan/kernel';
import fc from 'fast-check';
import { anyDay, anyGtin, anyLocation, anyNamedParty, anyUnit, optional, text } from '../arbitraries.ts';
import { withOneId } from '../parties.ts';

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
    report: optional(fc.record({ reference: text(30), issuedOn: anyDay })),
    buyer: optional(anyNamedParty.map(withOneId)),
    supplier: optional(anyNamedParty.map(withOneId)),
    startsOn: anyDay,
    dayCount: fc.integer({ min: 1, max: 400 }),
    facts: fc.array(anyFact, { minLength: 1, maxLength: 30 }),
  })
  .map(({ startsOn, dayCount, ...rest }) => {
    const startDay = Math.round(Date.parse(startsOn) / 86_400_000);
    return { ...rest, period: { startsOn, endsBefore: localDateOfDay(startDay + dayCount) } };
  });
