import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
import { codesOf, type MessagePage } from './message-page.ts';
import { count, item } from './words.ts';

const { promisedDelivery, promisedShipping } = defaultProfile.dates;

export const orderConfirmationPage: MessagePage = {
  set: '855',
  title: 'order confirmation',
  places: [
    ['BAK01', '', '00 or 06'],
    ['BAK02', 'outcome', 'speaks for itself only without lines: AK, AT, AD accept, RJ, RD reject'],
    ['BAK03', 'poNumber', ''],
    ['BAK04', 'orderedOn', ''],
    ['BAK08', 'supplierReference', ''],
    ['BAK09', 'confirmedOn', 'where it is missing, the day of the group'],
    ['PO101', 'lines[].lineNumber', ''],
    ['PO104', 'lines[].unitPriceMicros', ''],
    ...item(6, 'PO1'),
    ['ACK01', 'lines[].outcome, lines[].reason', 'by the agreed codes'],
    [
      'ACK02',
      'lines[].schedule[].quantity.amountMilli',
      'a split line has several ACK; where it is missing for an accepted line, PO102',
    ],
    ['ACK03', 'lines[].schedule[].quantity.unit', ''],
    ['ACK04', '', 'whether the day is of delivery or of shipping'],
    ['ACK05', 'lines[].schedule[].deliverOn, …shipOn', ''],
    count,
  ],
  codesIntroduction: 'Roles, item numbers and units are those of the 850.',
  codes: [
    '### Status of a line (ACK01)',
    table(
      ['code', 'outcome', 'reason'],
      Object.entries(defaultProfile.lineStatuses).map(([status, { outcome, reason }]) => [
        status,
        outcome,
        reason ?? '',
      ]),
    ),
    ...codesOf('Days (ACK04)', { promisedDelivery, promisedShipping }),
  ],
};
