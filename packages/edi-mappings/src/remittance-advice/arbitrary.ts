import type { RemittanceAdvice } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import { anyShipmentParty } from '../despatch-advice/arbitrary.ts';

/** For tests only; without the reason that EDIFACT has no code for, and parties with one number each. */
const anyPayer = anyShipmentParty.filter(({ gln, code }) => gln === undefined || code === undefined);
const amount = fc.integer({ min: -(10 ** 9), max: 10 ** 9 });
const anyItem = fc.record({
  kind: fc.constantFrom('invoice' as const, 'credit-note' as const, 'debit-note' as const),
  invoiceNumber: text(22),
  invoicedOn: optional(anyDay),
  poNumber: optional(text(22)),
  paidMinor: amount,
  invoicedMinor: optional(amount),
  discountMinor: optional(amount),
  deductions: fc.array(
    fc.record({
      reason: fc.constantFrom(
        'pricing' as const,
        'damaged' as const,
        'quality' as const,
        'short' as const,
        'other' as const,
      ),
      amountMinor: amount,
    }),
    { maxLength: 3 },
  ),
});

export const anyRemittanceAdvice: fc.Arbitrary<RemittanceAdvice> = fc
  .record({
    documentType: fc.constant('remittance-advice' as const),
    paymentNumber: text(30),
    paidOn: anyDay,
    method: fc.constantFrom('transfer' as const, 'wire' as const, 'check' as const),
    currency: fc.constantFrom('EUR', 'USD', 'MXN'),
    buyer: optional(anyPayer),
    supplier: optional(anyPayer),
    items: fc.array(anyItem, { minLength: 1, maxLength: 5 }),
  })
  .map((advice) => ({
    ...advice,
    totalMinor: advice.items.reduce((sum, { paidMinor }) => sum + paidMinor, 0),
  }));
