import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DomainError } from '@coplan/kernel';

/** Encrypts partners' API keys and our private AS2 keys for the database. `owner` binds a text to its row: copied elsewhere it does not open. */
export type KeyBox = {
  lock(secret: string, owner: string): string;
  open(locked: string, owner: string): string;
};

const format = 'v1';

/** AES-256-GCM with a random nonce (NIST SP 800-38D); the key stays outside the database. */
export function createKeyBox(key: Buffer): KeyBox {
  return {
    lock(secret, owner) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return [
        format,
        nonce.toString('base64'),
        cipher.getAuthTag().toString('base64'),
        body.toString('base64'),
      ].join(':');
    },
    open(locked, owner) {
      const [version, nonce = '', tag = '', body = ''] = locked.split(':');
      try {
        if (version !== format) throw new Error(`unknown format ${version}`);
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), {
          authTagLength: 16,
        });
        decipher.setAAD(Buffer.from(owner)).setAuthTag(Buffer.from(tag, 'base64'));
        return Buffer.concat([decipher.update(Buffer.from(body, 'base64')), decipher.final()]).toString(
          'utf8',
        );
      } catch (error) {
        const refusal = new DomainError(
          'unavailable',
          'gateway.key-not-readable',
          {},
          'A stored key cannot be decrypted; GATEWAY_ENCRYPTION_KEY differs from the one it was stored with.',
        );
        refusal.cause = error;
        throw refusal;
      }
    },
  };
}
