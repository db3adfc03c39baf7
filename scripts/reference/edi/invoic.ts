import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem, nad } from './words.ts';

const { amounts, invoicee, kinds, orderDates, quantities, reasons, references, taxCategories, taxes, terms } =
  defaultProfile.edifact.invoice;

export const edifactInvoicePage: MessagePage = {
  set: 'INVOIC',
  title: 'invoice',
  places: [
    ['BGM01-1', 'kind', 'by the agreed codes'],
    ['BGM02', 'invoiceNumber', 'in D.01B the first component'],
    ['BGM03', '', '9 original is written; not needed when read'],
    ['DTM01-2', 'invoicedOn, orderedOn', 'orderedOn below the RFF of the order'],
    ['RFF01-2', 'poNumber, shipmentNumber', 'by the agreed codes in RFF01-1'],
    ...nad,
    ['CUX01-2', 'currency', 'where CUX01-1 is 2; where it is missing, the agreed one'],
    ['PAT01', '', 'terms with a discount, or without'],
    ['PAT03-1', '', 'first day of the terms: the day of the invoice'],
    ['PAT03-4', 'terms.netDays, terms.discount.days', 'days after it'],
    ['PCD01-2', 'terms.discount.rateMicros, ….charges[].rateMicros', 'percent'],
    ['ALC01', '….charges[].kind', 'A allowance, C charge'],
    [
      'ALC05-1',
      '….charges[].reason',
      'by the agreed codes; in front of the lines for all, below a LIN for the line',
    ],
    ['ALC05-4', '….charges[].description', ''],
    ['LIN01', 'lines[].lineNumber', ''],
    ...edifactItem,
    ['IMD03-4', 'lines[].description', 'where IMD01 is F; up to two parts, split at blanks'],
    ['QTY01-2', 'lines[].invoiced.amountMilli', 'with the agreed qualifier'],
    ['QTY01-3', 'lines[].invoiced.unit', 'where it is missing, the agreed one'],
    ['PRI01-2', 'lines[].unitPriceMicros', 'with the agreed qualifier; per invoiced unit'],
    [
      'MOA01-1',
      '',
      'by the agreed codes; those of lines, tax and taxed amount are written from the document',
    ],
    [
      'MOA01-2',
      'totalMinor, ….charges[].amountMinor, taxes[].amountMinor, taxes[].baseMinor',
      'at most two decimals',
    ],
    ['TAX02-1', 'taxes[].kind', 'behind the UNS, where an amount of tax follows'],
    ['TAX05-4', 'taxes[].rateMicros', 'percent'],
    ['TAX06', 'taxes[].category', 'by the agreed codes'],
    ['CNT01-2', '', 'where CNT01-1 is 2: number of lines; checked when read'],
  ],
  codesIntroduction: 'Roles, item numbers, units and prices are those of the ORDERS.',
  codes: [
    ...codesOf('Kinds of invoice (BGM01-1)', kinds),
    ...codesOf('References (RFF01-1)', references),
    ...codesOf('Amounts (MOA01-1)', amounts),
    ...codesOf('Reasons of allowances and charges (ALC05-1)', reasons),
    ...codesOf('Kinds of tax (TAX02-1)', taxes),
    ...codesOf('Categories of tax (TAX06)', taxCategories),
    ...codesOf('Payment terms (PAT01, PAT03-1)', terms),
    ...codesOf('Other codes (NAD01, QTY01-1, DTM01-1)', {
      invoicee,
      invoiced: quantities,
      orderedOn: orderDates,
    }),
  ],
};
