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
});
