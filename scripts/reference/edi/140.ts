import type { MessagePage } from './message-page.ts';
import { warrantyCodes } from './warranty-words.ts';
import { item, namedParties } from './words.ts';

export const productRegistrationPage: MessagePage = {
  set: '140',
  title: 'product registration',
  places: [
    ['BGN01', 'purpose', '00 original, 05 replacement, 01 cancellation'],
    ['BGN02', 'registrationNumber', ''],
    ['BGN03', 'writtenOn', ''],
    ...namedParties('seller, manufacturer, owners[].owner'),
    ['LX01', 'owners[]', 'running number'],
    ...item(2, 'LIN'),
    ['LIN03', 'owners[].items[].serialNumber', 'in such a pair too, by the agreed codes'],
    ['PID05', 'owners[].items[].description', 'where PID01 is F'],
    ['QTY02', 'owners[].items[].quantity.amountMilli', 'by the agreed codes in QTY01'],
    ['QTY03', 'owners[].items[].quantity.unit', ''],
    [
      'DTM02',
      'owners[].items[].boughtOn, ….deliveredOn, ….warrantyFrom, ….warrantyUntil',
      'by the agreed codes in DTM01',
    ],
    ['REF02', 'owners[].items[].invoiceNumber', 'by the agreed codes in REF01'],
    ['PSC01', 'owners[].items[].contract.statusCode', "the partner's code"],
    ['PSC02', 'owners[].items[].contract.serviceCode', "the partner's code"],
    ['PSC06', 'owners[].items[].contract.contractNumber', ''],
  ],
  codesIntroduction: 'Item numbers and units are those of the 850.',
  codes: warrantyCodes,
};
