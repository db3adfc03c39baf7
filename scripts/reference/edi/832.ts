import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { count, item } from './words.ts';

const { types, purposes, issued, starts, ends, statuses, prices } = defaultProfile.catalogue;

export const priceCataloguePage: MessagePage = {
  set: '832',
  title: 'price catalogue',
  places: [
    ['BCT01', '', 'only the agreed codes'],
    ['BCT02', 'catalogueNumber', ''],
    ['BCT10', 'purpose', 'by the agreed codes; where it is missing, the agreed purpose'],
    ['DTM02', 'issuedOn, startsOn, endsBefore', 'by the agreed codes in DTM01; the wire names the last day'],
    ['CUR02', 'currency', 'where it is missing, the agreed one'],
    ['N101', 'buyer, supplier', 'role, by the agreed codes'],
    ['N102', '….name', ''],
    ['N104', '….gln, ….code', ''],
    ['LIN01', 'items[].lineNumber', ''],
    ...item(2, 'LIN'),
    ['G5301', 'items[].status', 'by the agreed codes'],
    ['PID05', 'items[].description', 'where PID01 is F'],
    ['PO401', 'items[].packCount', ''],
    ['CTP01', '', 'only the agreed classes of trade'],
    ['CTP02', 'items[].prices[].kind', 'by the agreed codes'],
    ['CTP03', 'items[].prices[].unitPriceMicros', ''],
    ['CTP04', '', 'only 1: the price is per unit'],
    ['CTP05', 'items[].prices[].unit', 'where it is missing, the agreed one'],
    ['DTM02', 'items[].prices[].startsOn, ….endsBefore', 'below CTP, else below LIN'],
    count,
  ],
  codesIntroduction:
    'Roles, item numbers and units are those of the 850. Allowances and charges (SAC) and multipliers are refused, because they change what a price means.',
  codes: [
    ...codesOf('Kind of catalogue (BCT01)', { prices: types }),
    ...codesOf('Purpose (BCT10)', purposes),
    ...codesOf('Days (DTM01)', { issuedOn: issued, startsOn: starts, endsBefore: ends }),
    ...codesOf('Status (G5301)', statuses),
    ...codesOf('Prices (CTP02)', prices),
  ],
};
