import { type ReceivingAdvice, type ReceivingCondition, receivingConditions } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, anyGtin, anyUnit, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';

/** For tests only; RCD has room for nine digits. */
const amount = (min: number) =>
  fc.record({ amountMilli: fc.integer({ min, max: 10 ** 9 - 1 }), unit: anyUnit });
const item = {
  gtin: optional(anyGtin),
  buyerItemNumber: optional(text(35)),
  supplierItemNumber: optional(text(35)),
  received: amount(0),
  despatched: optional(amount(1)),
};
const order = fc.oneof(fc.constant({}), fc.record({ poNumber: text(22), lineNumber: optional(text(6)) }));

const adviceWith = (conditions: readonly ReceivingCondition[]): fc.Arbitrary<ReceivingAdvice> =>
  fc.record({
    documentType: fc.constant('receiving-advice' as const),
    purpose: fc.constantFrom('original', 'replacement', 'cancellation'),
    receiptNumber: text(30),
    writtenOn: anyDay,
    receivedOn: anyDay,
    shipmentNumber: optional(text(30)),
    buyer: optional(anyShipmentParty),
    supplier: optional(anyShipmentParty),
    shipTo: anyShipmentParty,
    lines: fc.array(
      fc
        .tuple(
          order,
          fc.record({
            ...item,
            deviations: fc.array(
              fc.record({ condition: fc.constantFrom(...conditions), quantity: amount(1) }),
              { maxLength: 5 },
            ),
          }),
        )
        .map(([reference, line]) => ({ ...reference, ...line }))
        .filter((line) => (line.gtin ?? line.buyerItemNumber ?? line.supplierItemNumber) !== undefined),
      { minLength: 1, maxLength: 5 },
    ),
  });

export const anyReceivingAdvice = adviceWith(receivingConditions);
/** With the conditions that a RECADV has codes for. */
export const anyEdifactReceivingAdvice = adviceWith(['damaged', 'short', 'over', 'rejected']);
