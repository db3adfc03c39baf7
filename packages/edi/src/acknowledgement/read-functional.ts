import type { Message } from '../interchange.ts';
import type { Segment } from '../syntax/segment.ts';
import type { Loop } from '../validation/loop.ts';
import { type FunctionalSet, functionalTags } from './functional-sets.ts';
import type { AcknowledgementStatus } from './write-functional.ts';
import { elementMeanings, groupMeanings, messageMeanings, segmentMeanings } from './x12-codes.ts';

/** One complaint of the partner's system about a message of ours. */
export type AcknowledgedFault = {
  segment: string;
  /** Position in our message, the ST being 1. */
  segmentIndex: number;
  element?: number | undefined;
  component?: number | undefined;
  code: string;
  meaning: string;
  value?: string | undefined;
};

export type AcknowledgedMessage = {
  type: string;
  /** Our ST02. */
  reference: string;
  status: AcknowledgementStatus;
  codes: { code: string; meaning: string }[];
  faults: AcknowledgedFault[];
};

/** What a 997 or a 999 says about a group of ours. Without messages, the group's status holds for each of them. */
export type Acknowledgement = {
  groupType: string;
  /** Our GS06. */
  groupReference: string;
  status: AcknowledgementStatus;
  includedCount: number;
  receivedCount: number;
  acceptedCount: number;
  codes: { code: string; meaning: string }[];
  messages: AcknowledgedMessage[];
};

// M, W and X are rejections for reasons of security.
const statuses: Readonly<Record<string, AcknowledgementStatus>> = {
  A: 'accepted',
  E: 'accepted-with-errors',
  P: 'partly-accepted',
  R: 'rejected',
  M: 'rejected',
  W: 'rejected',
  X: 'rejected',
};

/** What an accepted 997 says; undefined when the message is none, was refused, or its status letter is unknown. */
export const read997 = (message: Message): Acknowledgement | undefined => read(message, '997');

/** The same for a 999. */
export const read999 = (message: Message): Acknowledgement | undefined => read(message, '999');

function read(message: Message, set: FunctionalSet): Acknowledgement | undefined {
  const { root, type, isAccepted } = message;
  const group = root?.first('AK1')?.segment;
  const end = root?.first('AK9')?.segment;
  if (type !== set || !isAccepted || root === undefined || group === undefined || end === undefined)
    return undefined;
  const status = statuses[end.value(1)];
  const messages = root.loops('AK2').map((loop) => readMessage(loop, set));
  if (status === undefined || messages.includes(undefined)) return undefined;
  return {
    groupType: group.value(1),
    groupReference: group.value(2),
    status,
    includedCount: Number(end.value(2)),
    receivedCount: Number(end.value(3)),
    acceptedCount: Number(end.value(4)),
    codes: readCodes(end, 5, groupMeanings),
    messages: messages.filter((read) => read !== undefined),
  };
}

function readMessage(loop: Loop, set: FunctionalSet): AcknowledgedMessage | undefined {
  const tags = functionalTags[set];
  const start = loop.first('AK2')?.segment;
  const end = loop.first(tags.end)?.segment;
  const status = statuses[end?.value(1) ?? ''];
  if (start === undefined || end === undefined || status === undefined) return undefined;
  return {
    type: start.value(1),
    reference: start.value(2),
    status,
    codes: readCodes(end, 2, messageMeanings),
    faults: loop.loops(tags.segment).flatMap((faults) => readFaults(faults, set)),
  };
}

function readCodes(segment: Segment, from: number, meanings: Readonly<Record<string, string>>) {
  const codes: { code: string; meaning: string }[] = [];
  for (let position = from; position <= segment.count; position++) {
    const code = segment.value(position);
    if (code !== '') codes.push({ code, meaning: meanings[code] ?? `the partner's code ${code}` });
  }
  return codes;
}

function readFaults(loop: Loop, set: FunctionalSet): AcknowledgedFault[] {
  const tags = functionalTags[set];
  const segment = loop.first(tags.segment)?.segment;
  if (segment === undefined) return [];
  const where = { segment: segment.value(1), segmentIndex: Number(segment.value(2)) };
  // An IK4 opens a loop of its own, an AK4 does not.
  const found = [
    ...loop.all(tags.element),
    ...loop.loops(tags.element).flatMap((below) => below.all(tags.element)),
  ];
  const elements = found.map(({ segment: fault }) => {
    const [element = '', component = ''] = fault.components(1);
    const code = fault.value(3);
    return {
      ...where,
      element: Number(element),
      component: component === '' ? undefined : Number(component),
      code,
      meaning: elementMeanings[code] ?? `the partner's code ${code}`,
      value: fault.value(4) === '' ? undefined : fault.value(4),
    };
  });
  if (elements.length > 0) return elements;
  const code = segment.value(4);
  return [{ ...where, code, meaning: segmentMeanings[code] ?? `the partner's code ${code || '(none)'}` }];
}
