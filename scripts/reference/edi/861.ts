import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { count, item, party } from './words.ts';

const { conditions, receivedDates, shipmentReferences, types } = defaultProfile.receiving;

export const receivingAdvicePage: MessagePage = {
  set: '861',
  title: 'receiving advice',
  places: [
    ['BRA01', 'receiptNumber', ''],
    ['BRA02', 'writtenOn', ''],
    ['BRA03', 'purpose', '00 original, 05 replacement, 01 cancellation'],
    ['BRA04', '', 'kind of receipt; only the agreed ones are taken'],
    ['REF02', 'shipmentNumber', 'where REF01 is the agreed code'],
    ['DTM02', 'receivedOn', 'by the agreed codes in DTM01'],
    ['PRF01', 'lines[].poNumber', 'at the line, else in front of the lines for all of them'],
    ...party,
    ['RCD01', 'lines[].lineNumber', 'the line of the order'],
    ['RCD02', 'lines[].received.amountMilli', ''],
    ['RCD03', 'lines[].received.unit', ''],
    ['RCD04', '', 'only zero: what goes back is told with its condition'],
    ['RCD06', 'lines[].deviations[].quantity.amountMilli', 'up to five times quantity, unit, condition'],
    ['RCD07', 'lines[].deviations[].quantity.unit', ''],
    ['RCD08', 'lines[].deviations[].condition', 'by the agreed codes; good is no deviation'],
    ['SN102', 'lines[].despatched.amountMilli', ''],
    ['SN103', 'lines[].despatched.unit', ''],
    ...item(2, 'LIN'),
    count,
  ],
  codesIntroduction: 'Roles, item numbers and units are those of the 850.',
  codes: [
    ...codesOf('Conditions (RCD08)', conditions),
    ...codesOf('Other codes (BRA04, DTM01, REF01)', {
      receipt: types,
      receivedOn: receivedDates,
      shipmentNumber: shipmentReferences,
    }),
  ],
};
