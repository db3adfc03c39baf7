import { promisify } from 'node:util';
import { DomainError } from '@coplan/kernel';
import ssh2 from 'ssh2';
import { z } from 'zod';
import type { KeyBox } from '../../agreements/key-box.ts';
import type { GatewayDatabase } from '../../database.ts';

/** With what we sign in at the partner's server. */
export type SftpLogin = { password: string | undefined; privateKey: string | undefined };

/** A key of ours is made here, or given; a password is the partner's to give. Both may be set: the key is tried first. */
export const sftpLoginInput = z
  .object({
    password: z.string().min(1).max(500).optional().describe('the password that the partner gave us'),
    makeKey: z.boolean().default(false).describe('make an Ed25519 key; the answer holds its public half'),
    privateKey: z
      .string()
      .min(1)
      .max(20_000)
      .optional()
      .describe('a private key that exists, without a passphrase'),
  })
  .refine(({ makeKey, privateKey }) => !makeKey || privateKey === undefined, 'either makeKey or privateKey');
export type SftpLoginInput = z.output<typeof sftpLoginInput>;
export type ShownLogin = { hasPassword: boolean; publicKey: string | undefined };

export type SftpLogins = {
  /** Replaces the login of an agreement as a whole. */
  put(agreementId: string, input: SftpLoginInput, now: Date): Promise<ShownLogin>;
  find(agreementId: string): Promise<ShownLogin | undefined>;
  open(agreementId: string): Promise<SftpLogin | undefined>;
};

type Row = { password: string | null; privateKey: string | null; publicKey: string | null };
const columns = 'password, private_key as "privateKey", public_key as "publicKey"';
const shown = ({ password, publicKey }: Row): ShownLogin => ({
  hasPassword: password !== null,
  publicKey: publicKey ?? undefined,
});

const generate = promisify(ssh2.utils.generateKeyPair) as unknown as (
  type: string,
) => Promise<{ public: string; private: string }>;

async function readKey({
  makeKey,
  privateKey,
}: SftpLoginInput): Promise<{ privateKey: string; publicKey: string } | undefined> {
  const text = makeKey ? (await generate('ed25519')).private : privateKey;
  if (text === undefined) return undefined;
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error || !key.isPrivateKey()) {
    const why =
      'The private key cannot be read; give it in the form of OpenSSH or PEM, without a passphrase.';
    throw new DomainError('invalid', 'gateway.private-key-unreadable', {}, why);
  }
  return { privateKey: text, publicKey: `${key.type} ${key.getPublicSSH().toString('base64')}` };
}

/** Our passwords and keys at partners' servers: encrypted, bound to their agreement; they never come out by the API. */
export function createSftpLogins(database: GatewayDatabase, keyBox: KeyBox): SftpLogins {
  const read = async (agreementId: string): Promise<Row | undefined> =>
    (
      await database.query<Row>(`select ${columns} from sftp_logins where agreement_id = $1`, [agreementId])
    )[0];
  const owner = (agreementId: string, what: string): string => `sftp-login:${agreementId}:${what}`;
  return {
    async put(agreementId, input, now) {
      const key = await readKey(input);
      const { password } = input;
      const [row] = await database.query<Row>(
        `insert into sftp_logins (agreement_id, password, private_key, public_key, changed_at)
         values ($1, $2, $3, $4, $5)
         on conflict (agreement_id) do update set password = excluded.password, private_key = excluded.private_key,
           public_key = excluded.public_key, changed_at = excluded.changed_at returning ${columns}`,
        [
          agreementId,
          password === undefined ? null : keyBox.lock(password, owner(agreementId, 'password')),
          key === undefined ? null : keyBox.lock(key.privateKey, owner(agreementId, 'key')),
          ...[key?.publicKey ?? null, now],
        ],
      );
      return shown(row as Row);
    },
    async find(agreementId) {
      const row = await read(agreementId);
      return row === undefined ? undefined : shown(row);
    },
    async open(agreementId) {
      const row = await read(agreementId);
      if (row === undefined) return undefined;
      const { password, privateKey } = row;
      return {
        password: password === null ? undefined : keyBox.open(password, owner(agreementId, 'password')),
        privateKey: privateKey === null ? undefined : keyBox.open(privateKey, owner(agreementId, 'key')),
      };
    },
  };
}
