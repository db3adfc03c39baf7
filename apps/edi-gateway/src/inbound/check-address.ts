import type { EnvelopeParty, InterchangeHeader } from '@coplan/edi';
import type { Agreement } from '../agreements/agreement.ts';

const named = ({ qualifier, id }: EnvelopeParty): string => `${qualifier}/${id}`;

const isSame = (party: EnvelopeParty, agreed: { isaQualifier: string; isaId: string }): boolean =>
  party.qualifier.trim() === agreed.isaQualifier && party.id.trim() === agreed.isaId;

/** Why this interchange does not belong to the agreement whose folder it lay in; undefined when it does. */
export function wrongAddress(
  header: InterchangeHeader,
  { envelope, usage, name }: Agreement,
): string | undefined {
  const { sender, receiver, isTest } = header;
  if (!isSame(sender, envelope.partner)) {
    return `The sender is ${named(sender)}, but ${name} sends as ${envelope.partner.isaQualifier}/${envelope.partner.isaId}; correct the file or the agreement.`;
  }
  if (!isSame(receiver, envelope.local)) {
    return `The receiver is ${named(receiver)}, but we receive as ${envelope.local.isaQualifier}/${envelope.local.isaId}; correct the file or the agreement.`;
  }
  if (isTest && usage === 'production') {
    return 'The file says that it is a test (ISA15 = T), but the agreement is in production; nothing of it was used.';
  }
  return undefined;
}
