import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem, nad } from './words.ts';

const { conditions, quantities, receivedDates, references, types } = defaultProfile.edifact.receiving;

export const edifactReceivingAdvicePage: MessagePage = {
  set: 'RECADV',
  title: 'receiving advice',
  places: [
    ['BGM01-1', '', 'kind of advice; only the agreed ones are taken'],
    ['BGM02', 'receiptNumber', 'in D.01B the first component'],
    ['BGM03', 'purpose', '9 original, 5 replacement, 1 cancellation'],
    ['DTM01-2', 'writtenOn, receivedOn', 'by the agreed codes in DTM01-1'],
    [
      'RFF01-2',
      'shipmentNumber, lines[].poNumber',
      'the order at the line, else in front of the levels for all lines',
    ],
    ['RFF01-3', 'lines[].lineNumber', 'the line of the order'],
    ...nad,
    ['CPS01', '', '1 is written; lines of every level are read'],
    ['LIN01', '', 'running number'],
    ...edifactItem,
    [
      'QTY01-1',
      'lines[].deviations[].condition',
      'by the agreed codes; a kind that is not agreed is refused',
    ],
    [
      'QTY01-2',
      'lines[].received.amountMilli, ….despatched.amountMilli, ….deviations[].quantity.amountMilli',
      'point or comma',
    ],
    ['QTY01-3', '….unit', 'where it is missing, the agreed one'],
    ['CNT01-2', '', 'where CNT01-1 is 2: number of lines; checked when read'],
  ],
  codesIntroduction:
    'Roles, item numbers and units are those of the ORDERS. A condition without a code is not exchanged unless it is agreed.',
  codes: [
    ...codesOf('Conditions (QTY01-1)', conditions),
    ...codesOf('Quantities (QTY01-1)', quantities),
    ...codesOf('References (RFF01-1)', references),
    ...codesOf('Other codes (BGM01-1, DTM01-1)', { advice: types, receivedOn: receivedDates }),
  ],
};
