import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import type { KeyBox } from '../../agreements/key-box.ts';
import type { GatewayDatabase } from '../../database.ts';
import { derivedId } from '../../ids.ts';

export type HostKey = { publicKey: string; privateKey: string };
type Row = { hostKeyId: string; publicKey: string; privateKey: string };

/** SHA-256 of a public key in the form in which OpenSSH prints it. */
export const fingerprintOf = (publicKey: Buffer): string =>
  `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;

const generate = promisify(ssh2.utils.generateKeyPair) as unknown as (
  type: string,
  options?: object,
) => Promise<{ public: string; private: string }>;
const list = `select host_key_id as "hostKeyId", public_key as "publicKey", private_key as "privateKey"
  from sftp_host_keys order by recorded_at, public_key`;

/**
 * The keys by which partners recognise our SFTP server: Ed25519, and RSA (3,072 bits) for older clients. Made once and
 * kept, encrypted and bound to their row; of several gateways that start at once one makes them.
 */
export async function hostKeys(database: GatewayDatabase, keyBox: KeyBox, now: Date): Promise<HostKey[]> {
  const rows = await database.transaction(async (sql) => {
    await sql.query("select pg_advisory_xact_lock(hashtextextended('coplan-gateway-host-keys', 0))");
    const kept = await sql.query<Row>(list);
    if (kept.length > 0) return kept;
    for (const made of [await generate('ed25519'), await generate('rsa', { bits: 3_072 })]) {
      const hostKeyId = derivedId('sftp-host-key', made.public);
      await sql.query(
        'insert into sftp_host_keys (host_key_id, public_key, private_key, recorded_at) values ($1, $2, $3, $4)',
        [hostKeyId, made.public, keyBox.lock(made.private, `sftp-host:${hostKeyId}`), now],
      );
    }
    return await sql.query<Row>(list);
  });
  return rows.map(({ hostKeyId, publicKey, privateKey }) => ({
    publicKey,
    privateKey: keyBox.open(privateKey, `sftp-host:${hostKeyId}`),
  }));
}

/** What partners pin: public keys with their fingerprints. Empty until the server has run once. */
export async function listHostKeys(
  database: GatewayDatabase,
): Promise<{ publicKey: string; fingerprint: string }[]> {
  const rows = await database.query<Row>(list);
  return rows.map(({ publicKey }) => ({
    publicKey,
    fingerprint: fingerprintOf(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')),
  }));
}
