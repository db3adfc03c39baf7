import { defaultProfile } from '@coplan/edi-mappings';
import { edifactHeadPlaces, roleCodes } from './edifact-schedule-words.ts';
import { codesOf, type MessagePage } from './message-page.ts';
import { edifactItem } from './words.ts';

const { sales, slsfctTypes, horizon, references } = defaultProfile.edifact.schedule;

export const slsfctPage: MessagePage = {
  set: 'SLSFCT',
  title: 'sales forecast',
  places: [
    ['BGM01-1', 'kind', 'sales; only the agreed codes'],
    ...edifactHeadPlaces,
    ['LOC02-1', 'lines[].buckets[].location', 'the place of the lines below it'],
    ['DTM01-2', 'lines[].buckets[].startsOn, ….endsBefore', 'below LOC; formats 102, 610, 616 and 718'],
    ['LIN01', '', 'counted when it is written: one item has lines at many places'],
    ...edifactItem,
    ['IMD03-4', 'lines[].description', 'where IMD01 is F; up to two parts, split at blanks'],
    ['QTY01-2', 'lines[].buckets[].amountMilli', 'with an agreed qualifier; point or comma'],
    ['QTY01-3', 'lines[].unit', 'where it is missing, the agreed one'],
  ],
  codesIntroduction: `Item numbers and units are those of ORDERS. The message has no certainty: "${sales.certainty}" is agreed.`,
  codes: [
    ...codesOf('Kind of forecast (BGM01-1)', { sales: slsfctTypes }),
    ...roleCodes,
    ...codesOf('Days (DTM01-1): at once, first, last', {
      horizon: [...horizon.first, ...horizon.last],
      period: [...sales.periods.day, ...sales.periods.first, ...sales.periods.last],
    }),
    ...codesOf('Places (LOC01)', { location: sales.places }),
    ...codesOf('Amounts (QTY01-1)', { discrete: sales.amounts }),
    ...codesOf('References (RFF01-1)', {
      contract: references.contract,
      order: references.order,
      schedule: references.schedule,
    }),
  ],
};
