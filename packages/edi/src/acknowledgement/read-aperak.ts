import type { Message } from '../interchange.ts';
import type { Issue } from '../issue.ts';
import { joined } from '../texts.ts';
import type { Loop } from '../validation/loop.ts';
import { type ApplicationAdvice, applicationErrors, codeOfKind, kindOfCode } from './advice.ts';

const error = '313';
const accepted = ['29', '6'];
const changed = ['28', '30'];
const notAccepted = ['27'];

/**
 * What an accepted APERAK says. By BGM 1225 where it is given (29 accepted, 28 and 30 with changes, 27 not), else by 1001 (313 is an error, 305 one
 * only with an ERC). Undefined when the message is none or was refused.
 */
export function readAperak({ root, type, isAccepted }: Message): ApplicationAdvice | undefined {
  const beginning = root?.first('BGM')?.segment;
  if (type !== 'APERAK' || !isAccepted || root === undefined || beginning === undefined) return undefined;
  const errors = root.loops('ERC');
  const status = statusOf(beginning.component(1, 1), beginning.value(3), errors.length);
  const references = new Map(
    root.loops('RFF').map((loop) => {
      const segment = loop.first('RFF')?.segment;
      return [segment?.component(1, 1) ?? '', segment?.component(1, 2) ?? ''] as const;
    }),
  );
  const messageReference = references.get('ACW') ?? '';
  const about = references.has('ACE') ? 'ACE' : [...references.keys()].find((kind) => kind !== 'ACW');
  const given = root.all('DTM').find(({ segment }) => segment.component(1, 1) === '137')?.segment;
  return {
    reference: beginning.component(2, 1),
    givenOn: given?.component(1, 2).slice(0, 8) ?? '',
    status,
    about: {
      messageReference,
      businessReference: references.get(about ?? '') ?? '',
      businessQualifier: about,
    },
    issues: errors.map((loop) => readIssue(loop, status, messageReference)),
  };
}

function statusOf(kind: string, answer: string, errorCount: number): ApplicationAdvice['status'] {
  const isRejected =
    notAccepted.includes(answer) ||
    (![...accepted, ...changed].includes(answer) && (kind === error || errorCount > 0));
  if (isRejected) return 'rejected';
  if (changed.includes(answer)) return 'accepted-with-changes';
  return errorCount > 0 ? 'accepted-with-errors' : 'accepted';
}

function readIssue(loop: Loop, status: ApplicationAdvice['status'], messageReference: string): Issue {
  const code = loop.first('ERC')?.segment.component(1, 1) ?? '';
  const text = loop.first('FTX')?.segment;
  const parts = text === undefined ? [] : [1, 2, 3, 4, 5].map((part) => text.component(4, part));
  return {
    code: codeOfKind[kindOfCode(applicationErrors, code)],
    severity: status === 'rejected' ? 'error' : 'warning',
    message: joined(parts) ?? `the partner's code ${code || '(none)'}`,
    place: { message: messageReference, offset: 0 },
  };
}
