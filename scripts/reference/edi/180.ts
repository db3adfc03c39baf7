import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { namedParties } from './words.ts';

const { answers, dispositions, kinds, parties, price, reasons, references } = defaultProfile.goodsReturn;

export const goodsReturnPage: MessagePage = {
  set: '180',
  title: 'return merchandise authorisation and notification',
  places: [
    ['BGN01', 'kind', 'by the agreed codes'],
    ['BGN02', 'returnNumber', ''],
    ['BGN03', 'writtenOn', ''],
    ['BGN06', 'announcementNumber', 'the announcement that is answered'],
    [
      'N902',
      'authorisationNumber, lines[].invoiceNumber, ….shipmentNumber, ….serialNumbers[]',
      'by the agreed codes in N901',
    ],
    ...namedParties('buyer, supplier, returnTo, goodsAt'),
    ['BLI01', '', 'kind of the item number, in pairs with the next element; more from BLI08 on'],
    ['BLI02', 'lines[].gtin, ….buyerItemNumber, ….supplierItemNumber', 'a GTIN is kept with 14 digits'],
    ['BLI03', 'lines[].quantity.amountMilli', ''],
    ['BLI04', 'lines[].quantity.unit', ''],
    ['BLI05', '', `${price} is written`],
    ['BLI06', 'lines[].unitPriceMicros', ''],
    ['BLI07', '', 'the unit of BLI04: a price per another unit is refused'],
    ['PID05', 'lines[].description', 'where PID01 is F'],
    ['RDR01', 'lines[].disposition', 'at the line, else in front of the lines for all of them'],
    ['RDR02', 'lines[].reason', 'in an announcement'],
    ['RDR03', 'lines[].answer', 'in an instruction'],
    ['RDR04', 'lines[].note', ''],
    ['PRF01', 'lines[].poNumber', 'at the line, else in front of the lines for all of them'],
  ],
  codesIntroduction:
    'Roles of buyer and supplier, item numbers and units are those of the 850. A party has a GLN or a code here, not both. A disposition without a code is not exchanged unless it is agreed.',
  codes: [
    ...codesOf('Kinds (BGN01)', kinds),
    ...codesOf('Dispositions (RDR01)', dispositions),
    ...codesOf('Reasons (RDR02)', reasons),
    ...codesOf('Answers (RDR03)', answers),
    ...codesOf('References (N901)', references),
    ...codesOf('Roles (N101)', parties),
  ],
};
