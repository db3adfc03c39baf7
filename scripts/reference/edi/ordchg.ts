import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem, nad, type PlaceWords } from './words.ts';

const { orderChange, orderReference, dates, order } = defaultProfile.edifact;

/** RFF and DTM of the order that a message is about. */
export const orderReferenceWords: PlaceWords[] = [
  ['RFF01-1', '', 'the agreed code of the order number'],
  ['RFF01-2', 'poNumber', 'in front of the parties'],
  ['DTM01-2', 'orderedOn', 'below that RFF, with the agreed code of the order day'],
];

export const edifactOrderChangePage: MessagePage = {
  set: 'ORDCHG',
  title: 'purchase order change',
  places: [
    ['BGM01-1', '', 'kind of message; only the agreed ones are taken'],
    ['BGM02', 'changeNumber', 'in D.01B the first component'],
    ['BGM03', 'purpose', 'by the agreed codes'],
    ['DTM01-1', '', 'the agreed codes of the days'],
    ['DTM01-2', 'changedOn, deliverOn, lines[].deliverOn', 'inside a line for that one'],
    ...orderReferenceWords,
    ...nad,
    ['CUX01-2', 'currency', 'where CUX01-1 is 2'],
    ['LIN01', 'lines[].lineNumber', ''],
    ['LIN02', 'lines[].change', 'any change is one code: the values say which'],
    ...edifactItem,
    ['IMD03-4', 'lines[].description', 'where IMD01 is F; up to two parts, split at blanks'],
    ['QTY01-1', '', 'the agreed codes of the two quantities'],
    ['QTY01-2', 'lines[].ordered.amountMilli, lines[].leftToReceiveMilli', 'both in one unit'],
    ['QTY01-3', 'lines[].ordered.unit', 'where it is missing, the agreed one'],
    ['PRI01-2', 'lines[].unitPriceMicros', 'with the agreed qualifier; point or comma'],
    ['CNT01-2', '', 'where CNT01-1 is 2: number of lines; checked when read'],
  ],
  codesIntroduction: 'Roles, item numbers, units and prices are those of ORDERS.',
  codes: [
    ...codesOf('Kinds of message (BGM01-1)', { 'order change': orderChange.types }),
    ...codesOf('Purpose (BGM03)', orderChange.purposes),
    ...codesOf('Order number and its day (RFF01-1, DTM01-1)', {
      poNumber: orderReference.numbers,
      orderedOn: orderReference.days,
    }),
    ...codesOf('Other days (DTM01-1)', { changedOn: dates.document, deliverOn: dates.deliver }),
    ...codesOf('Change of a line (LIN02)', orderChange.changes),
    ...codesOf('Quantities (QTY01-1)', {
      ordered: order.quantities,
      leftToReceive: orderChange.leftToReceive,
    }),
  ],
};
