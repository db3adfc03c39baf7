import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { nad } from './words.ts';

const { amounts, dates, kinds, methods, orderReferences, parties, reasons, types } =
  defaultProfile.edifact.remittance;

export const edifactRemittanceAdvicePage: MessagePage = {
  set: 'REMADV',
  title: 'remittance advice',
  places: [
    ['BGM01-1', '', 'kind of advice; only the agreed ones are taken'],
    ['BGM02', 'paymentNumber', 'in D.01B the first component'],
    ['BGM03', '', '9 original is written; not needed when read'],
    ['DTM01-2', 'paidOn, items[].invoicedOn', 'by the agreed codes in DTM01-1; invoicedOn below a DOC'],
    ['PAI01-3', 'method', 'by the agreed codes'],
    ['NAD02-1', '….gln, ….code', 'a party with a GLN is named by it alone'],
    ...nad.filter(([place]) => !place.startsWith('RFF') && place !== 'NAD02-1'),
    ['CUX01-2', 'currency', 'where CUX01-1 is 2; where it is missing, the agreed one'],
    ['DOC01-1', 'items[].kind', 'by the agreed codes'],
    ['DOC02-1', 'items[].invoiceNumber', ''],
    [
      'MOA01-2',
      'totalMinor, items[].paidMinor, ….invoicedMinor, ….discountMinor, ….deductions[].amountMinor',
      'by the agreed codes in MOA01-1; the total, behind the UNS, is the sum of what is paid',
    ],
    ['RFF01-2', 'items[].poNumber', 'with the agreed qualifier'],
    ['AJT01', 'items[].deductions[].reason', 'by the agreed codes'],
  ],
  codesIntroduction: 'A reason without a code is not exchanged unless it is agreed.',
  codes: [
    ...codesOf('Methods of payment (PAI01-3)', methods),
    ...codesOf('Roles (NAD01)', parties),
    ...codesOf('What is paid (DOC01-1)', kinds),
    ...codesOf('Amounts (MOA01-1)', amounts),
    ...codesOf('Reasons of deductions (AJT01)', reasons),
    ...codesOf('Days (DTM01-1)', dates),
    ...codesOf('Other codes (BGM01-1, RFF01-1)', { advice: types, poNumber: orderReferences }),
  ],
};
