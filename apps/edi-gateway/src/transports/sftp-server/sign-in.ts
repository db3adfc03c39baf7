import type { AuthContext, PasswordAuthContext, PublicKeyAuthContext } from 'ssh2';
import type { Tools } from '../../tools.ts';
import { findOpenAccount, findPublicKey, type SftpAccount } from './accounts.ts';
import type { GuessLimit } from './guess-limit.ts';
import { isPassword } from './password.ts';

export type SignIn =
  | { outcome: 'signed-in'; account: SftpAccount }
  /** The key would do; the client has not proved yet that it is his. */
  | { outcome: 'known-key' }
  | { outcome: 'refused' };

const refused: SignIn = { outcome: 'refused' };

function byKey(context: PublicKeyAuthContext, account: SftpAccount | undefined): SignIn {
  const key = account === undefined ? undefined : findPublicKey(account, context.key.data);
  if (account === undefined || key === undefined) return refused;
  const { blob, signature, hashAlgo } = context;
  if (blob === undefined || signature === undefined) return { outcome: 'known-key' };
  return key.verify(blob, signature, hashAlgo) === true ? { outcome: 'signed-in', account } : refused;
}

async function byPassword(context: PasswordAuthContext, account: SftpAccount | undefined): Promise<SignIn> {
  const isRight = await isPassword(context.password, account?.passwordHash);
  return isRight && account !== undefined ? { outcome: 'signed-in', account } : refused;
}

/**
 * Judges one try to sign in (RFC 4252). Failed passwords count against the address and the user; a key that is not known
 * does not, because clients offer all of theirs.
 */
export async function judgeSignIn(
  { database, log }: Tools,
  context: AuthContext,
  { address, guesses }: { address: string; guesses: GuessLimit },
): Promise<SignIn> {
  const { method, username: userName } = context;
  if (method !== 'password' && method !== 'publickey') return refused;
  const account = await findOpenAccount(database, userName.slice(0, 100));
  if (method === 'publickey') return byKey(context, account);
  if (guesses.isExhausted(address, userName)) {
    log.warn({ address, userName }, 'too many wrong passwords; no more are tried from there for a while');
    return refused;
  }
  const answer = await byPassword(context, account);
  if (answer.outcome === 'refused') {
    guesses.recordFailure(address, userName);
    log.warn({ address, userName }, 'an SFTP sign-in failed');
  }
  return answer;
}
