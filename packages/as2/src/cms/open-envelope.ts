import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { type BerNode, expectNode, readOid, stringOf, universal } from '../asn1/read-ber.ts';
import { Malformed } from '../malformed.ts';
import { type Cipher, cipherAbout, cipherOf, digestOf, hashName } from './algorithms.ts';
import type { Identity } from './certificates.ts';
import { readContentInfo } from './content-info.ts';
import { objectIds } from './object-ids.ts';

/**
 * What an envelope held. `isIntact` false: something about key, padding or tag was wrong, and `content` is rubbish that
 * is looked at all the same, so that a sender cannot tell by time or answer what it was.
 */
export type Opened = { content: Buffer; cipher: Cipher; isIntact: boolean; isAuthenticated: boolean };

type Sealed = {
  recipients: BerNode[];
  algorithm: BerNode;
  encrypted: Buffer;
  /** RFC 5083: the tag, and the attributes that it covers too. */
  tag: Buffer | undefined;
  attributes: Buffer | undefined;
};
const recipientsMax = 20;

function takeApart(bytes: Uint8Array): Sealed {
  const { type, body } = readContentInfo(bytes);
  const isAuthenticated = type === objectIds.authEnvelopedData;
  if (!isAuthenticated && type !== objectIds.envelopedData) throw new Malformed('this is no enveloped data');
  const [, ...fields] = body.children;
  if (fields[0]?.tag === 0xa0) fields.shift();
  const recipients = expectNode(fields.shift(), universal.set, 'the list of recipients').children;
  if (recipients.length > recipientsMax) throw new Malformed('there are too many recipients');
  const [, algorithm, encrypted] = expectNode(
    fields.shift(),
    universal.sequence,
    'the encrypted content',
  ).children;
  if (encrypted === undefined) throw new Malformed('the encrypted content is missing');
  const authenticated = isAuthenticated && fields[0]?.tag === 0xa1 ? fields.shift() : undefined;
  const attributes = authenticated === undefined ? undefined : Buffer.from(authenticated.encoding);
  if (attributes !== undefined) attributes[0] = universal.set;
  return {
    recipients,
    algorithm: expectNode(algorithm, universal.sequence, 'the cipher'),
    encrypted: stringOf(encrypted),
    tag: isAuthenticated ? stringOf(expectNode(fields.shift(), universal.octetString, 'the tag')) : undefined,
    attributes,
  };
}

/** How well a recipient's name fits: 2 altogether, 1 by its serial number (some programs spell issuers anew), 0 not. */
function fitOf(recipient: BerNode, { certificate }: Identity): number {
  const rid = recipient.children[1];
  if (recipient.tag !== universal.sequence || rid === undefined) return 0;
  if (rid.tag !== universal.sequence) return certificate.subjectKeyId?.equals(stringOf(rid)) === true ? 2 : 0;
  const [issuer, serial] = rid.children;
  if (serial?.encoding.equals(certificate.serialDer) !== true) return 0;
  return issuer?.encoding.equals(certificate.issuerDer) === true ? 2 : 1;
}

/** RSAES-OAEP-params (RFC 4055, 4.1): the digest, SHA-1 where it is not said. */
function paddingOf(algorithm: BerNode | undefined): { padding: number; oaepHash?: string } {
  const [name, parameters] = expectNode(algorithm, universal.sequence, 'the key transport').children;
  if (readOid(name) !== objectIds.rsaOaep) return { padding: constants.RSA_PKCS1_PADDING };
  const digest = parameters?.children.find(({ tag }) => tag === 0xa0)?.children[0]?.children[0];
  const oaepHash = hashName(digest === undefined ? 'sha-1' : digestOf(readOid(digest)));
  return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };
}

/**
 * The content key. When it cannot be decrypted or has a wrong length, a random one takes its place (RFC 3218, 2.3.2):
 * everything goes on as before and fails at the end. OpenSSL does the same for a wrong padding.
 */
function contentKey(recipient: BerNode, identity: Identity, substitute: Buffer): Buffer {
  const [, , algorithm, encrypted] = recipient.children;
  try {
    const options = { key: identity.privateKey, ...paddingOf(algorithm) };
    const key = privateDecrypt(options, stringOf(expectNode(encrypted, universal.octetString, 'the key')));
    return key.length === substitute.length ? key : substitute;
  } catch {
    return substitute;
  }
}

