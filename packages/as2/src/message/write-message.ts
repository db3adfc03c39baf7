import { type Cipher, cipherAbout, type Digest } from '../cms/algorithms.ts';
import type { Certificate } from '../cms/certificates.ts';
import { writeCompressedData } from '../cms/compressed-data.ts';
import { envelopData, type KeyTransport } from '../cms/envelop-data.ts';
import type { HeaderList } from '../mime/headers.ts';
import { quoteIfNeeded } from '../mime/parameters.ts';
import { encodeBase64 } from '../mime/transfer-encoding.ts';
import { type Mics, micsOf } from './mic.ts';
import { quoteName } from './names.ts';
import { bytesOf, type Draft, type Signing, signEntity } from './sign-entity.ts';
import { authEnvelopedHeaders, compressedHeaders, envelopedHeaders } from './smime-types.ts';

export type Compression = 'none' | 'before-signing' | 'after-signing';
export type ReceiptRequest = {
  /** Where the answer of e-mail would go; AS2 only wants it to be there. */
  notifyTo: string;
  /** Ask for a signed receipt. */
  isSigned: boolean;
  digest: Digest;
  /** Where the receipt is to be posted later; without it, it comes with the HTTP answer. */
  asynchronousUrl?: string;
};
export type OutgoingMessage = {
  from: string;
  to: string;
  /** With its angle brackets. */
  messageId: string;
  subject: string;
  date: Date;
  payload: { bytes: Uint8Array; contentType: string; fileName?: string };
  compression: Compression;
  signing?: Signing;
  encryption?: { recipient: Certificate; cipher: Cipher; keyTransport?: KeyTransport };
  receipt?: ReceiptRequest;
  /** How CMS bodies travel: HTTP takes binary, some old partners do not. */
  transferEncoding: 'binary' | 'base64';
  random: (byteCount: number) => Buffer;
};
/** What is posted, and what the partner's receipt has to name. */
export type WrittenMessage = { headers: HeaderList; body: Buffer; mics: Mics };

function payloadEntity({ bytes, contentType, fileName }: OutgoingMessage['payload']): Draft {
  const disposition =
    fileName === undefined
      ? []
      : [['Content-Disposition', `attachment; filename=${quoteIfNeeded(fileName)}`] as const];
  return {
    headers: [['Content-Type', contentType], ['Content-Transfer-Encoding', 'binary'], ...disposition],
    body: Buffer.from(bytes),
  };
}

const encoded = (bytes: Buffer, encoding: 'binary' | 'base64'): Buffer =>
  encoding === 'binary' ? bytes : encodeBase64(bytes);

const compress = (entity: Draft, encoding: 'binary' | 'base64'): Draft => ({
  headers: compressedHeaders(encoding),
  body: encoded(writeCompressedData(bytesOf(entity)), encoding),
});

function encrypt(entity: Draft, message: OutgoingMessage): Draft {
  const { encryption, transferEncoding, random } = message;
  if (encryption === undefined) return entity;
  const { isAuthenticated } = cipherAbout[encryption.cipher];
  const headers = isAuthenticated ? authEnvelopedHeaders : envelopedHeaders;
  const bytes = envelopData(bytesOf(entity), { ...encryption, random });
  return { headers: headers(transferEncoding), body: encoded(bytes, transferEncoding) };
}

function receiptHeaders(receipt: ReceiptRequest | undefined): HeaderList {
  if (receipt === undefined) return [];
  const { notifyTo, isSigned, digest, asynchronousUrl } = receipt;
  const options = `signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, ${digest}`;
  return [
    ['Disposition-Notification-To', notifyTo],
    ...(isSigned ? [['Disposition-Notification-Options', options] as const] : []),
    ...(asynchronousUrl === undefined ? [] : [['Receipt-Delivery-Option', asynchronousUrl] as const]),
  ];
}

/** What the receipt's check is made over when nothing is signed (RFC 4130, 7.3.1; RFC 5402, 4). */
const unsignedContent = (entity: Draft, message: OutgoingMessage): Buffer =>
  message.encryption === undefined && message.compression === 'none' ? entity.body : bytesOf(entity);

/**
 * Writes an AS2 message (RFC 4130): the file, compressed, signed and encrypted as asked, and its HTTP header. The same
 * input with the same `random` gives the same bytes, except for RSA's own padding.
 */
export function writeMessage(message: OutgoingMessage): WrittenMessage {
  const { compression, signing, transferEncoding, date, random } = message;
  const payload = payloadEntity(message.payload);
  const isEarly = compression === 'before-signing' || (compression !== 'none' && signing === undefined);
  let entity = isEarly ? compress(payload, transferEncoding) : payload;
  const mics = micsOf(signing === undefined ? unsignedContent(payload, message) : bytesOf(entity));
  if (signing !== undefined) entity = signEntity(bytesOf(entity), { ...signing, date, random });
  if (compression !== 'none' && !isEarly) entity = compress(entity, transferEncoding);
  const { headers, body } = encrypt(entity, message);
  return {
    headers: [
      ['AS2-Version', '1.2'],
      ['AS2-From', quoteName(message.from)],
      ['AS2-To', quoteName(message.to)],
      ['Message-ID', message.messageId],
      ['Subject', message.subject],
      ['Date', date.toUTCString().replace('GMT', '+0000')],
      ['MIME-Version', '1.0'],
      ...receiptHeaders(message.receipt),
      ...headers,
    ],
    body,
    mics,
  };
}
