import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { count, item } from './words.ts';

const { exemptions, invoicee, kinds, reasons, shipmentReferences, taxes, terms } = defaultProfile.invoice;

export const invoicePage: MessagePage = {
  set: '810',
  title: 'invoice',
  places: [
    ['BIG01', 'invoicedOn', ''],
    ['BIG02', 'invoiceNumber', ''],
    ['BIG03', 'orderedOn', ''],
    ['BIG04', 'poNumber', ''],
    ['BIG07', 'kind', 'by the agreed codes; an invoice where it is missing'],
    ['CUR02', 'currency', 'where it is missing, the agreed one'],
    ['REF02', 'shipmentNumber', 'where REF01 is the agreed code'],
    ['N101', 'buyer, supplier, invoicee, shipTo', 'role, by the agreed codes'],
    ['N102', '….name', ''],
    ['N104', '….gln, ….code', ''],
    ['ITD01', '', 'kind of terms; only the agreed ones are taken'],
    ['ITD02', '', 'first day of the terms: the day of the invoice'],
    ['ITD03', 'terms.discount.rateMicros', 'percent'],
    ['ITD05', 'terms.discount.days', ''],
    ['ITD07', 'terms.netDays', ''],
    ['IT101', 'lines[].lineNumber', ''],
    ['IT102', 'lines[].invoiced.amountMilli', ''],
    ['IT103', 'lines[].invoiced.unit', ''],
    ['IT104', 'lines[].unitPriceMicros', ''],
    ['IT105', '', 'only what leaves the price per invoiced unit'],
    ...item(6, 'IT1'),
    ['PID05', 'lines[].description', 'where PID01 is F'],
    ['SAC01', '….charges[].kind', 'A allowance, C charge; N, without an amount, is left out'],
    ['SAC02', '….charges[].reason', 'by the agreed codes; below an IT1 for the line, behind the TDS for all'],
    ['SAC05', '….charges[].amountMinor', 'two implied decimals'],
    ['SAC07', '….charges[].rateMicros', 'percent'],
    ['SAC15', '….charges[].description', ''],
    [
      'TDS01',
      'totalMinor',
      'two implied decimals; the sign in a credit note is agreed, positive in the document',
    ],
    ['TXI01', 'taxes[].kind', 'by the agreed codes; behind the TDS'],
    ['TXI02', 'taxes[].amountMinor', ''],
    ['TXI03', 'taxes[].rateMicros', 'percent; zero is the category zero'],
    ['TXI06', 'taxes[].category', 'exempt by the agreed codes'],
    ['TXI08', 'taxes[].baseMinor', ''],
    count,
  ],
  codesIntroduction: 'Roles, item numbers and units are those of the 850.',
  codes: [
    ...codesOf('Kinds of invoice (BIG07)', kinds),
    ...codesOf('Reasons of allowances and charges (SAC02)', reasons),
    ...codesOf('Kinds of tax (TXI01)', taxes),
    ...codesOf('Payment terms (ITD01, ITD02)', terms),
    ...codesOf('Other codes (N101, REF01, TXI06)', {
      invoicee,
      shipmentNumber: shipmentReferences,
      exempt: exemptions,
    }),
  ],
};
