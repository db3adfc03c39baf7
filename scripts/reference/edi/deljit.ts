import { defaultProfile } from '@coplan/edi-mappings';
import {
  edifactHeadPlaces,
  edifactLinePlaces,
  quantityCodes,
  quantityPlaces,
} from './edifact-schedule-words.ts';
import { codesOf, type MessagePage } from './message-page.ts';

const { schedule } = defaultProfile.edifact;

export const deljitPage: MessagePage = {
  set: 'DELJIT',
  title: 'delivery just in time (releases)',
  places: [
    ['BGM01-1', '', 'only the agreed codes'],
    ...edifactHeadPlaces,
    ['SEQ02-1', '', 'one is written for all lines; the lines of several are read in their order'],
    ...edifactLinePlaces,
    ['LOC02-1', 'lines[].releases[].location', 'one place for a line, at SEQ or at LIN'],
    ...quantityPlaces('releases'),
  ],
  codesIntroduction: 'Item numbers and units are those of ORDERS.',
  codes: [
    ...codesOf('Kind of schedule (BGM01-1)', { releases: schedule.deljitTypes }),
    ...codesOf('Places (LOC01)', { location: schedule.places }),
    ...quantityCodes,
  ],
};
