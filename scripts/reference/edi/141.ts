import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { warrantyCodes } from './warranty-words.ts';
import { namedParties } from './words.ts';

export const claimResponsePage: MessagePage = {
  set: '141',
  title: 'product service claim response',
  places: [
    ['BGN01', 'purpose', '00 original, 05 replacement, 01 cancellation'],
    ['BGN02', 'responseNumber', ''],
    ['BGN03', 'writtenOn', ''],
    ['N902', 'batchNumber', 'by the agreed codes in N901'],
    ...namedParties('manufacturer, claimant'),
    ['LX01', 'answers[]', 'running number'],
    ['REF02', 'answers[].claimNumber', 'by the agreed codes in REF01'],
    ['PCS01', 'answers[].status', 'by the agreed codes'],
    ['PCS04', 'answers[].reasonCode', "the manufacturer's code"],
    ['PCS05', 'answers[].amountMinor', ''],
    ['PCS09', 'answers[].dispositionCode', "the manufacturer's code"],
    ['MSG01', 'answers[].notes[]', ''],
    ['TDS01', 'totalMinor', 'two implied decimals'],
    ['CUR02', 'currency', 'behind the total; where it is missing, the agreed one'],
  ],
  codes: [...codesOf('Status of a claim (PCS01)', defaultProfile.warranty.statuses), ...warrantyCodes],
};
