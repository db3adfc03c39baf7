import { randomBytes } from 'node:crypto';
import { type OutgoingMessage, writeMessage } from '@coplan/as2';
import { killPoint, newId } from '@coplan/platform';
import type { Agreement } from '../../agreements/agreement.ts';
import type { As2Settings } from '../../agreements/as2-settings.ts';
import { type ArchivedInterchange, markStaged } from '../../archive/interchange-archive.ts';
import type { Tools } from '../../tools.ts';
import { contentTypeOf } from '../content-type.ts';
import { recordReady } from './as2-archive.ts';
import { newMessageId } from './make-receipt.ts';

/** A sentence for the coordinator: something in the agreement or among the certificates is missing. */
class NotPreparable extends Error {}

/** Signs with our current key and encrypts for the partner's newest valid certificate. */
async function protection(
  { as2Keys }: Tools,
  agreementId: string,
  { localName, send: { signature, encryption, keyTransport } }: As2Settings,
): Promise<Pick<OutgoingMessage, 'signing' | 'encryption'>> {
  const identity = signature === 'none' ? undefined : await as2Keys.signing(localName);
  if (signature !== 'none' && identity === undefined) {
    throw new NotPreparable(`We have no valid certificate with a key for ${localName}; add an identity.`);
  }
  const recipient = encryption === 'none' ? undefined : await as2Keys.encrypting(agreementId);
  if (encryption !== 'none' && recipient === undefined) {
    throw new NotPreparable('The partner has no valid certificate to encrypt for; add one to the agreement.');
  }
  return {
    ...(signature === 'none' || identity === undefined ? {} : { signing: { identity, digest: signature } }),
    ...(encryption === 'none' || recipient === undefined
      ? {}
      : { encryption: { recipient, cipher: encryption, keyTransport } }),
  };
}

function receiptOf({ localName, send }: As2Settings): Pick<OutgoingMessage, 'receipt'> {
  if (send.receipt === 'none') return {};
  const laterUrl = send.receipt === 'asynchronous' ? send.receiptUrl : undefined;
  return {
    receipt: {
      notifyTo: `${encodeURIComponent(localName)}@coplan.as2`,
      isSigned: send.isReceiptSigned,
      digest: send.signature === 'none' ? 'sha-256' : send.signature,
      ...(laterUrl === undefined ? {} : { asynchronousUrl: laterUrl }),
    },
  };
}

/**
 * Makes the AS2 message of a numbered file and stores it as it will be posted: every try sends these bytes under this
 * Message-ID. Throws when the agreement or the certificates do not allow it.
 */
export async function prepareMessage(
  tools: Tools,
  { agreement, as2 }: { agreement: Agreement; as2: As2Settings },
  file: ArchivedInterchange,
): Promise<void> {
  const { agreementId } = agreement;
  const now = tools.clock.now();
  const messageId = newMessageId();
  const { compression, transferEncoding, contentType = contentTypeOf(file.bytes) } = as2.send;
  const { signing, encryption } = await protection(tools, agreementId, as2);
  const written = writeMessage({
    ...{ from: as2.localName, to: as2.partnerName, messageId, subject: file.fileName, date: now },
    payload: { bytes: file.bytes, contentType, fileName: file.fileName },
    ...{ compression, transferEncoding, random: randomBytes, ...receiptOf(as2) },
    ...(signing === undefined ? {} : { signing }),
    ...(encryption === undefined ? {} : { encryption }),
  });
  const { interchangeId } = file;
  const security = {
    isCompressed: compression !== 'none',
    ...(signing && { digest: signing.digest, signedBy: signing.identity.certificate.fingerprint }),
    ...(encryption && { cipher: encryption.cipher, encryptedFor: encryption.recipient.fingerprint }),
  };
  await tools.database.transaction(async (sql) => {
    if (!(await markStaged(sql, { interchangeId, way: 'as2', now, isClaimed: false }))) return;
    const about = { as2MessageId: newId(), agreementId, messageId, interchangeId, security, now };
    await recordReady(sql, { ...about, ...written });
  });
  killPoint('as2.prepared');
}
