import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { count, item } from './words.ts';

const { days, expectedDays, expiries, holders, measures } = defaultProfile.inventory;

export const inventoryReportPage: MessagePage = {
  set: '846',
  title: 'inventory report',
  places: [
    ['BIA01', '', '00: original'],
    ['BIA02', 'holder', 'by the agreed codes'],
    ['BIA03', 'reference', ''],
    ['BIA04', 'reportedOn', ''],
    [
      'N101',
      'buyer, supplier, facts[].location',
      'in front of the lines for all of them, inside a line for that one',
    ],
    ['N104', '….gln, ….code', ''],
    ...item(2, 'LIN'),
    ['REF02', 'facts[].lotNumber', 'where REF01 says so; else with its qualifier among the item numbers'],
    ['DTM02', 'facts[].on, ….expiresOn', 'by the agreed codes in DTM01'],
    ['SDQ03', 'facts[].location', 'one agreed measure by place, in pairs with the quantity behind it'],
    ['SDQ04', 'facts[].quantity.amountMilli', 'either here or in QTY, never in both'],
    ['QTY01', 'facts[].measure', 'by the agreed codes'],
    ['QTY02', 'facts[].quantity.amountMilli', ''],
    ['QTY03', 'facts[].quantity.unit', 'else UIT, else the agreed unit'],
    ['SCH01', 'facts[].expected[].quantity.amountMilli', ''],
    ['SCH02', 'facts[].expected[].quantity.unit', ''],
    ['SCH05', '', 'the agreed code of the day on which more will come'],
    ['SCH06', 'facts[].expected[].on', ''],
    count,
  ],
  codesIntroduction:
    'Roles, item numbers and units are those of the 850. A measure without a code is not exchanged unless it is agreed.',
  codes: [
    ...codesOf('Whose stock it is (BIA02)', holders),
    ...codesOf('Measures (QTY01)', measures),
    ...codesOf('Days (DTM01, SCH05)', { on: days, expiresOn: expiries, expected: expectedDays }),
  ],
};
