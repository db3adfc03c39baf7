import { defaultProfile } from '@coplan/edi-mappings';
import { namedParties, roleCodes } from './edifact-schedule-words.ts';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem } from './words.ts';

const { activity, dates } = defaultProfile.edifact;

export const slsrptPage: MessagePage = {
  set: 'SLSRPT',
  title: 'sales report',
  places: [
    ['BGM01-1', '', 'only the agreed codes'],
    ['BGM02', 'report.reference', 'in D.01B the first component'],
    ['BGM03', '', '9: original'],
    ['DTM01-2', 'report.issuedOn, period.startsOn, period.endsBefore', 'the wire names the last day'],
    ...namedParties,
    ['LOC02-1', 'facts[].location', 'above the items, or in D.01B below GIS inside an item'],
    ['DTM01-2', 'facts[].on', 'below LOC (D.01B also below QTY): the day, where it is not the whole period'],
    ['LIN01', '', 'counted when it is written'],
    ...edifactItem,
    ['QTY01-1', 'facts[].measure', 'by the agreed codes'],
    ['QTY01-2', 'facts[].quantity.amountMilli', 'point or comma'],
    ['QTY01-3', 'facts[].quantity.unit', 'where it is missing, the agreed one'],
  ],
  codesIntroduction:
    'Item numbers and units are those of ORDERS. The message tells sales: stock that stands in the same document is refused when it is written, INVRPT tells it.',
  codes: [
    ...codesOf('Kind of report (BGM01-1)', { sales: activity.types }),
    ...roleCodes,
    ...codesOf('Days (DTM01-1): at once, first, last', {
      report: dates.document,
      period: [...activity.periods.day, ...activity.periods.first, ...activity.periods.last],
    }),
    ...codesOf('Places (LOC01)', { location: activity.places }),
    ...codesOf('Measures (QTY01-1)', activity.measures as Record<string, readonly string[]>),
  ],
};
