import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import {
  bucketPlaces,
  linePlaces,
  patternPlaces,
  progressPlaces,
  scheduleCodes,
  scheduleParties,
} from './schedule-words.ts';
import { count } from './words.ts';

export const shippingSchedulePage: MessagePage = {
  set: '862',
  title: 'shipping schedule (releases)',
  places: [
    ['BSS01', 'purpose', '00 original, 05 replacement'],
    ['BSS02', 'reference', ''],
    ['BSS03', 'issuedOn', ''],
    ['BSS04', 'basis', 'by the agreed codes'],
    ['BSS05', 'horizon.startsOn', ''],
    ['BSS06', 'horizon.endsBefore', 'the wire names the last day, the document the day after it'],
    ['BSS07', 'releaseNumber', ''],
    ['BSS09', 'contractNumber', ''],
    ['BSS10', 'poNumber', ''],
    ['BSS11', '', 'amounts of each period only; sums and changes are refused'],
    ...scheduleParties,
    ...linePlaces,
    ...patternPlaces('releases'),
    ...bucketPlaces('releases'),
    ['JIT01', 'lines[].releases[].amountMilli', 'one release for each time'],
    ['JIT02', 'lines[].releases[].time', 'HHMM'],
    ...progressPlaces,
    count,
  ],
  codesIntroduction: 'Roles, item numbers and units are those of the 850.',
  codes: [...codesOf('What the days are (BSS04)', defaultProfile.schedule.releaseBases), ...scheduleCodes],
};
