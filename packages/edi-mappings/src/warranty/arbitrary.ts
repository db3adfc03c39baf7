import type { ClaimResponse, ProductRegistration, ServiceClaim } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, anyGtin, anyUnit, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';

/** For tests only. */
const purpose = fc.constantFrom('original' as const, 'replacement' as const, 'cancellation' as const);
const currency = fc.constantFrom('EUR', 'USD');
const anyAmount = fc.integer({ min: 0, max: 10 ** 8 });
const anyCode = fc.stringMatching(/^[A-Z0-9]{3}$/);
const anyQuantity = fc.record({ amountMilli: fc.integer({ min: 1, max: 10 ** 9 }), unit: anyUnit });
const item = {
  gtin: optional(anyGtin),
  buyerItemNumber: optional(text(35)),
  supplierItemNumber: optional(text(35)),
  serialNumber: optional(text(48)),
};
const named = <Item extends { gtin?: unknown; buyerItemNumber?: unknown; supplierItemNumber?: unknown }>(
  arbitrary: fc.Arbitrary<Item>,
) => arbitrary.filter((one) => (one.gtin ?? one.buyerItemNumber ?? one.supplierItemNumber) !== undefined);

const anyRegisteredItem = named(
  fc.record({
    ...item,
    description: optional(text(80)),
    quantity: optional(anyQuantity),
    boughtOn: optional(anyDay),
    deliveredOn: optional(anyDay),
    warrantyFrom: optional(anyDay),
    warrantyUntil: optional(anyDay),
    invoiceNumber: optional(text(22)),
    contract: optional(
      fc.record({ statusCode: text(2, 2), serviceCode: text(4, 2), contractNumber: optional(text(30)) }),
    ),
  }),
).filter(
  ({ warrantyFrom, warrantyUntil }) =>
    warrantyFrom === undefined || warrantyUntil === undefined || warrantyFrom <= warrantyUntil,
);

export const anyProductRegistration: fc.Arbitrary<ProductRegistration> = fc.record({
  documentType: fc.constant('product-registration' as const),
  purpose,
  registrationNumber: text(30),
  writtenOn: anyDay,
  seller: anyShipmentParty,
  manufacturer: optional(anyShipmentParty),
  owners: fc.array(
    fc.record({
      owner: anyShipmentParty,
      items: fc.array(anyRegisteredItem, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const anyPart = named(
  fc.record({ ...item, quantity: anyQuantity, unitPriceMicros: fc.integer({ min: 0, max: 10 ** 9 }) }),
);
const anyRepair = fc
  .record({
    actionCode: optional(text(4)),
    text: optional(text(80)),
    repairedOn: optional(anyDay),
    parts: fc.array(anyPart, { maxLength: 2 }),
  })
  .filter(({ actionCode, text: words, parts }) => (actionCode ?? words) !== undefined || parts.length > 0);
const anyClaim = fc.record({
  claimNumber: text(30),
  authorisationNumber: optional(text(30)),
  item: named(
    fc.record({
      ...item,
      description: optional(text(80)),
      quantity: optional(anyQuantity),
      boughtOn: optional(anyDay),
      failedOn: optional(anyDay),
    }),
  ),
  complaints: fc.array(
    fc
      .record({ code: optional(anyCode), text: optional(text(80)) })
      .filter(({ code, text: words }) => (code ?? words) !== undefined),
    { minLength: 1, maxLength: 2 },
  ),
  repairs: fc.array(anyRepair, { minLength: 1, maxLength: 2 }),
  amountMinor: anyAmount,
});

export const anyServiceClaim: fc.Arbitrary<ServiceClaim> = fc
  .record({
    documentType: fc.constant('service-claim' as const),
    purpose,
    batchNumber: text(30),
    writtenOn: anyDay,
    claimant: anyShipmentParty,
    manufacturer: optional(anyShipmentParty),
    currency,
    claims: fc.array(anyClaim, { minLength: 1, maxLength: 3 }),
  })
  .map((one) => ({
    ...one,
    totalMinor: one.claims.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }));

export const anyClaimResponse: fc.Arbitrary<ClaimResponse> = fc.record({
  documentType: fc.constant('claim-response' as const),
  purpose,
  responseNumber: text(30),
  writtenOn: anyDay,
  batchNumber: optional(text(30)),
  manufacturer: anyShipmentParty,
  claimant: optional(anyShipmentParty),
  currency,
  answers: fc.array(
    fc.record({
      claimNumber: text(30),
      status: fc.constantFrom('accepted', 'denied', 'pending', 'received'),
      reasonCode: optional(anyCode),
      dispositionCode: optional(anyCode),
      amountMinor: optional(anyAmount),
      notes: fc.array(text(264), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  totalMinor: anyAmount,
});
