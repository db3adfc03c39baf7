import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem, nad } from './words.ts';

const { edifact } = defaultProfile;

export const edifactOrdersPage: MessagePage = {
  set: 'ORDERS',
  title: 'purchase order, blanket order',
  places: [
    [
      'BGM01-1',
      '',
      'kind of order; only the agreed ones are taken. 221 is a blanket order, what is said of it here in brackets',
    ],
    ['BGM02', 'poNumber', 'in D.01B the first component'],
    ['BGM03', 'purpose', '9 original, 5 replacement, 1 cancellation, 6 confirmation, 7 duplicate'],
    ['DTM01-1', '', 'the agreed codes of the order day and the delivery day (the first and the last day)'],
    [
      'DTM01-2',
      'orderedOn, deliverOn, lines[].deliverOn (startsOn, endsOn)',
      'in front of the lines for all of them, inside a line for that one',
    ],
    ['DTM01-3', '', '102 is written; 203, 204 and 303 are read too, their time of day is left out'],
    ['RFF01-2', '(contractNumber)', 'where RFF01-1 has the agreed code'],
    ...nad,
    ['CUX01-2', 'currency', 'where CUX01-1 is 2; where it is missing, the agreed one'],
    ['LIN01', 'lines[].lineNumber', ''],
    ['LIN02', '', 'only 1, added'],
    ...edifactItem,
    ['IMD03-4', 'lines[].description', 'where IMD01 is F; up to two parts, split at blanks'],
    [
      'QTY01-2',
      'lines[].ordered.amountMilli (lines[].totalMilli)',
      'with the agreed qualifier; point or comma. Of a blanket order the total; 0: as much as is called off',
    ],
    ['QTY01-3', 'lines[].ordered.unit (lines[].unit)', 'where it is missing, the agreed one'],
    ['PRI01-2', 'lines[].unitPriceMicros', 'with the agreed qualifier; point or comma'],
    ['PRI01-5', '', 'only 1: the price is per ordered unit'],
    ['CNT01-2', '', 'where CNT01-1 is 2: number of lines; checked when read'],
  ],
  codes: [
    ...codesOf('Roles (NAD01)', edifact.parties),
    ...codesOf('Kinds of party ids (NAD02-3)', edifact.partyIds),
    ...codesOf('Item numbers (LIN03-2, PIA02-2)', edifact.itemIds),
    ...codesOf('Units (QTY01-3)', edifact.units),
    ...codesOf('Kinds of order (BGM01-1)', {
      order: edifact.order.types,
      blanket: edifact.blanket.types,
    }),
    ...codesOf('Days (DTM01-1)', { ...edifact.dates, ...edifact.blanket.dates }),
    ...codesOf('Numbers (RFF01-1)', { contract: edifact.blanket.contracts }),
    ...codesOf('Quantities and prices (QTY01-1, PRI01-1)', {
      ordered: edifact.order.quantities,
      price: edifact.prices,
    }),
  ],
};
