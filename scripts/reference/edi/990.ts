import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';

export const tenderResponsePage: MessagePage = {
  set: '990',
  title: 'answer to a load tender',
  places: [
    ['B101', 'carrierCode', 'SCAC; needed from 005010 on'],
    ['B102', 'shipmentNumber', ''],
    ['B103', 'answeredOn', 'where it is missing, the day of the group'],
    ['B104', 'decision', 'by the agreed codes'],
    ['N901', 'references[].kind', 'from 005010 on L11, its number first'],
    ['N902', 'references[].value', ''],
    [
      'K101',
      'notes[]',
      'two in a K1; none from 005010 on, where B106 has the code of the reason (reasonCode)',
    ],
  ],
  codesIntroduction: 'Kinds of numbers are those of the 204.',
  codes: codesOf('Decision (B104)', defaultProfile.transport.decisions),
};
