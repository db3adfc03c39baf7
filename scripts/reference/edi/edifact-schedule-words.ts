import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf } from './message-page.ts';
import { edifactItem, type PlaceWords } from './words.ts';

const { schedule, parties } = defaultProfile.edifact;
const { patterns } = defaultProfile.schedule;

/** NAD of a message with room for one id of each company. */
export const namedParties: PlaceWords[] = [
  ['NAD01', 'buyer, supplier, shipTo', 'role, by the agreed codes'],
  ['NAD02-1', '….gln, ….code', 'a code beside a GLN is left out when it is written'],
  ['NAD02-3', '', 'who gave the id: 9 GS1 for a GLN, or an agreed code'],
  ['NAD04-1', '….name', 'up to five parts, split at blanks'],
];

/** What DELFOR, DELJIT and SLSFCT have in front of their body. */
export const edifactHeadPlaces: PlaceWords[] = [
  ['BGM02', 'reference', 'in D.01B the first component'],
  ['BGM03', 'purpose', '9 original, 5 replacement'],
  [
    'DTM01-1',
    '',
    'the agreed codes of the day of the schedule, and of the first and last day of the horizon',
  ],
  ['DTM01-2', 'issuedOn, horizon.startsOn, horizon.endsBefore', 'the wire names the last day'],
  ['RFF01-2', 'releaseNumber, contractNumber, poNumber', 'by the agreed qualifiers'],
  ...namedParties,
];

export const edifactLinePlaces: PlaceWords[] = [
  ['LIN01', 'lines[].lineNumber', ''],
  ...edifactItem,
  ['RFF01-2', 'lines[].poNumber', 'with the agreed qualifier'],
];

/** QTY with SCC, DTM and RFF. */
export const quantityPlaces = (field: string): PlaceWords[] => [
  ['QTY01-1', '', 'whether it is an amount of a period, or what was shipped or received'],
  ['QTY01-2', `lines[].${field}[].amountMilli, lines[].progress[].amountMilli`, 'point or comma'],
  ['QTY01-3', 'lines[].unit', 'the same for all quantities of a line; where it is missing, the agreed one'],
  ['SCC01', `lines[].${field}[].certainty`, 'by the agreed codes; where there is no SCC, the agreed one'],
  ['SCC03-1', '', 'how long a period lasts whose DTM has its first day alone'],
  ['SCC03-2', `lines[].${field}[].weekdays`, 'by the agreed patterns'],
  [
    'DTM01-2',
    `lines[].${field}[].startsOn, ….endsBefore, ….time`,
    'one DTM, or its first and its last day; formats 102, 203, 610, 616 and 718',
  ],
  ['DTM01-2', 'lines[].progress[].on, ….startsOn', 'the last time, or the days of a sum'],
  ['RFF01-2', `lines[].${field}[].reference, lines[].progress[].reference`, 'by the agreed qualifiers'],
];

const listed = (days: { day: readonly string[]; first: readonly string[]; last: readonly string[] }) => [
  ...days.day,
  ...days.first,
  ...days.last,
];

export const roleCodes = codesOf('Roles (NAD01)', {
  buyer: parties.buyer,
  supplier: parties.supplier,
  shipTo: parties.shipTo,
});

export const quantityCodes = [
  ...roleCodes,
  ...codesOf('Days of the horizon (DTM01-1)', { horizon: listed(schedule.horizon) }),
  ...codesOf('Days of a period (DTM01-1): at once, first, last', {
    delivery: listed(schedule.periods.delivery),
    shipment: listed(schedule.periods.shipment),
  }),
  ...codesOf('Amounts (QTY01-1)', schedule.amounts),
  ...codesOf('Certainty (SCC01)', schedule.certainties),
  ...codesOf('How long a period lasts (SCC03-1)', schedule.frequencies),
  ...codesOf(
    'Weekdays (SCC03-2), 1 is Monday',
    Object.fromEntries(
      Object.entries(patterns).map(([code, days]) => [
        days.length === 0 ? 'nothing is said' : days.join(' '),
        [code],
      ]),
    ),
  ),
  ...codesOf('Shipped or received (QTY01-1)', schedule.progress),
  ...codesOf('Days of what was shipped or received (DTM01-1)', schedule.progressDays),
  ...codesOf('References (RFF01-1)', schedule.references),
];
