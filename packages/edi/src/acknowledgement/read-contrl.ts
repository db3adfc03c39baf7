import type { EnvelopeParty, Message } from '../interchange.ts';
import type { Segment } from '../syntax/segment.ts';
import type { Loop } from '../validation/loop.ts';
import { actionCodes, errorMeaning } from './edifact-codes.ts';
import type { AcknowledgedFault, AcknowledgedMessage } from './read-functional.ts';

type Code = { code: string; meaning: string };

/** `received` only says that it arrived; `accepted` speaks for everything below that is not named. */
export type ControlStatus = 'accepted' | 'rejected' | 'received';

/** What a CONTRL says of an interchange of ours. */
export type ControlAnswer = {
  /** Our UNB 0020. */
  interchangeReference: string;
  /** As we sent them: the sender is ours. */
  sender: EnvelopeParty;
  receiver: EnvelopeParty;
  status: ControlStatus;
  codes: Code[];
  groups: { reference: string; status: ControlStatus; codes: Code[] }[];
  /** Those that it names, also inside of groups. Faults name segments by their position, the UNH being 1. */
  messages: AcknowledgedMessage[];
};

const statuses: Readonly<Record<string, ControlStatus>> = {
  [actionCodes.rejected]: 'rejected',
  [actionCodes.acknowledged]: 'accepted',
  [actionCodes.received]: 'received',
};

/** What an accepted CONTRL says; undefined when the message is none, was refused, or names an action that is none. */
export function readContrl(message: Message): ControlAnswer | undefined {
  const { root, type, isAccepted } = message;
  const whole = root?.first('UCI')?.segment;
  const status = statuses[whole?.value(4) ?? ''];
  if (type !== 'CONTRL' || !isAccepted || root === undefined || whole === undefined || status === undefined)
    return undefined;
  const groups = root.loops('UCF');
  const messages = [root, ...groups].flatMap((loop) => loop.loops('UCM').map(readMessage));
  const answers = groups.map(readGroup);
  if (messages.includes(undefined) || answers.includes(undefined)) return undefined;
  const party = (element: number): EnvelopeParty => ({
    id: whole.component(element, 1),
    qualifier: whole.component(element, 2),
  });
  return {
    interchangeReference: whole.value(1),
    sender: party(2),
    receiver: party(3),
    status,
    codes: codesOf(whole.value(5)),
    groups: answers.filter((answer) => answer !== undefined),
    messages: messages.filter((answer) => answer !== undefined),
  };
}

const codesOf = (code: string): Code[] => (code === '' ? [] : [{ code, meaning: errorMeaning(code) }]);

function readGroup(loop: Loop): ControlAnswer['groups'][number] | undefined {
  const segment = loop.first('UCF')?.segment;
  const status = statuses[segment?.value(4) ?? ''];
  if (segment === undefined || status === undefined) return undefined;
  return { reference: segment.value(1), status, codes: codesOf(segment.value(5)) };
}

function readMessage(loop: Loop): AcknowledgedMessage | undefined {
  const segment = loop.first('UCM')?.segment;
  const status = statuses[segment?.value(3) ?? ''];
  if (segment === undefined || status === undefined) return undefined;
  return {
    type: segment.component(2, 1),
    reference: segment.value(1),
    status: status === 'rejected' ? 'rejected' : 'accepted',
    codes: codesOf(segment.value(4)),
    faults: loop.loops('UCS').flatMap(readFaults),
  };
}

function readFaults(loop: Loop): AcknowledgedFault[] {
  const segment = loop.first('UCS')?.segment;
  const segmentIndex = Number(segment?.value(1));
  const ofSegment = codesOf(segment?.value(2) ?? '').map((code) => ({ segment: '', segmentIndex, ...code }));
  const ofElements = loop
    .loops('UCD')
    .map((below) => below.first('UCD')?.segment)
    .concat(loop.all('UCD').map((item) => item.segment))
    .filter((fault): fault is Segment => fault !== undefined)
    .map((fault) => {
      const component = fault.component(2, 2);
      return {
        segment: '',
        segmentIndex,
        // The segment's tag counts as element 1.
        element: Number(fault.component(2, 1)) - 1,
        component: component === '' ? undefined : Number(component),
        code: fault.value(1),
        meaning: errorMeaning(fault.value(1)),
      };
    });
  return [...ofSegment, ...ofElements];
}
