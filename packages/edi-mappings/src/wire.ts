import {
  decode,
  encodeEdifact,
  encodeX12,
  groupTypes,
  type Issue,
  type Message,
  messagesOf,
  type WireSegment,
} from '@coplan/edi';
import { assert } from '@coplan/kernel';
import { type AgreementProfile, defaultProfile, dialectOf } from './agreement-profile.ts';

const parties = {
  sender: { qualifier: 'ZZ', id: 'NORTHRETAIL' },
  receiver: { qualifier: '14', id: '4006381333924' },
};
const sending = { sentOn: '20261102', sentTime: '0815' };

/** For tests only: one message, of either dialect, as an interchange between two invented companies. */
export function interchangeOf(
  type: string,
  segments: readonly WireSegment[],
  profile: AgreementProfile = defaultProfile,
): { bytes: Uint8Array | undefined; issues: Issue[] } {
  if (dialectOf(type) === 'edifact') {
    const content = { messages: [{ type, reference: '1', segments }] };
    const envelope = { ...parties, ...profile.edifact, isTest: true };
    return encodeEdifact({ envelope, reference: '42', ...sending, content });
  }
  const { version, delimiters, lineBreak } = profile;
  return encodeX12({
    envelope: { ...parties, version, delimiters, lineBreak, isTest: true },
    reference: 42,
    ...sending,
    groups: [{ type: groupTypes[type] ?? 'ZZ', reference: 7, messages: [{ type, reference: 1, segments }] }],
  });
}

/** Through the wire and back. */
export function sentAndReceived(
  type: string,
  segments: readonly WireSegment[] | undefined,
  profile?: AgreementProfile,
): Message {
  assert(segments !== undefined, `the ${type} was written`);
  const { bytes, issues } = interchangeOf(type, segments, profile);
  assert(bytes !== undefined, JSON.stringify(issues));
  const [message] = messagesOf(decode(bytes));
  assert(message !== undefined, 'one message came back');
  return message;
}
