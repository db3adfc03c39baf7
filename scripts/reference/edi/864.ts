import { defaultProfile } from '@coplan/edi-mappings';
import { codesOf, type MessagePage } from './message-page.ts';
import { namedParties } from './words.ts';

const { purposes, dates, parties } = defaultProfile.text;

export const textMessagePage: MessagePage = {
  set: '864',
  title: 'text message',
  places: [
    ['BMG01', '', 'only the agreed purposes are taken'],
    ['BMG02', 'subject', ''],
    ['DTM02', 'writtenOn', 'by the agreed codes in DTM01'],
    ...namedParties('sender, receiver'),
    ['MIT01', 'topics[].reference', ''],
    ['MIT02', 'topics[].title', ''],
    ['MSG01', 'topics[].lines[]', 'how a printer would lay it out (MSG02) is not kept'],
  ],
  codes: [
    ...codesOf('Roles (N101)', parties),
    ...codesOf('Other codes (BMG01, DTM01)', { message: purposes, writtenOn: dates }),
  ],
};
