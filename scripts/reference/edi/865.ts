import type { MessagePage } from './message-page.ts';
import { count, item, type PlaceWords } from './words.ts';

export const changeConfirmationPage: MessagePage = {
  set: '865',
  title: 'answer to a purchase order change',
  places: [
    ['BCA01', '', '00 or 06'],
    ['BCA02', 'outcome', 'speaks for itself only without lines: AK, AT, AD accept, RJ, RD reject'],
    ['BCA03', 'poNumber', ''],
    ['BCA05', 'change.changeNumber', ''],
    ['BCA06', 'orderedOn', ''],
    ['BCA09', 'supplierReference', ''],
    ['BCA10', 'confirmedOn', 'where it is missing, the day of the group'],
    ['BCA11', 'change.changedOn', ''],
    ['POC01', 'lines[].lineNumber', ''],
    ['POC02', 'lines[].change', 'by the agreed codes'],
    [
      'POC03',
      'lines[].schedule[].quantity.amountMilli',
      'read where an accepted line has no quantity in an ACK',
    ],
    ['POC05', 'lines[].schedule[].quantity.unit', 'the unit of POC03'],
    ['POC06', 'lines[].unitPriceMicros', ''],
    ...item(8, 'POC').map(([place, field, words]): PlaceWords => [place, field && 'lines[].gtin', words]),
    [
      'ACK01',
      'lines[].outcome, lines[].reason',
      'by the agreed codes; without an ACK the answer of BCA02 holds',
    ],
    [
      'ACK02',
      'lines[].schedule[].quantity.amountMilli',
      'where it is missing, POC03; not so for a deleted line',
    ],
    ['ACK03', 'lines[].schedule[].quantity.unit', ''],
    ['ACK04', '', 'whether the day is of delivery or of shipping'],
    ['ACK05', 'lines[].schedule[].deliverOn, …shipOn', ''],
    count,
  ],
  codesIntroduction:
    'Item numbers and units are those of the 850, changes of a line those of the 860, statuses and days those of the 855.',
  codes: [],
};
