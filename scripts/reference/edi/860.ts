import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { count, item, type PlaceWords, party } from './words.ts';

const { orderChange, dates } = defaultProfile;

const changeLine: PlaceWords[] = [
  ['POC01', 'lines[].lineNumber', ''],
  ['POC02', 'lines[].change', 'by the agreed codes'],
  ['POC03', 'lines[].ordered.amountMilli', 'the whole quantity after the change'],
  ['POC04', 'lines[].leftToReceiveMilli', 'what of POC03 is still to come; only together with it'],
  ['POC05', 'lines[].ordered.unit', 'the unit alone, without exponent or multiplier'],
  ['POC06', 'lines[].unitPriceMicros', ''],
  ['POC07', '', 'read; only what leaves the price per ordered unit'],
  ...item(8, 'POC'),
];

export const orderChangePage: MessagePage = {
  set: '860',
  title: 'purchase order change',
  places: [
    ['BCH01', 'purpose', 'by the agreed codes'],
    ['BCH02', '', 'kind of order; only the agreed ones are taken'],
    ['BCH03', 'poNumber', ''],
    ['BCH05', 'changeNumber', ''],
    ['BCH06', 'orderedOn', ''],
    ['BCH11', 'changedOn', 'where it is missing, the day of the group'],
    ['CUR02', 'currency', ''],
    ['DTM01', '', 'the agreed codes of the delivery day'],
    [
      'DTM02',
      'deliverOn, lines[].deliverOn',
      'in front of the lines for the order, inside a line for that one',
    ],
    ...party,
    ...changeLine,
    ['PID05', 'lines[].description', 'where PID01 is F'],
    count,
  ],
  codesIntroduction: 'Roles, item numbers, units and kinds of order are those of the 850.',
  codes: [
    ...codesOf('Purpose (BCH01)', orderChange.purposes),
    ...codesOf('Change of a line (POC02)', orderChange.changes),
    ...codesOf('Days (DTM01)', { deliver: dates.deliver }),
  ],
};
