import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { item, namedParties } from './words.ts';

const { invoiceReferences, palletType } = defaultProfile.invoice;

export const billedShipmentPage: MessagePage = {
  set: '857',
  title: 'shipment and billing notice',
  places: [
    ['BHT01', '', '0001 with pallets, 0004 without; the levels themselves decide'],
    ['BHT02', 'purpose', '00 original, 05 replacement, 01 cancellation'],
    ['BHT03', 'noticeNumber', ''],
    ['BHT04', 'writtenOn', ''],
    ['HL01', '', 'number of the level'],
    ['HL02', '', 'the level above, which stands before'],
    [
      'HL03',
      'orders[], ….pallets[], ….lines[]',
      'S shipment, O order, T pallet, I item; cartons are refused',
    ],
    ['G0501', 'shipped.amountMilli', 'at the shipment'],
    ['G0502', 'shipped.unit', ''],
    ['DTM02', 'despatchedOn, deliverOn', 'by the agreed codes in DTM01'],
    ['N902', 'billOfLading, carrierReference, orders[].invoiceNumber', 'by the agreed codes in N901'],
    ['CUR02', 'currency', 'where it is missing, the agreed one'],
    ...namedParties('buyer, supplier, shipFrom, shipTo'),
    [
      'TDS01',
      'orders[].totalMinor',
      'two implied decimals; one off per line at most from lines, charges and taxes',
    ],
    ['PRF01', 'orders[].poNumber', ''],
    ['PRF04', 'orders[].orderedOn', ''],
    ['TXI01', 'orders[].taxes[]', 'as in the 810'],
    ['SAC01', 'orders[].charges[], ….lines[].charges[]', 'as in the 810'],
    ['PAL01', '', `${palletType} is written`],
    ['MAN02', '….sscc', 'with or without 00 in front'],
    ['IT101', '….lineNumber', 'the line of the order'],
    ['IT102', '….invoiced.amountMilli', ''],
    ['IT103', '….invoiced.unit', ''],
    ['IT104', '….unitPriceMicros', ''],
    ...item(6, 'IT1'),
    ['PID05', '….description', 'where PID01 is F'],
  ],
  codesIntroduction:
    'Days, references and marks are those of the 856, charges and taxes those of the 810. A party has a GLN or a code here, not both.',
  codes: codesOf('Other codes (N901)', { invoiceNumber: invoiceReferences }),
};
