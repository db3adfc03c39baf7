import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { count, item } from './words.ts';

export const productActivityPage: MessagePage = {
  set: '852',
  title: 'product activity',
  places: [
    ['XQ01', '', 'H: for information'],
    ['XQ02', 'period.startsOn', ''],
    ['XQ03', 'period.endsBefore', 'the wire names the last day, the document the day after it'],
    ['N902', 'report.reference', 'where N901 is the agreed qualifier'],
    ['N904', 'report.issuedOn', ''],
    [
      'N101',
      'buyer, supplier, facts[].location',
      'role, by the agreed codes; one location for the whole message',
    ],
    ['N104', 'facts[].location.gln, ….code', ''],
    ...item(2, 'LIN'),
    ['ZA01', 'facts[].measure', 'by the agreed codes'],
    ['ZA02', 'facts[].quantity.amountMilli', 'either here or in SDQ, never in both'],
    ['ZA03', 'facts[].quantity.unit', ''],
    ['ZA05', 'facts[].on', 'where ZA04 says that it is the day of the activity'],
    ['SDQ01', 'facts[].quantity.unit', ''],
    ['SDQ02', '', 'kind of the location ids'],
    ['SDQ03', 'facts[].location', 'in pairs with the quantity behind it'],
    ['SDQ04', 'facts[].quantity.amountMilli', ''],
    count,
  ],
  codesIntroduction: 'Item numbers and units are those of the 850.',
  codes: [
    ...codesOf('Measures (ZA01)', defaultProfile.activityMeasures),
    ...codesOf('Days (ZA04)', { activity: defaultProfile.dates.activity }),
  ],
};
