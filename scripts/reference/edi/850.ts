import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { count, item, party } from './words.ts';

export const purchaseOrderPage: MessagePage = {
  set: '850',
  title: 'purchase order, blanket order',
  places: [
    ['BEG01', 'purpose', '00 original, 05 replacement, 01 cancellation, 06 confirmation, 07 duplicate'],
    [
      'BEG02',
      '',
      'kind of order; only the agreed ones are taken. BK is a blanket order, what is said of it here in brackets',
    ],
    ['BEG03', 'poNumber', ''],
    ['BEG05', 'orderedOn', ''],
    ['BEG06', '(contractNumber)', ''],
    ['CUR02', 'currency', 'where it is missing, the agreed one'],
    ['DTM01', '', 'the agreed code of the delivery day (of the first and the last day)'],
    [
      'DTM02',
      'deliverOn, lines[].deliverOn (startsOn, endsOn)',
      'in front of the lines for all of them, inside a line for that one',
    ],
    ...party,
    ['PO101', 'lines[].lineNumber', ''],
    [
      'PO102',
      'lines[].ordered.amountMilli (lines[].totalMilli)',
      'the total of a blanket order; 0 says that as much comes as is called off',
    ],
    ['PO103', 'lines[].ordered.unit (lines[].unit)', ''],
    ['PO104', 'lines[].unitPriceMicros', ''],
    ['PO105', '', 'only bases that leave the price per ordered unit: UM, QT, TE, CP, and PE with eaches'],
    ...item(6, 'PO1'),
    ['PID05', 'lines[].description', 'where PID01 is F'],
    count,
  ],
  codes: [
    ...codesOf('Roles (N101)', defaultProfile.parties),
    ...codesOf('Kinds of party ids (N103)', defaultProfile.partyIds),
    ...codesOf('Item numbers (PO106)', defaultProfile.itemIds),
    ...codesOf('Units (PO103)', defaultProfile.units),
    ...codesOf('Kinds of order (BEG02)', {
      order: defaultProfile.orderTypes,
      blanket: defaultProfile.blanket.types,
    }),
    ...codesOf('Days (DTM01)', {
      deliver: defaultProfile.dates.deliver,
      ...defaultProfile.blanket.dates,
    }),
  ],
};
