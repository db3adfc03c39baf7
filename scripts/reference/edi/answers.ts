import { errorMeanings } from '../../../packages/edi/src/acknowledgement/edifact-codes.ts';
import { noteMeanings } from '../../../packages/edi/src/acknowledgement/read-ta1.ts';
import { page, table } from '../markdown.ts';
import { placesOf } from './message-page.ts';
import type { PlaceWords } from './words.ts';

const controlWords: readonly PlaceWords[] = [
  ['UCI01', '', 'the interchange that is answered (UNB 0020)'],
  ['UCI02-1', '', 'its sender as received; UCI03 its recipient'],
  ['UCI04', 'status', '7 acknowledged with all that is not named, 4 rejected, 8 only received'],
  ['UCI05', 'issues[].code', 'why the interchange as a whole was rejected'],
  ['UCF01', '', 'a group of it (UNG 0048), where there are groups'],
  ['UCM01', '', 'a message of it (UNH 0062); written only for those that were refused'],
  ['UCM03', 'status', 'as UCI04'],
  ['UCM04', 'issues[].code', 'what is wrong with the message as a whole'],
  ['UCS01', 'issues[].place', 'position of the segment, counted from UNH as 1'],
  ['UCS02', 'issues[].code', 'what is wrong with the segment'],
  ['UCD01', 'issues[].code', 'what is wrong with the element'],
  ['UCD02-1', 'issues[].place', 'position of the element; the segment tag counts as 1'],
  ['UCD02-2', 'issues[].place', 'position of the component in it'],
];

const adviceWords: readonly PlaceWords[] = [
  ['BGN02', '', "the advice's own number"],
  [
    'OTI01',
    'status',
    'TA accepted, TE accepted with errors, TR rejected; other levels by their second letter',
  ],
  ['OTI03', '', 'the number by which the business knows the message: order, invoice, shipment'],
  ['OTI08', '', 'the group of the message'],
  ['OTI09', '', 'the message'],
  ['TED01', 'issues[].code', '007 missing, 010 does not add up, 012 does not go together, 848 wrong'],
  ['TED02', 'issues[].message', 'in words; goes on in NTE02'],
  ['TED03', 'issues[].place', 'the segment; TED04 its position, counted from ST as 1, TED05 the element'],
  ['TED07', '', 'the wrong value'],
];

const aperakWords: readonly PlaceWords[] = [
  ['BGM01-1', 'status', '305 an answer, 313 an error'],
  ['BGM03', 'status', '29 accepted, 27 not accepted'],
  ['RFF01-2', '', 'with ACE the business number of the document, with ACW the message that carried it'],
  ['ERC01-1', 'issues[].code', '13 missing, 29 does not add up, 15 does not go together, 12 wrong'],
  ['FTX04-1', 'issues[].message', 'in words with the place; up to five lines'],
];

const meanings = (head: string, list: Readonly<Record<string, string>>): string =>
  table(
    [head, 'meaning'],
    Object.entries(list).sort(([left], [right]) => Number(left) - Number(right)),
  );

/** Answers to messages besides the 997: what stands where, and what their codes mean. */
export const answerPages = (): Record<string, string> => ({
  'edi-contrl.md': page(
    'EDI CONTRL: answer to an EDIFACT interchange',
    'Written where the UNB asks for it, or always, as agreed; read from partners for every interchange of ours, and told to the server as a `delivery-report`.',
    placesOf('CONTRL', controlWords),
    '## Codes of faults (0085)',
    meanings('code', errorMeanings),
  ),
  'edi-ta1.md': page(
    'EDI TA1: answer to an X12 interchange',
    'Read from partners: one that rejects (TA104 is R) is told to the server as a `delivery-report` for each message of the interchange.',
    '## Notes (TA105)',
    meanings('note', noteMeanings),
  ),
  'edi-824.md': page(
    'EDI 824: application advice',
    'What the business decided on a message whose syntax was accepted: `write824` and `read824` of the engine, at 004010 and 005010. The gateway neither sends nor applies it: one that arrives is recorded as not agreed.',
    placesOf('824', adviceWords),
  ),
  'edi-aperak.md': page(
    'EDI APERAK: application error and acknowledgement',
    'What the business decided on a message whose syntax was accepted: `writeAperak` and `readAperak` of the engine, at D.96A and D.01B. The gateway neither sends nor applies it: one that arrives is recorded as not agreed.',
    placesOf('APERAK', aperakWords),
  ),
});
