import {
  type Decoded,
  type Encoded,
  encodeX12,
  type Interchange,
  write997,
  type X12Envelope,
} from '@coplan/edi';

/** One interchange with the 997 of each X12 group that was read, sender and receiver exchanged. */
export function acknowledgementsOf(
  decoded: Decoded,
  { control, at }: { control: number; at: Date },
): Encoded[] {
  const answers: Encoded[] = [];
  const [sentOn, sentTime] = [
    at.toISOString().slice(0, 10).replaceAll('-', ''),
    at.toISOString().slice(11, 16).replace(':', ''),
  ];
  for (const interchange of decoded.interchanges) {
    if (interchange.header.dialect.name !== 'x12') continue;
    for (const group of interchange.groups) {
      const envelope = answerEnvelope(interchange, group.header?.version ?? '');
      const { delimiters } = interchange.header;
      const written = write997(group, { version: envelope.version, delimiters });
      if (written === undefined) continue;
      const reference = control + answers.length;
      const message = { type: '997', reference: 1, segments: written.segments };
      answers.push(
        encodeX12({
          envelope,
          reference,
          sentOn,
          sentTime,
          groups: [{ type: 'FA', reference, messages: [message] }],
        }),
      );
    }
  }
  return answers;
}

/** The answer speaks the sender's edition where it is one of ours, and its delimiters. */
function answerEnvelope({ header, groups }: Interchange, version: string): X12Envelope {
  const [group] = groups;
  return {
    sender: header.receiver,
    receiver: header.sender,
    groupSender: group?.header?.receiver,
    groupReceiver: group?.header?.sender,
    version: version.startsWith('005010') ? '005010' : '004010',
    isTest: header.isTest,
    delimiters: header.delimiters,
    lineBreak: header.delimiters.segment === '\n' || header.delimiters.segment === '\r' ? '' : '\n',
  };
}
