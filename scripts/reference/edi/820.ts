import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';

const { handlings, invoiceDates, kinds, methods, orderReferences, parties, reasons } =
  defaultProfile.remittance;

export const remittanceAdvicePage: MessagePage = {
  set: '820',
  title: 'remittance advice',
  places: [
    ['BPR01', '', 'handling; only the agreed ones are taken'],
    ['BPR02', 'totalMinor', 'the sum of what is paid of each invoice'],
    ['BPR03', '', 'only C: the money goes to the receiver'],
    ['BPR04', 'method', 'by the agreed codes'],
    ['BPR16', 'paidOn', ''],
    ['TRN02', 'paymentNumber', ''],
    ['CUR02', 'currency', 'where it is missing, the agreed one'],
    ['N101', 'buyer, supplier', 'role, by the agreed codes'],
    ['N102', '….name', ''],
    ['N104', '….gln, ….code', ''],
    ['RMR01', 'items[].kind', 'by the agreed codes'],
    ['RMR02', 'items[].invoiceNumber', ''],
    ['RMR04', 'items[].paidMinor', 'negative where a credit note is settled'],
    ['RMR05', 'items[].invoicedMinor', ''],
    ['RMR06', 'items[].discountMinor', ''],
    ['REF02', 'items[].poNumber', 'where REF01 is the agreed code'],
    ['DTM02', 'items[].invoicedOn', 'where DTM01 is the agreed code'],
    ['ADX01', 'items[].deductions[].amountMinor', ''],
    ['ADX02', 'items[].deductions[].reason', 'by the agreed codes'],
  ],
  codes: [
    ...codesOf('Methods of payment (BPR04)', methods),
    ...codesOf('Roles (N101)', parties),
    ...codesOf('What is paid (RMR01)', kinds),
    ...codesOf('Reasons of deductions (ADX02)', reasons),
    ...codesOf('Other codes (BPR01, REF01, DTM01)', {
      handling: handlings,
      poNumber: orderReferences,
      invoicedOn: invoiceDates,
    }),
  ],
};
