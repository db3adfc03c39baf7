import type { BilledShipment } from '@coplan/documents';
import fc from 'fast-check';
import { anyDay, anyUnit, optional, text } from '../arbitraries.ts';
import { anyShipmentParty, anySscc } from '../despatch-advice/arbitrary.ts';
import { anyInvoice } from '../invoice/arbitrary.ts';

/** For tests only. An order costs what an invoice of its lines would. */
const anyParty = anyShipmentParty.filter(({ gln, code }) => gln === undefined || code === undefined);
const anyOrder = fc
  .record({
    invoice: anyInvoice,
    poNumber: text(22),
    orderedOn: optional(anyDay),
    invoiceNumber: optional(text(22)),
    ssccs: fc.array(optional(anySscc), { maxLength: 2 }),
  })
  .map(({ invoice, ssccs, ...order }) => {
    const packed = Math.min(ssccs.length, invoice.lines.length);
    return {
      ...order,
      pallets: invoice.lines.slice(0, packed).map((line, index) => ({ sscc: ssccs[index], lines: [line] })),
      lines: invoice.lines.slice(packed),
      charges: invoice.charges,
      taxes: invoice.taxes,
      totalMinor: invoice.totalMinor,
    };
  });

export const anyBilledShipment: fc.Arbitrary<BilledShipment> = fc.record({
  documentType: fc.constant('billed-shipment' as const),
  purpose: fc.constantFrom('original', 'replacement', 'cancellation'),
  noticeNumber: text(30),
  writtenOn: anyDay,
  despatchedOn: optional(anyDay),
  deliverOn: optional(anyDay),
  billOfLading: optional(text(30)),
  carrierReference: optional(text(30)),
  shipped: fc.record({ amountMilli: fc.integer({ min: 1, max: 10 ** 9 }), unit: anyUnit }),
  currency: fc.constantFrom('EUR', 'USD'),
  buyer: optional(anyParty),
  supplier: optional(anyParty),
  shipFrom: optional(anyParty),
  shipTo: anyParty,
  orders: fc.uniqueArray(anyOrder, { minLength: 1, maxLength: 3, selector: ({ poNumber }) => poNumber }),
});