/** The length of a PKCS #7 padding, looked at without telling by time where it goes wrong; 0 when it is wrong. */
function paddingLength(bytes: Buffer, blockBytes: number): number {
  const count = bytes.at(-1) ?? 0;
  let fault = count === 0 || count > blockBytes || count > bytes.length ? 1 : 0;
  for (let back = 1; back <= blockBytes; back++) {
    const isPadding = back <= count ? 0xff : 0;
    fault |= ((bytes[bytes.length - back] ?? 0) ^ count) & isPadding;
  }
  return fault === 0 ? count : 0;
}

function openCbc(sealed: Sealed, cipher: Cipher, key: Buffer): Omit<Opened, 'cipher'> {
  const { name, blockBytes } = cipherAbout[cipher];
  const start = stringOf(expectNode(sealed.algorithm.children[1], universal.octetString, 'the start value'));
  if (start.length !== blockBytes || sealed.encrypted.length % blockBytes !== 0) {
    throw new Malformed('the encrypted content is cut off');
  }
  const decipher = createDecipheriv(name, key, start).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed.encrypted), decipher.final()]);
  const count = paddingLength(padded, blockBytes);
  const content = padded.subarray(0, padded.length - count);
  return { content, isIntact: count > 0, isAuthenticated: false };
}

/** Some programs put a GCM cipher into plain EnvelopedData: the tag then ends the encrypted content. */
const looseTagBytes = 16;

function openGcm(sealed: Sealed, cipher: Cipher, key: Buffer): Omit<Opened, 'cipher'> {
  const parameters = sealed.algorithm.children[1];
  const nonce = parameters?.tag === universal.octetString ? parameters : parameters?.children[0];
  const end = sealed.tag === undefined ? Math.max(0, sealed.encrypted.length - looseTagBytes) : undefined;
  const tag = sealed.tag ?? sealed.encrypted.subarray(end);
  // Short tags can be guessed; RFC 5084 allows 12 to 16 bytes.
  if (tag.length < 12 || tag.length > 16) throw new Malformed('the tag has a wrong length');
  const start = stringOf(expectNode(nonce, universal.octetString, 'the nonce'));
  if (start.length < 8 || start.length > 64) throw new Malformed('the nonce has a wrong length');
  const name = cipherAbout[cipher].name as 'aes-256-gcm';
  const decipher = createDecipheriv(name, key, start, { authTagLength: tag.length });
  if (sealed.attributes !== undefined) decipher.setAAD(sealed.attributes);
  decipher.setAuthTag(tag);
  try {
    const content = Buffer.concat([decipher.update(sealed.encrypted.subarray(0, end)), decipher.final()]);
    return { content, isIntact: true, isAuthenticated: true };
  } catch {
    return { content: Buffer.alloc(0), isIntact: false, isAuthenticated: true };
  }
}

/**
 * Opens EnvelopedData or AuthEnvelopedData with whichever of our identities it is for: during an overlap partners
 * encrypt for the old or the new one. Throws `Malformed` when it cannot even be taken apart, or is for none of them.
 */
export function openEnvelope(
  bytes: Uint8Array,
  { identities, random }: { identities: readonly Identity[]; random: (byteCount: number) => Buffer },
): Opened {
  const sealed = takeApart(bytes);
  const cipher = cipherOf(readOid(sealed.algorithm.children[0]));
  const { keyBytes, isAuthenticated } = cipherAbout[cipher];
  if (sealed.tag !== undefined && !isAuthenticated) throw new Malformed('cipher and envelope do not fit');
  const [best] = identities
    .flatMap((identity) => sealed.recipients.map((recipient) => ({ identity, recipient })))
    .map((pair) => ({ ...pair, fit: fitOf(pair.recipient, pair.identity) }))
    .filter(({ fit }) => fit > 0)
    .sort((left, right) => right.fit - left.fit);
  if (best === undefined) throw new Malformed('it is encrypted for none of our certificates');
  const key = contentKey(best.recipient, best.identity, random(keyBytes));
  const opened = isAuthenticated ? openGcm(sealed, cipher, key) : openCbc(sealed, cipher, key);
  return { ...opened, cipher };
}
