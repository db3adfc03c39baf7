import { constants, timingSafeEqual, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { type BerNode, readOid } from '../asn1/read-ber.ts';
import { type Digest, digestOf, hash, hashName, signatureDigest } from './algorithms.ts';
import { type Certificate, isValidAt } from './certificates.ts';
import { objectIds } from './object-ids.ts';
import type { SignedData, Signer } from './read-signed-data.ts';

/**
 * `changed`: no signature fits the content. `unknown-signer`, `expired`: the content is as somebody signed it, but that
 * somebody is nobody whom we know, or signed with a certificate that is not valid now.
 */
export type Verification =
  | { outcome: 'verified'; signer: Certificate; digest: Digest; content: Buffer }
  | { outcome: 'changed' }
  | { outcome: 'unknown-signer' | 'expired'; signer: Certificate };

/** RSASSA-PSS-params (RFC 4055, 3.1): the digest and the length of the salt, with their defaults. */
function readPss(parameters: BerNode | undefined): { digest: Digest; saltLength: number } {
  const field = (tag: number): BerNode | undefined =>
    parameters?.children.find((one) => one.tag === tag)?.children[0];
  const salt = field(0xa2);
  return {
    digest: field(0xa0) === undefined ? 'sha-1' : digestOf(readOid(field(0xa0)?.children[0])),
    saltLength: salt === undefined ? 20 : Number(`0x${salt.content.toString('hex') || '0'}`),
  };
}

/** True when `certificate` made this signature over exactly these bytes. */
function isSignature(signer: Signer, signed: Uint8Array, certificate: Certificate): boolean {
  const [name, parameters] = signer.signatureAlgorithm.children;
  const id = readOid(name);
  const key: VerifyKeyObjectInput = { key: certificate.publicKey };
  let digest = signatureDigest(id) ?? signer.digest;
  if (id === objectIds.rsaPss) {
    const pss = readPss(parameters);
    digest = pss.digest;
    Object.assign(key, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltLength });
  }
  try {
    return verify(hashName(digest), signed, key, signer.signature);
  } catch {
    return false;
  }
}

/** The first form of the content that this signer signed with this certificate. */
function findSigned(
  signer: Signer,
  forms: readonly (() => Buffer)[],
  certificate: Certificate,
): Buffer | undefined {
  const { signedAttributes, messageDigest, digest } = signer;
  if (signedAttributes !== undefined && !isSignature(signer, signedAttributes, certificate)) return undefined;
  for (const form of forms) {
    const content = form();
    if (signedAttributes === undefined) {
      if (isSignature(signer, content, certificate)) return content;
      continue;
    }
    const found = hash(digest, content);
    if (messageDigest?.length === found.length && timingSafeEqual(found, messageDigest)) return content;
  }
  return undefined;
}

/**
 * Verifies against the certificates that the agreement names, all of them: during an overlap any may have signed.
 * `forms` are what may have been signed, the exact bytes first; what the signature fits is the content from then on.
 * Certificates that came along are never trusted; they only tell a stranger's signature from a damaged message.
 */
export function verifyData(
  { certificates: carried, signers }: SignedData,
  { forms, trusted, now }: { forms: readonly (() => Buffer)[]; trusted: readonly Certificate[]; now: Date },
): Verification {
  let expired: Certificate | undefined;
  for (const signer of signers) {
    for (const certificate of trusted) {
      const content = findSigned(signer, forms, certificate);
      if (content === undefined) continue;
      const { digest } = signer;
      if (isValidAt(certificate, now)) return { outcome: 'verified', signer: certificate, digest, content };
      expired = certificate;
    }
  }
  if (expired !== undefined) return { outcome: 'expired', signer: expired };
  for (const signer of signers) {
    const stranger = carried.find(
      (certificate) => signer.isOf(certificate) && findSigned(signer, forms, certificate) !== undefined,
    );
    if (stranger !== undefined) return { outcome: 'unknown-signer', signer: stranger };
  }
  return { outcome: 'changed' };
}
