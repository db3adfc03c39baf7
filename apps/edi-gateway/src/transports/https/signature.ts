import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signed headers of a request, as Standard Webhooks names them (standardwebhooks.com, 1.0). */
export const headerNames = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

const secretPrefix = 'whsec_';
const version = 'v1';
/** A signature that is older or younger than this is refused: whoever overheard a request cannot use it later. */
export const timestampToleranceSeconds = 300;
const signaturesMax = 10;

export type SignedParts = { id: string; timestamp: number; body: Uint8Array };

/** 32 random bytes in the form in which both sides keep them. */
export const makeSecret = (): string => `${secretPrefix}${randomBytes(32).toString('base64')}`;

/** The key's bytes; undefined for a text that is no secret of at least 24 bytes. */
export function readSecret(secret: string): Buffer | undefined {
  if (!secret.startsWith(secretPrefix)) return undefined;
  const bytes = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : undefined;
}

function signatureOf(secret: string, { id, timestamp, body }: SignedParts): Buffer {
  const key = readSecret(secret);
  if (key === undefined) throw new Error('this is no secret');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/** The value of `webhook-signature`: one HMAC-SHA-256 over id, timestamp and body for each secret, newest first. */
export const sign = (secrets: readonly string[], parts: SignedParts): string =>
  secrets.map((secret) => `${version},${signatureOf(secret, parts).toString('base64')}`).join(' ');

/** True when one of the signatures is that of one of the secrets; compared in constant time. */
export function isSigned(header: string, secrets: readonly string[], parts: SignedParts): boolean {
  const given = header
    .split(' ')
    .slice(0, signaturesMax)
    .filter((one) => one.startsWith(`${version},`))
    .map((one) => Buffer.from(one.slice(version.length + 1), 'base64'));
  const expected = secrets.map((secret) => signatureOf(secret, parts));
  let isFound = false;
  for (const left of given) {
    for (const right of expected) {
      if (left.length === right.length && timingSafeEqual(left, right)) isFound = true;
    }
  }
  return isFound;
}
