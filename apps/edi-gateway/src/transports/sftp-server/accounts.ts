import { timingSafeEqual } from 'node:crypto';
import { DomainError } from '@coplan/kernel';
import ssh2 from 'ssh2';
import type { SftpAccountInput } from '../../agreements/transport-settings.ts';
import type { GatewayDatabase } from '../../database.ts';
import type { Tools } from '../../tools.ts';
import { hashPassword } from './password.ts';

export type SftpAccount = {
  agreementId: string;
  userName: string;
  passwordHash: string | null;
  publicKeys: string[];
  afterPickUp: SftpAccountInput['afterPickUp'];
  isOpen: boolean;
};
export type ShownAccount = Omit<SftpAccount, 'passwordHash'> & { hasPassword: boolean };

const columns = `agreement_id as "agreementId", user_name as "userName", password_hash as "passwordHash",
  public_keys as "publicKeys", after_pick_up as "afterPickUp", is_open as "isOpen"`;

const shown = ({ passwordHash, ...account }: SftpAccount): ShownAccount => ({
  ...account,
  hasPassword: passwordHash !== null,
});

function refuseUnreadable(publicKeys: readonly string[]): void {
  for (const key of publicKeys) {
    const read = ssh2.utils.parseKey(key);
    if (!(read instanceof Error)) continue;
    const text = `The public key that begins with ${key.slice(0, 40)} cannot be read; give the line of its .pub file.`;
    throw new DomainError('invalid', 'gateway.public-key-unreadable', {}, text);
  }
}

/** The open account of this name. */
export async function findOpenAccount(
  database: GatewayDatabase,
  userName: string,
): Promise<SftpAccount | undefined> {
  const rows = await database.query<SftpAccount>(
    `select ${columns} from sftp_accounts where user_name = $1 and is_open`,
    [userName],
  );
  return rows[0];
}

export async function findAccountOf(
  database: GatewayDatabase,
  agreementId: string,
): Promise<ShownAccount | undefined> {
  const rows = await database.query<SftpAccount>(
    `select ${columns} from sftp_accounts where agreement_id = $1`,
    [agreementId],
  );
  return rows.map(shown)[0];
}

/** Creates or replaces the account of an agreement; a password that is not given stays as it was. */
export async function putAccount(
  { database, clock }: Tools,
  agreementId: string,
  { userName, password, publicKeys, afterPickUp, isOpen }: SftpAccountInput,
): Promise<ShownAccount> {
  refuseUnreadable(publicKeys);
  const passwordHash = password === undefined ? null : await hashPassword(password);
  try {
    const [row] = await database.query<SftpAccount>(
      `insert into sftp_accounts (agreement_id, user_name, password_hash, public_keys, after_pick_up, is_open, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (agreement_id) do update set user_name = excluded.user_name,
         password_hash = coalesce(excluded.password_hash, sftp_accounts.password_hash),
         public_keys = excluded.public_keys, after_pick_up = excluded.after_pick_up, is_open = excluded.is_open,
         changed_at = excluded.changed_at
       returning ${columns}`,
      [
        ...[agreementId, userName, passwordHash, JSON.stringify(publicKeys)],
        ...[afterPickUp, isOpen, clock.now()],
      ],
    );
    return shown(row as SftpAccount);
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    const text = `There is already an SFTP account ${userName}; choose another name.`;
    throw new DomainError('conflict', 'gateway.user-name-taken', { userName }, text);
  }
}

/** The account's own copy of the key that a client shows, compared in constant time. */
export function findPublicKey(account: SftpAccount, shownKey: Buffer): ssh2.ParsedKey | undefined {
  for (const line of account.publicKeys) {
    const key = ssh2.utils.parseKey(line);
    if (key instanceof Error) continue;
    const own = key.getPublicSSH();
    if (own.length === shownKey.length && timingSafeEqual(own, shownKey)) return key;
  }
  return undefined;
}
