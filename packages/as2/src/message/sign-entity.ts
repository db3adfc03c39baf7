import type { Digest } from '../cms/algorithms.ts';
import type { Identity } from '../cms/certificates.ts';
import { signData } from '../cms/sign-data.ts';
import { type HeaderList, writeHeaders } from '../mime/headers.ts';
import { joinMultipart } from '../mime/multipart.ts';
import { encodeBase64 } from '../mime/transfer-encoding.ts';
import { signatureHeaders } from './smime-types.ts';

export type Signing = { identity: Identity; digest: Digest };
/** Header and body of an entity that is yet to be sent. */
export type Draft = { headers: HeaderList; body: Buffer };

export const bytesOf = ({ headers, body }: Draft): Buffer => Buffer.concat([writeHeaders(headers), body]);

/** `multipart/signed` (RFC 1847, RFC 5751, 3.4.3) over the exact bytes of `entity`, its header included. */
export function signEntity(
  entity: Buffer,
  { identity, digest, date, random }: Signing & { date: Date; random: (byteCount: number) => Buffer },
): Draft {
  const boundary = `coplan-${random(18).toString('hex')}`;
  const signature = encodeBase64(signData(entity, { identity, digest, signingTime: date }));
  const type = `multipart/signed; protocol="application/pkcs7-signature"; micalg=${digest}`;
  return {
    headers: [['Content-Type', `${type}; boundary="${boundary}"`]],
    body: joinMultipart([entity, bytesOf({ headers: signatureHeaders, body: signature })], boundary),
  };
}
