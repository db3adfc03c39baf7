import type { Digest } from '../cms/algorithms.ts';
import type { Certificate } from '../cms/certificates.ts';
import { readSignedData } from '../cms/read-signed-data.ts';
import { type Verification, verifyData } from '../cms/verify-data.ts';
import { Malformed } from '../malformed.ts';
import { type Entity, readEntity } from '../mime/entity.ts';
import { splitMultipart } from '../mime/multipart.ts';
import { canonicalText, decodeCms } from '../mime/transfer-encoding.ts';
import { Refusal } from './refusal.ts';

export type Trust = { trusted: readonly Certificate[]; now: Date };
export type VerifiedEntity = { content: Buffer; signer: Certificate; digest: Digest };

const lineBreak = Buffer.from('\r\n');

/**
 * What a partner may have signed when it shows these bytes: just them, as the standard says; with every line break as
 * CRLF, when something on the way changed them; with the line break that belongs to the boundary, or without the one
 * that ends the part, as some programs count it.
 */
const formsOf = (bytes: Buffer): (() => Buffer)[] => [
  () => bytes,
  () => canonicalText(bytes),
  () => Buffer.concat([bytes, lineBreak]),
  ...(bytes.subarray(-2).equals(lineBreak) ? [() => bytes.subarray(0, -2)] : []),
];

function accept(verification: Verification): VerifiedEntity {
  const { outcome } = verification;
  if (outcome === 'verified') return verification;
  if (outcome === 'changed') {
    throw new Refusal('integrity-check-failed', 'The signature does not fit the content of the message.');
  }
  const { subject, fingerprint, validUntil } = verification.signer;
  const why =
    outcome === 'expired'
      ? `It is signed with the certificate ${fingerprint} (${subject}), which was valid until ${validUntil.toISOString()} only or is not valid yet.`
      : `It is signed with the certificate ${fingerprint} (${subject}), which the agreement does not name.`;
  throw new Refusal('authentication-failed', why);
}

/** Verifies `multipart/signed`. Throws `Refusal` or `Malformed`. */
export function verifySigned({ contentType, body }: Entity, { trusted, now }: Trust): VerifiedEntity {
  const [content, signature, ...more] = splitMultipart(body, contentType.parameters.get('boundary'));
  if (content === undefined || signature === undefined || more.length > 0) {
    throw new Malformed('a signed message has two parts');
  }
  const part = readEntity(signature);
  if (!/^application\/(x-)?pkcs7-signature$/.test(part.contentType.value)) {
    throw new Malformed('the second part of a signed message is its signature');
  }
  const signed = readSignedData(decodeCms(part.body, part.transferEncoding));
  return accept(verifyData(signed, { forms: formsOf(content), trusted, now }));
}

/** Verifies a signature that carries its content (RFC 5751, 3.4.2). Throws `Refusal` or `Malformed`. */
export function verifyOpaque(cms: Buffer, { trusted, now }: Trust): VerifiedEntity {
  const signed = readSignedData(cms);
  const { content } = signed;
  if (content === undefined) throw new Malformed('the signature carries no content');
  return accept(verifyData(signed, { forms: [() => content], trusted, now }));
}
