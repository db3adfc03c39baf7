import { chmodSync, chownSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type SystemUser = { uid: number; gid: number };

/** Users that exist on nearly every system and own nothing of value, best first. */
const candidates = ['postgres', 'nobody', 'daemon'];

/**
 * PostgreSQL refuses to run as root. As root this finds another user to run it as; as an ordinary user it returns
 * `undefined`, and PostgreSQL runs as that user.
 */
export function findUnprivilegedUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of candidates) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined && Number(uid) > 0)
      return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** As root, whoever owns the database's files already (an ordinary user started it before) is the one to run it. */
export function findDatabaseUser(dataFolder: string): SystemUser | undefined {
  const user = findUnprivilegedUser();
  const owner = statSync(join(dataFolder, 'cluster'), { throwIfNoEntry: false });
  if (user === undefined || owner === undefined || owner.uid === 0) return user;
  return { uid: owner.uid, gid: owner.gid };
}

const hasBit = (path: string, user: SystemUser, bit: 4 | 1): boolean => {
  const { mode, uid, gid } = statSync(path);
  if (uid === user.uid) return (mode & (bit << 6)) !== 0;
  if (gid === user.gid) return (mode & (bit << 3)) !== 0;
  return (mode & bit) !== 0;
};

/** Whether the user may walk down to `path`: each folder above it needs the execute bit for that user. */
export function canReach(path: string, user: SystemUser | undefined): boolean {
  if (user === undefined) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!hasBit(folder, user, 1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Lets the user's group walk through our own data folder, without seeing what is in it: a folder that was made for its
 * owner only (mode 0700, as by mkdtemp or a strict umask) needs no more than that. Folders above it are not ours to open.
 */
export function openOwnFolder(folder: string, user: SystemUser | undefined): void {
  if (user === undefined || hasBit(folder, user, 1)) return;
  const { mode, uid } = statSync(folder);
  chownSync(folder, uid, user.gid);
  chmodSync(folder, (mode & 0o777) | 0o010);
}

/** Whether the user may read and list the folder `path` itself, too. */
export const canRead = (path: string, user: SystemUser | undefined): boolean =>
  user === undefined || (canReach(path, user) && hasBit(path, user, 4) && hasBit(path, user, 1));
