import { defaultProfile } from '@coplan/edi-mappings';
import {
  edifactHeadPlaces,
  edifactLinePlaces,
  quantityCodes,
  quantityPlaces,
} from './edifact-schedule-words.ts';
import { codesOf, type MessagePage } from './message-page.ts';

const { schedule } = defaultProfile.edifact;

export const delforPage: MessagePage = {
  set: 'DELFOR',
  title: 'delivery forecast',
  places: [
    ['BGM01-1', 'kind', 'sales or order forecast, by the agreed codes'],
    ...edifactHeadPlaces,
    ['UNS01', '', 'D.96A: D in front of the body, S behind it'],
    ...edifactLinePlaces,
    ['IMD03-4', 'lines[].description', 'where IMD01 is F; up to two parts, split at blanks'],
    [
      'NAD02-1',
      'lines[].buckets[].location',
      'above the lines (D.96A by place, D.01B below GIS) or inside one',
    ],
    ...quantityPlaces('buckets'),
    ['SCC01', 'lines[].authorisations[].resource', 'with the codes of authorisations'],
    ['QTY01-2', 'lines[].authorisations[].amountMilli', 'below or above such an SCC'],
    ['DTM01-2', 'lines[].authorisations[].until, ….startsOn', 'as the days of a sum'],
    ['CNT01-2', '', 'D.96A, where CNT01-1 is 2: number of lines; checked when read'],
  ],
  codesIntroduction:
    'Item numbers and units are those of ORDERS. Both bodies of D.96A and the groups of D.01B are read; `layout` says whether items or places come first when it is written, `periodStyle` how a period is. What is no order forecast goes into SLSFCT unless a BGM01-1 is agreed for it here.',
  codes: [
    ...codesOf('Kind of forecast (BGM01-1)', schedule.delforTypes),
    ...quantityCodes,
    ...codesOf('Authorisations (SCC01)', schedule.authorisations),
    ...codesOf('Sums that are authorised (QTY01-1)', { authorised: schedule.authorisedAmounts }),
    ...codesOf('Processing indicator of D.01B (GIS01-1)', { complete: schedule.processing }),
  ],
};
