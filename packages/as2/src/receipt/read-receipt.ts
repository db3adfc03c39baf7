import { type Digest, readDigestName } from '../cms/algorithms.ts';
import type { Certificate } from '../cms/certificates.ts';
import { Malformed } from '../malformed.ts';
import type { Mics } from '../message/mic.ts';
import { readMessageId } from '../message/names.ts';
import { Refusal } from '../message/refusal.ts';
import { type Trust, verifySigned } from '../message/verify-entity.ts';
import { type Entity, entityOf, readEntity } from '../mime/entity.ts';
import { type HeaderList, headerOf, readHeaders } from '../mime/headers.ts';
import { splitMultipart } from '../mime/multipart.ts';
import { decodeTransfer } from '../mime/transfer-encoding.ts';
import { type Disposition, readDisposition } from './disposition.ts';

export type ReadReceipt =
  | {
      outcome: 'read';
      originalMessageId: string | undefined;
      disposition: Disposition;
      mic: { value: string; digest: Digest | undefined } | undefined;
      signer: Certificate | undefined;
      text: string;
    }
  | { outcome: 'refused'; why: string };

const isReport = ({ contentType }: Entity): boolean => contentType.value === 'multipart/report';

/** True when this HTTP message is a receipt and not a message: a report, or a signed pair whose first part is one. */
export function isReceipt({ headers, body }: { headers: HeaderList; body: Buffer }): boolean {
  const entity = entityOf(headers, body);
  if (isReport(entity)) return true;
  if (entity.contentType.value !== 'multipart/signed') return false;
  try {
    const [first] = splitMultipart(body, entity.contentType.parameters.get('boundary'));
    return first !== undefined && isReport(readEntity(first));
  } catch {
    return false;
  }
}

function readMic(value: string | undefined): { value: string; digest: Digest | undefined } | undefined {
  if (value === undefined) return undefined;
  const comma = value.indexOf(',');
  if (comma < 0) return { value: value.trim(), digest: undefined };
  return { value: value.slice(0, comma).replace(/\s/g, ''), digest: readDigestName(value.slice(comma + 1)) };
}

function readReport(entity: Entity, signer: Certificate | undefined): ReadReceipt {
  if (!isReport(entity)) throw new Malformed('the receipt is no multipart/report');
  const parts = splitMultipart(entity.body, entity.contentType.parameters.get('boundary')).map(readEntity);
  const notice = parts.find(({ contentType }) =>
    /^message\/.*disposition-notification$/.test(contentType.value),
  );
  if (notice === undefined) throw new Malformed('the receipt has no disposition-notification');
  const decoded = decodeTransfer(notice.body, notice.transferEncoding);
  // Fields may be the last bytes, without the empty line that ends a header.
  const fields = readHeaders(Buffer.concat([decoded, Buffer.from('\r\n\r\n')]))?.headers ?? [];
  const disposition = headerOf(fields, 'disposition');
  if (disposition === undefined) throw new Malformed('the receipt has no disposition');
  const [words] = parts;
  const text =
    words === undefined ? '' : decodeTransfer(words.body, words.transferEncoding).toString('latin1');
  return {
    outcome: 'read',
    originalMessageId: readMessageId(headerOf(fields, 'original-message-id')),
    disposition: readDisposition(disposition),
    mic: readMic(headerOf(fields, 'received-content-mic')),
    signer,
    text: text.trim().slice(0, 1_000),
  };
}

/** Reads a receipt (MDN) and verifies its signature, if it has one. Never throws because of what was sent. */
export function readReceipt(
  { headers, body }: { headers: HeaderList; body: Buffer },
  trust: Trust,
): ReadReceipt {
  try {
    const entity = entityOf(headers, body);
    if (entity.contentType.value !== 'multipart/signed') return readReport(entity, undefined);
    const { content, signer } = verifySigned(entity, trust);
    return readReport(readEntity(content), signer);
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'refused', why: error.message };
    if (error instanceof Malformed)
      return { outcome: 'refused', why: `The receipt cannot be read: ${error.message}.` };
    throw error;
  }
}

/**
 * Why a receipt does not prove that the partner has what was sent; undefined when it does. A check that differs is
 * always a failure, one that is missing only where `isMicRequired`. A warning says that the partner has it already.
 */
export function findFault(
  receipt: Extract<ReadReceipt, { outcome: 'read' }>,
  sent: { messageId: string; mics: Mics; isSignatureRequired: boolean; isMicRequired: boolean },
): string | undefined {
  const { originalMessageId, disposition, mic, signer } = receipt;
  if (originalMessageId !== sent.messageId) {
    return `The receipt is for the message ${originalMessageId ?? 'without an id'}, not for ${sent.messageId}.`;
  }
  if (sent.isSignatureRequired && signer === undefined)
    return 'The receipt is not signed, but was asked to be.';
  if (disposition.outcome === 'error' || disposition.outcome === 'failure') {
    return `The partner did not take the message: ${disposition.text}.`;
  }
  if (mic === undefined) {
    const isExcused = !sent.isMicRequired || disposition.outcome === 'warning';
    return isExcused ? undefined : 'The receipt names no check of the content (Received-Content-MIC).';
  }
  const isSame =
    mic.digest === undefined
      ? Object.values(sent.mics).includes(mic.value)
      : sent.mics[mic.digest] === mic.value;
  return isSame ? undefined : 'The partner received other content than was sent: the checks (MIC) differ.';
}
