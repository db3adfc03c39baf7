import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf } from './message-page.ts';
import { item, type PlaceWords } from './words.ts';

const { schedule } = defaultProfile;

/** What the buckets of an 830 and the releases of an 862 have in common. */
export const bucketPlaces = (field: string): PlaceWords[] => [
  ['FST01', `lines[].${field}[].amountMilli`, 'with SDQ or JIT below it, the sum of them; checked when read'],
  ['FST02', `lines[].${field}[].certainty`, 'by the agreed codes'],
  ['FST03', '', 'kind of bucket; written by the length of the period, as an interval where no kind fits'],
  ['FST04', `lines[].${field}[].startsOn`, 'a Monday for a week, the first for a month or a quarter'],
  ['FST05', `lines[].${field}[].endsBefore`, 'the wire names the last day; needed for an interval only'],
  ['FST06', '', 'what happens at the time: one of the agreed codes'],
  ['FST07', `lines[].${field}[].time`, 'HHMM'],
  ['FST08', '', 'whether the next element is the number of the release'],
  ['FST09', `lines[].${field}[].reference`, ''],
  ['SDQ01', '', 'must be the unit of the line'],
  ['SDQ03', `lines[].${field}[].location`, 'one bucket for each place, in pairs with the quantity behind it'],
];

export const linePlaces: PlaceWords[] = [
  ['LIN01', 'lines[].lineNumber', ''],
  ...item(2, 'LIN'),
  ['UIT01', 'lines[].unit', 'where it is missing, the agreed unit'],
];

export const patternPlaces = (field: string): PlaceWords[] => [
  ['SDP01', `lines[].${field}[].weekdays`, 'by the agreed patterns'],
  ['SDP02', '', 'only the agreed codes that say nothing about the time of day'],
];

export const progressPlaces: PlaceWords[] = [
  ['SHP01', 'lines[].progress[].kind', 'by the agreed codes: the last time, or in sum'],
  ['SHP02', 'lines[].progress[].amountMilli', ''],
  [
    'SHP03',
    'lines[].progress[].event',
    'by the agreed codes; a sum told by its first day counts what is agreed',
  ],
  ['SHP04', 'lines[].progress[].on, ….startsOn', 'the only day, or the first one of a sum'],
  ['SHP06', 'lines[].progress[].on', 'the last day of a sum'],
  ['REF02', 'lines[].progress[].reference', 'behind SHP, where REF01 is an agreed number of a shipment'],
];

export const scheduleParties: PlaceWords[] = [
  ['N101', 'buyer, supplier, shipTo', 'role, by the agreed codes'],
  ['N102', '….name', ''],
  ['N104', '….gln, ….code', ''],
];

export const scheduleCodes = [
  ...codesOf('Certainty (FST02)', schedule.certainties),
  ...codesOf('Kinds of bucket (FST03)', schedule.buckets),
  ...codesOf(
    'Weekdays (SDP01), 1 is Monday',
    Object.fromEntries(
      Object.entries(schedule.patterns).map(([code, days]) => [
        days.length === 0 ? 'nothing is said' : days.join(' '),
        [code],
      ]),
    ),
  ),
  ...codesOf('Shipped or received (SHP01)', schedule.progressKinds),
  ...codesOf('Shipped or received (SHP03)', {
    ...schedule.progressEvents,
    [`sum since a day, of what was ${schedule.cumulativeEvent}`]: schedule.cumulativeSince,
  }),
];
