import { createHash } from 'node:crypto';
import { Malformed } from '../malformed.ts';

/** Digests as RFC 5751 names them in `micalg`. MD5 is refused: it can be forged. */
export const digests = ['sha-1', 'sha-256', 'sha-384', 'sha-512'] as const;
export type Digest = (typeof digests)[number];
export const ciphers = [
  '3des',
  'aes-128-cbc',
  'aes-192-cbc',
  'aes-256-cbc',
  'aes-128-gcm',
  'aes-192-gcm',
  'aes-256-gcm',
] as const;
export type Cipher = (typeof ciphers)[number];

const digestIds: Record<Digest, string> = {
  'sha-1': '1.3.14.3.2.26',
  'sha-256': '2.16.840.1.101.3.4.2.1',
  'sha-384': '2.16.840.1.101.3.4.2.2',
  'sha-512': '2.16.840.1.101.3.4.2.3',
};
/** Signature algorithms that name their digest: RSA with PKCS #1 v1.5, and ECDSA. */
const signatureDigests: Record<string, Digest> = {
  '1.2.840.113549.1.1.5': 'sha-1',
  '1.2.840.113549.1.1.11': 'sha-256',
  '1.2.840.113549.1.1.12': 'sha-384',
  '1.2.840.113549.1.1.13': 'sha-512',
  '1.2.840.10045.4.1': 'sha-1',
  '1.2.840.10045.4.3.2': 'sha-256',
  '1.2.840.10045.4.3.3': 'sha-384',
  '1.2.840.10045.4.3.4': 'sha-512',
};

export type CipherAbout = {
  id: string;
  /** OpenSSL's name. */
  name: 'des-ede3-cbc' | `aes-${128 | 192 | 256}-${'cbc' | 'gcm'}`;
  keyBytes: number;
  blockBytes: number;
  isAuthenticated: boolean;
};
const aes = (bits: 128 | 192 | 256, mode: 'cbc' | 'gcm', last: number): CipherAbout => ({
  id: `2.16.840.1.101.3.4.1.${last}`,
  name: `aes-${bits}-${mode}`,
  keyBytes: bits / 8,
  blockBytes: 16,
  isAuthenticated: mode === 'gcm',
});
export const cipherAbout: Record<Cipher, CipherAbout> = {
  '3des': {
    id: '1.2.840.113549.3.7',
    name: 'des-ede3-cbc',
    keyBytes: 24,
    blockBytes: 8,
    isAuthenticated: false,
  },
  'aes-128-cbc': aes(128, 'cbc', 2),
  'aes-192-cbc': aes(192, 'cbc', 22),
  'aes-256-cbc': aes(256, 'cbc', 42),
  'aes-128-gcm': aes(128, 'gcm', 6),
  'aes-192-gcm': aes(192, 'gcm', 26),
  'aes-256-gcm': aes(256, 'gcm', 46),
};

/** OpenSSL's name of a digest. */
export const hashName = (digest: Digest): string => digest.replace('-', '');
export const digestId = (digest: Digest): string => digestIds[digest];
export const hash = (digest: Digest, bytes: Uint8Array): Buffer =>
  createHash(hashName(digest)).update(bytes).digest();

/** Throws `Malformed` with the identifier of a digest that is unknown or too weak. */
export function digestOf(id: string): Digest {
  const found = digests.find((digest) => digestIds[digest] === id);
  if (found === undefined) throw new Malformed(`the digest ${id} is unknown or too weak`);
  return found;
}

/** The digest that a signature algorithm names itself; undefined where it leaves that to the signer's digest. */
export const signatureDigest = (id: string): Digest | undefined => signatureDigests[id];

/** Throws `Malformed` with the identifier of a cipher that is not supported. */
export function cipherOf(id: string): Cipher {
  const found = ciphers.find((cipher) => cipherAbout[cipher].id === id);
  if (found === undefined) throw new Malformed(`the cipher ${id} is not supported`);
  return found;
}

/** A digest from a header, however the partner spells it: `sha1`, `SHA-256`, `rsa-sha512`. Undefined if unknown. */
export function readDigestName(text: string): Digest | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^rsa-/, '')
    .replace(/^sha[-_]?/, 'sha-');
  return digests.find((digest) => digest === plain);
}
