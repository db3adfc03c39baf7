import { findFault, type ReadReceipt, readReceipt } from '@coplan/as2';
import type { Agreement } from '../../agreements/agreement.ts';
import type { As2Settings } from '../../agreements/as2-settings.ts';
import type { Tools } from '../../tools.ts';
import { type Evidence, findSent, type SentMessage } from './as2-archive.ts';
import { recordDelivered, recordFailed } from './end-sending.ts';
import type { As2Answer } from './receive-message.ts';

/** What a receipt means for the message that it is about. `unusable`: nobody can tell who made it. */
export type Judgement =
  | { outcome: 'delivered'; remark: string | null }
  | { outcome: 'failed'; why: string }
  | { outcome: 'unusable'; why: string };

/** Reads a receipt, whichever of the partner's certificates signed it. */
export async function readPartnersReceipt(
  { as2Keys, clock }: Tools,
  agreementId: string,
  receipt: Evidence,
): Promise<ReadReceipt> {
  return readReceipt(receipt, { trusted: await as2Keys.trusted(agreementId), now: clock.now() });
}

/** Judges a receipt against what was sent and what the agreement asks for. */
export function judgeReceipt(
  read: ReadReceipt,
  { messageId, mics }: SentMessage,
  { send: { signature, isReceiptSigned } }: As2Settings,
): Judgement {
  if (read.outcome === 'refused') return { outcome: 'unusable', why: read.why };
  const { signer, disposition } = read;
  if (isReceiptSigned && signer === undefined) {
    const said = disposition.outcome === 'processed' ? '' : ` It says: ${disposition.text}.`;
    return { outcome: 'unusable', why: `The receipt is not signed, but the agreement asks for that.${said}` };
  }
  const terms = {
    isSignatureRequired: isReceiptSigned,
    isMicRequired: isReceiptSigned && signature !== 'none',
  };
  const why = findFault(read, { messageId, mics, ...terms });
  if (why !== undefined) return { outcome: 'failed', why };
  const remark = disposition.outcome === 'warning' ? `The partner remarks: ${disposition.text}.` : null;
  return { outcome: 'delivered', remark };
}

/**
 * Takes a receipt that a partner posts later. It changes something only when it is as the agreement wants it: anybody
 * can post a receipt that is not signed. A receipt for a message that is settled changes nothing.
 */
export async function receiveReceipt(
  tools: Tools,
  { agreement, as2 }: { agreement: Agreement; as2: As2Settings },
  receipt: Evidence,
): Promise<As2Answer> {
  const { agreementId } = agreement;
  const read = await readPartnersReceipt(tools, agreementId, receipt);
  const messageId = read.outcome === 'read' ? read.originalMessageId : undefined;
  const sent =
    messageId === undefined ? undefined : await findSent(tools.database, { agreementId, messageId });
  if (read.outcome === 'read' && sent === undefined) {
    return { status: 404, text: 'The receipt is for no message that was sent.' };
  }
  if (sent !== undefined && sent.state !== 'ready' && sent.state !== 'posted') return { status: 200 };
  const judgement = sent === undefined ? undefined : judgeReceipt(read, sent, as2);
  if (sent === undefined || judgement === undefined || judgement.outcome === 'unusable') {
    const why = judgement?.outcome === 'unusable' ? judgement.why : read.outcome === 'refused' && read.why;
    tools.log.warn({ agreement: agreement.name, messageId, why }, 'an AS2 receipt was refused');
    return { status: 403, text: 'The receipt was not taken.' };
  }
  if (judgement.outcome === 'failed') {
    await recordFailed(tools, agreement, { sent, receipt, why: judgement.why });
  } else await recordDelivered(tools, agreement, { sent, receipt, remark: judgement.remark });
  return { status: 200 };
}
