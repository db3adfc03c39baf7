import type { Message } from '../interchange.ts';
import type { Issue } from '../issue.ts';
import { joined } from '../texts.ts';
import type { Loop } from '../validation/loop.ts';
import {
  type AdviceStatus,
  type ApplicationAdvice,
  codeOfKind,
  conditionCodes,
  kindOfCode,
  verdictCodes,
} from './advice.ts';

const statuses = new Map(
  (Object.entries(verdictCodes) as [AdviceStatus, readonly string[]][]).flatMap(([status, codes]) =>
    codes.map((code) => [code, status] as const),
  ),
);

/**
 * What an accepted 824 says, one advice for each OTI; undefined when the message is none, was refused, or names a status
 * that we do not know.
 */
export function read824({ root, type, isAccepted, reference }: Message): ApplicationAdvice[] | undefined {
  const beginning = root?.first('BGN')?.segment;
  if (type !== '824' || !isAccepted || root === undefined || beginning === undefined) return undefined;
  const about = { reference: beginning.value(2) || reference, givenOn: beginning.value(3) };
  const advices = root.loops('OTI').map((loop) => readAdvice(loop, about));
  return advices.some((advice) => advice === undefined)
    ? undefined
    : advices.filter((advice) => advice !== undefined);
}

function readAdvice(
  loop: Loop,
  about: { reference: string; givenOn: string },
): ApplicationAdvice | undefined {
  const head = loop.first('OTI')?.segment;
  const status = statuses.get(head?.value(1) ?? '');
  if (head === undefined || status === undefined) return undefined;
  const messageReference = head.value(9);
  const groupReference = head.value(8) || undefined;
  return {
    ...about,
    status,
    about: {
      type: head.value(10) || undefined,
      messageReference,
      groupReference,
      businessReference: head.value(3),
      businessQualifier: head.value(2),
    },
    issues: loop
      .loops('TED')
      .map((fault) => readIssue(fault, { status, message: messageReference, group: groupReference })),
  };
}

function readIssue(
  loop: Loop,
  about: { status: ApplicationAdvice['status']; message: string; group: string | undefined },
): Issue {
  const fault = loop.first('TED')?.segment;
  const text = joined([fault?.value(2), ...loop.all('NTE').map(({ segment }) => segment.value(2))]);
  const code = fault?.value(1) ?? '';
  const number = (given: string | undefined): number | undefined =>
    given !== undefined && /^\d{1,9}$/.test(given) ? Number(given) : undefined;
  return {
    code: codeOfKind[kindOfCode(conditionCodes, code)],
    severity: about.status === 'rejected' ? 'error' : 'warning',
    message: text ?? `the partner's code ${code || '(none)'}`,
    place: {
      group: about.group,
      message: about.message,
      segment: fault?.value(3) || undefined,
      segmentIndex: number(fault?.value(4)),
      element: number(fault?.component(5, 1)),
      component: number(fault?.component(5, 2)),
      offset: 0,
    },
    value: fault?.value(7) || undefined,
    elementNumber: number(fault?.component(6, 1)),
  };
}
