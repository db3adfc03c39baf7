import {
  decode,
  encodeX12,
  groupTypes,
  type Issue,
  type Message,
  messagesOf,
  type WireSegment,
} from '@coplan/edi';
import { assert } from '@coplan/kernel';
import { type AgreementProfile, defaultProfile } from './agreement-profile.ts';

/** For tests only: one message as an interchange between two invented companies. */
export function interchangeOf(
  type: string,
  segments: readonly WireSegment[],
  profile: AgreementProfile = defaultProfile,
): { bytes: Uint8Array | undefined; issues: Issue[] } {
  return encodeX12({
    envelope: {
      sender: { qualifier: 'ZZ', id: 'NORTHRETAIL' },
      receiver: { qualifier: '14', id: '4006381333924' },
      version: profile.version,
      isTest: true,
      delimiters: profile.delimiters,
      lineBreak: profile.lineBreak,
    },
    reference: 42,
    sentOn: '20261102',
    sentTime: '0815',
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
