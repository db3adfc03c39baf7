import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { namedNad } from './words.ts';

export const aperakPage: MessagePage = {
  set: 'APERAK',
  title: 'application error and acknowledgement',
  places: [
    ['BGM01-1', 'verdicts[].status', '305 an answer, 313 an error; decides where BGM03 is empty'],
    ['BGM02', 'adviceNumber', 'in D.01B the first component'],
    [
      'BGM03',
      'verdicts[].status',
      '29 accepted, with errors where there is an ERC; 28 and 30 with changes; 27 rejected',
    ],
    ['DTM01-2', 'givenOn', 'by the agreed codes in DTM01-1'],
    ['RFF01-1', 'verdicts[].subject', 'by the agreed codes'],
    ['RFF01-2', 'verdicts[].businessReference, ….messageReference', 'the message where RFF01-1 is ACW'],
    ...namedNad('buyer, supplier'),
    [
      'ERC01-1',
      'verdicts[].faults[].kind',
      '13 missing, 29 balance, 15 combination, 12 and all others wrong',
    ],
    [
      'FTX04-1',
      'verdicts[].faults[].message',
      'with the place and the wrong value in words; cut behind five lines',
    ],
  ],
  codesIntroduction:
    'Roles are those of the ORDERS. An APERAK is about one document, and does not say the type of its message.',
  codes: codesOf('What the number is of (RFF01-1)', defaultProfile.edifact.advice.subjects),
};
