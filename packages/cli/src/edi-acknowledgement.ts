import {
  type Decoded,
  type Encoded,
  encodeEdifact,
  encodeX12,
  type Interchange,
  write997,
  writeContrl,
  type X12Envelope,
} from '@coplan/edi';

/**
 * One interchange with the 997 of each X12 group that was read, and one with the CONTRL of each EDIFACT interchange,
 * sender and receiver exchanged.
 */
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
    if (interchange.header.dialect.name === 'edifact') {
      const answer = controlOf(interchange, { control: control + answers.length, sentOn, sentTime });
      if (answer !== undefined) answers.push(answer);
      continue;
    }
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

function controlOf(
  interchange: Interchange,
  { control, sentOn, sentTime }: { control: number; sentOn: string; sentTime: string },
): Encoded | undefined {
  const written = writeContrl(interchange);
  if (written === undefined) return undefined;
  const { sender, receiver, version, isTest, delimiters } = interchange.header;
  const [level = '', number = ''] = version.split(':');
  const syntaxVersion = ([1, 2, 3, 4] as const).find((known) => String(known) === number) ?? 3;
  return encodeEdifact({
    envelope: {
      sender: receiver,
      receiver: sender,
      syntax: { level, version: syntaxVersion },
      version: syntaxVersion === 4 ? '4.1' : 'D.3',
      isTest,
      delimiters,
      lineBreak: '\n',
    },
    reference: String(control),
    sentOn,
    sentTime,
    content: { messages: [{ type: 'CONTRL', reference: '1', segments: written.segments }] },
  });
}
