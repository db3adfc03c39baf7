import type { BusinessDocument } from '@coplan/documents';
import { decode, encodeEdifact, encodeX12, groupTypes, type Message, messagesOf } from '@coplan/edi';
import { dialectOf } from '../agreement-profile.ts';
import type { AgreementTerms, TermsSet } from '../agreement-terms.ts';
import type { MappedMessage } from '../mapped-messages.ts';

/** Any day will do: an example is no message. */
const sending = { sentOn: '20260105', sentTime: '0800' };
const reference = 1;

export type ExampleMessage = { document: BusinessDocument; lines: string; message: Message };

/** One document as the agreement has it on the wire; undefined where the agreement has no words for it. */
export function exampleMessage(
  { mapping }: MappedMessage,
  document: BusinessDocument,
  { direction }: TermsSet,
  terms: AgreementTerms,
): ExampleMessage | undefined {
  const { envelope, profile, usage } = terms;
  const { segments, issues } = mapping.write(document, profile);
  if (segments === undefined || issues.length > 0) return undefined;
  const isIncoming = direction === 'from-partner';
  const sender = isIncoming ? envelope.partner : envelope.local;
  const receiver = isIncoming ? envelope.local : envelope.partner;
  const isTest = usage === 'test';
  const { type } = mapping;
  const { bytes } =
    dialectOf(type) === 'edifact'
      ? encodeEdifact({
          envelope: { sender, receiver, ...profile.edifact, lineBreak: '\n', isTest },
          reference: String(reference),
          ...sending,
          content: { messages: [{ type, reference: '1', segments }] },
        })
      : encodeX12({
          envelope: {
            sender,
            receiver,
            ...(sender.groupId === undefined ? {} : { groupSender: sender.groupId }),
            ...(receiver.groupId === undefined ? {} : { groupReceiver: receiver.groupId }),
            version: profile.version,
            delimiters: profile.delimiters,
            lineBreak: '\n',
            isTest,
          },
          reference,
          ...sending,
          groups: [{ type: groupTypes[type] ?? 'ZZ', reference, messages: [{ type, reference, segments }] }],
        });
  if (bytes === undefined) return undefined;
  const [message] = messagesOf(decode(bytes));
  if (message === undefined) return undefined;
  return { document, lines: Buffer.from(bytes).toString('latin1').trimEnd(), message };
}
