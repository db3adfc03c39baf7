import { constants, createCipheriv, publicEncrypt } from 'node:crypto';
import { der, integer, nothing, octetString, oid, sequence, setOf, tagged } from '../asn1/write-der.ts';
import { type Cipher, cipherAbout } from './algorithms.ts';
import type { Certificate } from './certificates.ts';
import { contentInfo } from './content-info.ts';
import { objectIds } from './object-ids.ts';

/** `oaep` is RSAES-OAEP with SHA-256 (RFC 3560, 8017); older partners read `pkcs1` only. */
export const keyTransports = ['pkcs1', 'oaep'] as const;
export type KeyTransport = (typeof keyTransports)[number];

const sha256Algorithm = (): Buffer => sequence(oid('2.16.840.1.101.3.4.2.1'), nothing());

function keyEncryptionAlgorithm(transport: KeyTransport): Buffer {
  if (transport === 'pkcs1') return sequence(oid(objectIds.rsaEncryption), nothing());
  const mask = sequence(oid(objectIds.mgf1), sha256Algorithm());
  return sequence(oid(objectIds.rsaOaep), sequence(tagged(0, sha256Algorithm()), tagged(1, mask)));
}

function keyTransRecipient(key: Buffer, recipient: Certificate, transport: KeyTransport): Buffer {
  const padding =
    transport === 'pkcs1'
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  return sequence(
    integer(0),
    sequence(recipient.issuerDer, recipient.serialDer),
    keyEncryptionAlgorithm(transport),
    octetString(publicEncrypt({ key: recipient.publicKey, ...padding }, key)),
  );
}

/**
 * EnvelopedData (RFC 5652, 6) for the CBC ciphers, AuthEnvelopedData (RFC 5083, 5084) for the GCM ones.
 * `random` gives as many unpredictable bytes as it is asked for.
 */
export function envelopData(
  content: Uint8Array,
  {
    cipher,
    recipient,
    keyTransport = 'pkcs1',
    random,
  }: {
    cipher: Cipher;
    recipient: Certificate;
    keyTransport?: KeyTransport;
    random: (byteCount: number) => Buffer;
  },
): Buffer {
  const { id, name, keyBytes, blockBytes, isAuthenticated } = cipherAbout[cipher];
  const key = random(keyBytes);
  const start = random(isAuthenticated ? 12 : blockBytes);
  const recipients = setOf(keyTransRecipient(key, recipient, keyTransport));
  const encrypted = (parameters: Buffer, bytes: Buffer): Buffer =>
    sequence(oid(objectIds.data), sequence(oid(id), parameters), der(0x80, bytes));
  if (isAuthenticated) {
    const gcm = createCipheriv(name as 'aes-256-gcm', key, start, { authTagLength: 16 });
    const bytes = Buffer.concat([gcm.update(content), gcm.final()]);
    const parameters = sequence(octetString(start), integer(16));
    const tag = octetString(gcm.getAuthTag());
    const body = sequence(integer(0), recipients, encrypted(parameters, bytes), tag);
    return contentInfo(objectIds.authEnvelopedData, body);
  }
  const cbc = createCipheriv(name, key, start);
  const bytes = Buffer.concat([cbc.update(content), cbc.final()]);
  const body = sequence(integer(0), recipients, encrypted(octetString(start), bytes));
  return contentInfo(objectIds.envelopedData, body);
}
