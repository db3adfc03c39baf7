import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
import { codesOf, type MessagePage } from './message-page.ts';
import { orderReferenceWords } from './ordchg.ts';

const { orderResponse, orderReference, dates } = defaultProfile.edifact;

export const edifactOrderResponsePage: MessagePage = {
  set: 'ORDRSP',
  title: 'order response',
  places: [
    ['BGM01-1', '', 'kind of message; only the agreed ones are taken'],
    ['BGM02', 'supplierReference', 'read where no RFF names it'],
    ['BGM03', 'outcome', 'by the agreed codes; with lines it holds for those without LIN02'],
    ['DTM01-2', 'confirmedOn', 'with the agreed code of the day of the document'],
    ...orderReferenceWords,
    ['RFF01-2', 'supplierReference, change.changeNumber', 'with the agreed codes'],
    ['DTM01-2', 'change.changedOn', 'below the RFF of the change'],
    ['LIN01', 'lines[].lineNumber', ''],
    ['LIN02', 'lines[].outcome', 'by the agreed meanings'],
    ['LIN03-1', 'lines[].gtin', 'a GTIN is kept with 14 digits'],
    ['QVR03-1', 'lines[].reason', 'by the agreed meanings'],
    ['QTY01-1', '', 'what comes, what comes later (a second answer to the line), what does not come'],
    ['QTY01-2', 'lines[].schedule[].quantity.amountMilli', 'none: accepted as it was asked for'],
    ['QTY01-3', 'lines[].schedule[].quantity.unit', 'where it is missing, the agreed one'],
    ['DTM01-2', 'lines[].schedule[].deliverOn, …shipOn', 'with the agreed codes'],
    ['SCC01', '', 'opens each of several dates; QTY and DTM are then below it'],
    ['PRI01-2', 'lines[].unitPriceMicros', 'with the agreed qualifier; point or comma'],
    ['CNT01-2', '', 'where CNT01-1 is 2: number of lines; checked when read'],
  ],
  codesIntroduction:
    'Item numbers, units and prices are those of ORDERS. What was to change (lines[].change) is not repeated in the answer.',
  codes: [
    ...codesOf('Kinds of message (BGM01-1)', { 'order response': orderResponse.types }),
    ...codesOf('Answer (BGM03)', orderResponse.functions),
    ...codesOf('References (RFF01-1)', {
      poNumber: orderReference.numbers,
      supplierReference: orderResponse.supplierReference,
      change: orderResponse.changeReference,
    }),
    ...codesOf('Days (DTM01-1)', {
      confirmedOn: dates.document,
      orderedOn: orderReference.days,
      ...orderResponse.dates,
    }),
    ...codesOf('Quantities (QTY01-1)', orderResponse.quantities),
    '### Meanings of a line (LIN02, QVR03-1)',
    table(
      ['LIN02', 'QVR03-1', 'outcome', 'reason'],
      orderResponse.meanings.map(({ action, why, outcome, reason }) => [
        action,
        why ?? '',
        outcome,
        reason ?? '',
      ]),
    ),
  ],
};
