import { randomBytes } from 'node:crypto';
import {
  failedWith,
  type Identity,
  processed,
  type ReadMessage,
  type RequestedReceipt,
  readMessage,
  readReceiptRequest,
} from '@coplan/as2';
import { killPoint, newId } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import type { As2Settings } from '../../agreements/as2-settings.ts';
import { archiveReceived } from '../../archive/interchange-archive.ts';
import { fileRecordLifecycle } from '../../archive/lifecycles.ts';
import { recordMessage } from '../../archive/message-archive.ts';
import { sha256 } from '../../ids.ts';
import type { Tools } from '../../tools.ts';
import { isAgreedOrigin } from '../addresses.ts';
import { fileBytesMax } from '../folder/pick-up.ts';
import { countRefused, type Evidence, findAccepted, recordReceived } from './as2-archive.ts';
import { makeReceipt } from './make-receipt.ts';

export type As2Answer = { status: number; evidence?: Evidence; text?: string };
/** An AS2 message whose names belong to an agreement. */
export type Addressed = { agreement: Agreement; as2: As2Settings; messageId: string; message: Evidence };
type Accepted = Extract<ReadMessage, { outcome: 'accepted' }>;
type Terms = { wanted: RequestedReceipt | undefined; identity: Identity | undefined; now: Date };

/** Refusals beyond this are answered, but no longer recorded. */
const refusedPerHourMax = 500;

/** How the partner learns of it: at once with the receipt, at once without one, or by a receipt that is posted later. */
function answerWith(
  receipt: Evidence | undefined,
  receiptUrl: string | undefined,
  status: number,
): As2Answer {
  if (receipt !== undefined && receiptUrl === undefined) return { status: 200, evidence: receipt };
  if (receipt !== undefined) return { status: 200 };
  return status === 200 ? { status } : { status, text: 'The message was not taken.' };
}

async function refuse(
  tools: Tools,
  { agreement, as2, messageId, message }: Addressed,
  { wanted, identity, now }: Terms,
  { told, why }: Omit<Extract<ReadMessage, { outcome: 'refused' }>, 'outcome'>,
): Promise<As2Answer> {
  const { database, log } = tools;
  const { agreementId } = agreement;
  log.warn({ agreement: agreement.name, messageId, why }, 'an AS2 message was refused');
  const disposition = failedWith(told);
  const receipt =
    wanted === undefined ? undefined : makeReceipt(as2, { wanted, messageId, disposition, identity, now });
  const receiptUrl = wanted?.asynchronousUrl;
  if ((await countRefused(database, agreementId, new Date(now.getTime() - 3_600_000))) < refusedPerHourMax) {
    const as2MessageId = newId();
    await database.transaction(async (sql) => {
      const explanation = why.slice(0, 2_000);
      const about = { as2MessageId, agreementId, messageId, message, receipt, receiptUrl, now };
      await recordReceived(sql, { ...about, state: 'refused', explanation });
      await recordMessage(sql, {
        ...{ messageId: as2MessageId, agreementId, direction: 'in', state: fileRecordLifecycle.initial, now },
        explanation: `The AS2 message ${messageId} was refused. ${explanation}`,
      });
    });
  }
  return answerWith(receipt, receiptUrl, 403);
}

/** The same message again gets the receipt that was stored for it, the very same bytes. */
async function accept(
  tools: Tools,
  { agreement, as2, messageId, message }: Addressed,
  { wanted, identity, now }: Terms,
  read: Accepted,
): Promise<As2Answer | 'differs'> {
  const { agreementId } = agreement;
  const { payload, mics, security } = read;
  const receiptUrl = wanted?.asynchronousUrl;
  const payloadSha256 = sha256(payload.bytes);
  const about = { messageId, disposition: processed, mics, security, identity, now };
  const receipt = wanted === undefined ? undefined : makeReceipt(as2, { ...about, wanted });
  return await tools.database.transaction(async (sql) => {
    await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `as2 ${agreementId} ${messageId}`,
    ]);
    const earlier = await findAccepted(sql, { agreementId, messageId });
    if (earlier !== undefined) {
      if (earlier.payloadSha256 !== payloadSha256) return 'differs';
      if (earlier.receiptUrl !== null) {
        await sql.query(
          `update as2_messages set receipt_state = 'due', attempt_count = 0, next_attempt_at = $2
           where as2_message_id = $1`,
          [earlier.as2MessageId, now],
        );
      }
      const { receiptHeaders, receiptBody } = earlier;
      const hasReceipt = receiptHeaders !== null && receiptBody !== null;
      const stored = hasReceipt ? { headers: receiptHeaders, body: receiptBody } : undefined;
      return answerWith(stored, earlier.receiptUrl ?? undefined, 200);
    }
    const fileName = `as2-${sha256(messageId).slice(0, 16)}-${payload.fileName ?? 'message'}`;
    const interchangeId = await archiveReceived(sql, { agreementId, fileName, bytes: payload.bytes, now });
    const { signer, ...used } = security;
    await recordReceived(sql, {
      ...{ as2MessageId: newId(), agreementId, messageId, message, receipt, receiptUrl, now },
      ...{ state: 'accepted', interchangeId, payloadSha256, mics },
      security: { ...used, ...(signer === undefined ? {} : { signedBy: signer.fingerprint }) },
    });
    return answerWith(receipt, receiptUrl, 200);
  });
}

/**
 * Takes a message of a partner: read under the agreement's terms, its file durable in the archive together with the
 * receipt, then answered. The same Message-ID with the same file is answered as before; with another file it is refused.
 */
export async function receiveMessage(tools: Tools, addressed: Addressed): Promise<As2Answer> {
  const { as2Keys, clock, log } = tools;
  const { agreement, as2, messageId, message } = addressed;
  const now = clock.now();
  const wanted = readReceiptRequest(message.headers);
  const receiptUrl = wanted?.asynchronousUrl;
  if (receiptUrl !== undefined && !isAgreedOrigin(receiptUrl, { url: as2.url, ...as2.receive })) {
    log.warn(
      { agreement: agreement.name, messageId },
      'an AS2 message wants its receipt at an address not agreed on',
    );
    return {
      status: 403,
      text: 'The agreement does not allow receipts to go to this Receipt-Delivery-Option.',
    };
  }
  const identity = await as2Keys.signing(as2.localName);
  const terms = { wanted, identity, now };
  const read = readMessage(message, {
    ...{ trusted: await as2Keys.trusted(agreement.agreementId), now, random: randomBytes },
    identities: await as2Keys.decrypting(as2.localName),
    isSignatureRequired: as2.receive.signature === 'required',
    isEncryptionRequired: as2.receive.encryption === 'required',
    bytesMax: fileBytesMax,
  });
  if (read.outcome === 'refused') return refuse(tools, addressed, terms, read);
  const answer = await accept(tools, addressed, terms, read);
  if (answer !== 'differs') {
    killPoint('as2.archived');
    return answer;
  }
  const why =
    'A message with this Message-ID and other content was received before; ask the partner for a new id.';
  return refuse(tools, addressed, terms, { told: 'unexpected-processing-error', why });
}
