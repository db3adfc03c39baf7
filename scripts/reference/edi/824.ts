import { verdictCodes } from '@coplan/edi';
import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { namedParties } from './words.ts';

export const applicationAdvicePage: MessagePage = {
  set: '824',
  title: 'application advice',
  places: [
    ['BGN01', '', '00 is written'],
    ['BGN02', 'adviceNumber', ''],
    ['BGN03', 'givenOn', ''],
    ...namedParties('buyer, supplier'),
    ['OTI01', 'verdicts[].status', 'for a set, an item, a group or a batch'],
    ['OTI02', 'verdicts[].subject', 'by the agreed codes'],
    ['OTI03', 'verdicts[].businessReference', ''],
    ['OTI08', 'verdicts[].groupReference', 'the group of the message that is answered'],
    ['OTI09', 'verdicts[].messageReference', 'the message that is answered'],
    ['OTI10', 'verdicts[].messageType', ''],
    [
      'TED01',
      'verdicts[].faults[].kind',
      '007 missing, 010 balance, 012 combination, 848 and all others wrong',
    ],
    ['TED02', 'verdicts[].faults[].message', 'goes on in NTE02; separators of the interchange are left out'],
    ['NTE02', 'verdicts[].faults[].message', ''],
    ['TED03', 'verdicts[].faults[].place.segment', ''],
    ['TED04', 'verdicts[].faults[].place.segmentIndex', 'counted from ST as 1'],
    ['TED05', 'verdicts[].faults[].place.element', 'its component as second component'],
    ['TED07', 'verdicts[].faults[].wrongValue', ''],
  ],
  codesIntroduction: 'Roles are those of the 850. The codes of the verdict are those of the standard.',
  codes: [
    ...codesOf('Verdict (OTI01)', verdictCodes),
    ...codesOf('What the number is of (OTI02)', defaultProfile.advice.subjects),
  ],
};
