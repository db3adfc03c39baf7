import type { MessagePage } from './message-page.ts';
import { warrantyCodes } from './warranty-words.ts';
import { item, namedParties } from './words.ts';

export const serviceClaimPage: MessagePage = {
  set: '142',
  title: 'product service claim',
  places: [
    ['BGN01', 'purpose', '00 original, 05 replacement, 01 cancellation'],
    ['BGN02', 'batchNumber', ''],
    ['BGN03', 'writtenOn', ''],
    ...namedParties('claimant, manufacturer'),
    ['LX01', 'claims[]', 'running number'],
    ['N902', 'claims[].claimNumber, ….authorisationNumber', 'by the agreed codes in N901'],
    ...item(2, 'LIN'),
    ['LIN03', 'claims[].item.serialNumber', 'in such a pair too, by the agreed codes'],
    ['PID05', 'claims[].item.description', 'where PID01 is F'],
    ['QTY02', 'claims[].item.quantity.amountMilli', 'by the agreed codes in QTY01'],
    ['QTY03', 'claims[].item.quantity.unit', ''],
    ['DTM02', 'claims[].item.boughtOn, ….failedOn, ….repairs[].repairedOn', 'by the agreed codes in DTM01'],
    ['PRR04', 'claims[].complaints[].code', "the partner's code"],
    ['PRR05', 'claims[].complaints[].text', ''],
    ['REP08', 'claims[].repairs[].actionCode', "the partner's code"],
    ['REP09', 'claims[].repairs[].text', ''],
    ['IT102', 'claims[].repairs[].parts[].quantity.amountMilli', 'item numbers from IT106 on'],
    ['IT103', 'claims[].repairs[].parts[].quantity.unit', ''],
    ['IT104', 'claims[].repairs[].parts[].unitPriceMicros', ''],
    ['AMT02', 'claims[].amountMinor', 'by the agreed codes in AMT01'],
    ['TDS01', 'totalMinor', 'two implied decimals'],
    ['CUR02', 'currency', 'behind the total; where it is missing, the agreed one'],
  ],
  codesIntroduction: 'Item numbers and units are those of the 850.',
  codes: warrantyCodes,
};
