import { defaultProfile } from '@coplan/edi-mappings';
import { table } from '../markdown.ts';
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

const { schedule } = defaultProfile;

export const planningSchedulePage: MessagePage = {
  set: '830',
  title: 'planning schedule (forecast)',
  places: [
    ['BFR01', 'purpose', '00 original, 05 replacement'],
    ['BFR02', 'reference', 'where it is missing, BFR03'],
    ['BFR03', 'releaseNumber', ''],
    ['BFR04', 'kind, basis', 'only together with BFR12, by the agreed pairs'],
    ['BFR05', 'amounts', 'by the agreed codes'],
    ['BFR06', 'horizon.startsOn', ''],
    [
      'BFR07',
      'horizon.endsBefore',
      'the wire names the last day; where it is missing, the end of the last bucket',
    ],
    ['BFR08', 'issuedOn', ''],
    ['BFR10', 'contractNumber', ''],
    ['BFR11', 'poNumber', ''],
    ['BFR12', 'kind, basis', 'only together with BFR04'],
    ...scheduleParties,
    ...linePlaces,
    ['PID05', 'lines[].description', 'where PID01 is F'],
    ['ATH01', 'lines[].authorisations[].resource', 'by the agreed codes'],
    ['ATH02', 'lines[].authorisations[].until', ''],
    ['ATH03', 'lines[].authorisations[].amountMilli', ''],
    ['ATH04', 'lines[].authorisations[].amountMaxMilli', ''],
    ['ATH05', 'lines[].authorisations[].startsOn', ''],
    [
      'N104',
      'lines[].buckets[].location',
      'inside a line: the place of all its buckets that have none in SDQ',
    ],
    ...bucketPlaces('buckets'),
    ...patternPlaces('buckets'),
    ...progressPlaces,
    count,
  ],
  codesIntroduction: 'Roles, item numbers and units are those of the 850.',
  codes: [
    '### Sales or order forecast (BFR04 with BFR12)',
    'Only these two elements tell what consumers will buy from what will be ordered. The first row of a kind and a basis is written; a pair that is in no row is refused.',
    table(
      ['kind', 'basis', 'BFR04', 'BFR12'],
      schedule.forecasts.map(({ kind, basis, scheduleType, planType }) => [
        kind,
        basis,
        scheduleType,
        planType,
      ]),
    ),
    ...codesOf('Amounts (BFR05)', schedule.amounts),
    ...scheduleCodes,
    ...codesOf('Authorisations (ATH01)', schedule.authorisations),
  ],
};
