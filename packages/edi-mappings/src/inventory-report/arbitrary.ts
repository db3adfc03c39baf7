import { type InventoryReport, inventoryMeasures } from '@coplan/documents';
import fc from 'fast-check';
import { defaultProfile } from '../agreement-profile.ts';
import { anyDay, anyGtin, anyLocation, anyNamedParty, anyUnit, optional, text } from '../arbitraries.ts';

const anyAmount = fc.record({ amountMilli: fc.integer({ min: -(10 ** 9), max: 10 ** 11 }), unit: anyUnit });
const agreed = inventoryMeasures.filter((measure) => defaultProfile.inventory.measures[measure].length > 0);

const anyItem = fc
  .record({
    gtin: optional(anyGtin),
    buyerItemNumber: optional(text(48)),
    supplierItemNumber: optional(text(48)),
    location: optional(anyLocation),
    lotNumber: optional(text(48)),
  })
  .filter((item) =>
    [item.gtin, item.buyerItemNumber, item.supplierItemNumber].some((id) => id !== undefined),
  );

const anyNumber = fc.record({
  measure: fc.constantFrom(...agreed),
  quantity: anyAmount,
  on: optional(anyDay),
  expiresOn: optional(anyDay),
  expected: fc.array(fc.record({ quantity: anyAmount, on: anyDay }), { maxLength: 3 }),
});

/** For tests only: any report that an 846 can carry with the default agreement. */
export const anyInventoryReport: fc.Arbitrary<InventoryReport> = fc.record({
  documentType: fc.constant('inventory-report' as const),
  holder: fc.constantFrom('distributor' as const, 'manufacturer' as const, 'seller' as const),
  reference: text(30),
  reportedOn: anyDay,
  buyer: optional(anyNamedParty),
  supplier: optional(anyNamedParty),
  facts: fc
    .array(fc.record({ item: anyItem, numbers: fc.array(anyNumber, { minLength: 1, maxLength: 4 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((items) => items.flatMap(({ item, numbers }) => numbers.map((number) => ({ ...item, ...number })))),
});
