import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@coplan/kernel';
import { canReach, canRead, type SystemUser } from './unprivileged-user.ts';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Places that last, before the one that a reboot may empty. */
const parents = (): string[] => ['/var/lib', '/opt', '/var/tmp', tmpdir()];

/** A folder outside the data folder that the database's user can reach; the same one at each start. */
function reachablePlace(purpose: string, hash: string, user: SystemUser): string {
  const folders = parents()
    .filter((parent) => existsSync(parent))
    .map((parent) => join(realpathSync(parent), `coplan-${purpose}-${hash}`))
    .filter((folder) => canReach(folder, user));
  const existing = folders.find((folder) => existsSync(folder));
  if (existing !== undefined) return existing;
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      return folder;
    } catch (error) {
      if (!['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  throw new DomainError(
    'unavailable',
    'postgres.no-place',
    {},
    'There is no folder that the database user can reach; set COPLAN_DATA_DIR to a folder whose parents everybody may enter.',
  );
}

/**
 * Where the cluster lies: inside the data folder, unless Coplan runs as root from a place that other users cannot enter
 * (a clone under root's home). Then it lies elsewhere, and a note in the data folder says where.
 */
export function clusterPlace(dataFolder: string, user: SystemUser | undefined): string {
  if (user === undefined || canReach(join(dataFolder, 'cluster'), user)) return join(dataFolder, 'cluster');
  const folder = join(reachablePlace('data', shortHash(dataFolder), user), 'cluster');
  const note = `The database files are in ${folder}\n\nPostgreSQL may not run as root, and the user it runs as cannot enter this folder.\nBack up that folder together with this one.\n`;
  writeFileSync(join(dataFolder, 'WHERE-THE-DATABASE-IS.txt'), note);
  return folder;
}

/** Where the programs lie: in the installed package, or in a copy when its place cannot be reached or completed. */
export function binariesPlace(
  { folder, version }: { folder: string; version: string },
  user: SystemUser | undefined,
): string {
  if (canRead(join(folder, 'bin'), user) && canRead(join(folder, 'lib'), user)) return folder;
  return reachablePlace('postgres', shortHash(version), user ?? { uid: 0, gid: 0 });
}
