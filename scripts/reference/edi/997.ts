import {
  elementMeanings,
  groupMeanings,
  messageMeanings,
  segmentMeanings,
} from '../../../packages/edi/src/acknowledgement/x12-codes.ts';
import { page, table } from '../markdown.ts';
import { placesOf } from './message-page.ts';
import type { PlaceWords } from './words.ts';

const acknowledgementWords: readonly PlaceWords[] = [
  ['AK101', '', 'kind of the group that is acknowledged'],
  ['AK102', '', 'its control number'],
  ['AK201', '', 'the message that is acknowledged'],
  ['AK202', '', 'its control number'],
  ['AK301', 'issues[].place', 'the segment with a fault'],
  ['AK302', 'issues[].place', 'its position, counted from ST as 1'],
  ['AK304', 'issues[].code', 'what is wrong with the segment'],
  ['AK401', 'issues[].place', 'position of the element, and of the component in it'],
  ['AK403', 'issues[].code', 'what is wrong with the element'],
  ['AK404', 'issues[].message', 'the faulty value'],
  ['AK501', 'status', 'A accepted, E accepted with errors, R rejected'],
  ['AK901', 'status', 'the same for the group; P partly accepted'],
];

export function acknowledgementPage(): string {
  const meanings = {
    'AK304: the segment': segmentMeanings,
    'AK403: the element': elementMeanings,
    'AK502: the message': messageMeanings,
    'AK905: the group': groupMeanings,
  };
  return page(
    'EDI 997: functional acknowledgement',
    'Written for every group that a partner sends, as soon as it was parsed; read from partners for every message of ours, and told to the server as a `delivery-report`. Where a 999 (005010) is agreed, it says the same in IK3, IK4 and IK5, and names the line of a fault in CTX.',
    placesOf('997', acknowledgementWords),
    '## Codes of faults',
    ...Object.entries(meanings).flatMap(([name, list]) => [
      `### ${name}`,
      table(['code', 'meaning'], Object.entries(list)),
    ]),
  );
}
