import {
  type FreightInvoice,
  freightChargeKinds,
  freightInvoiceKinds,
  freightPayments,
  freightRateBases,
} from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, optional, text } from '../arbitraries.ts';
import { anyCarrierCode, anyTransportReference, anyWeight } from '../transport/arbitrary.ts';
import { anyOneIdParty } from '../warehouse/arbitrary.ts';
import { defaultFreightProfile } from './freight-profile.ts';

const exchanged = freightChargeKinds.filter((kind) => defaultFreightProfile.charges[kind].length > 0);
const anyHundredths = fc.integer({ min: -(10 ** 11), max: 10 ** 11 });
const anyPieces = fc.integer({ min: 1, max: 9_999_999 });
const anyCharge = fc.record({
  kind: fc.constantFrom(...exchanged),
  rate: optional(
    fc.record({
      amountMicros: fc.nat(10 ** 9 - 1),
      basis: fc.constantFrom(...freightRateBases),
    }),
  ),
  amountHundredths: anyHundredths,
  description: optional(text(25, 2)),
});
const anyLine = fc
  .record({
    description: optional(text(50)),
    weight: optional(anyWeight),
    pieces: optional(anyPieces),
    charges: fc.array(anyCharge, { maxLength: 3 }),
  })
  .filter(
    ({ description, weight, pieces, charges }) =>
      charges.length > 0 || (description ?? weight ?? pieces) !== undefined,
  );

/** For tests only. */
export const anyFreightInvoice: fc.Arbitrary<FreightInvoice> = fc.record({
  documentType: fc.constant('freight-invoice' as const),
  kind: fc.constantFrom(...freightInvoiceKinds),
  invoiceNumber: text(22),
  shipmentNumber: optional(text(30)),
  invoicedOn: anyDay,
  pickedUpOn: optional(anyDay),
  deliveredOn: optional(anyDay),
  carrierCode: anyCarrierCode,
  payment: fc.constantFrom(...freightPayments),
  currency: fc.constantFrom('USD', 'CAD', 'EUR'),
  shipper: optional(anyOneIdParty),
  consignee: optional(anyOneIdParty),
  billTo: optional(anyOneIdParty),
  references: fc.array(anyTransportReference, { maxLength: 4 }),
  notes: fc.array(text(30), { maxLength: 5 }),
  lines: fc.array(anyLine, { minLength: 1, maxLength: 4 }),
  weight: optional(anyWeight),
  pieces: optional(anyPieces),
  totalHundredths: anyHundredths,
});
