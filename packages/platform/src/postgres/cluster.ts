import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DomainError } from '@coplan/kernel';
import type { Binaries } from './binaries.ts';
import { canReach, type SystemUser } from './unprivileged-user.ts';

/** Raised when the layout of the data folder changes in a way that an older version would misunderstand. */
export const dataFolderVersion = 1;

/** The sentence for a reason of PostgreSQL that people can do something about. */
export function explainFailure(text: string): DomainError | undefined {
  if (!/No space left on device|could not extend file|ENOSPC/i.test(text)) return undefined;
  return new DomainError(
    'unavailable',
    'postgres.disk-full',
    {},
    'The disk that holds the data folder is full; free some space and start again.',
  );
}

/** Refuses a data folder that a newer version wrote. */
export function refuseNewerFolder(dataFolder: string, cluster: string, binaries: Binaries): void {
  const versionFile = join(dataFolder, 'version.json');
  const version = existsSync(versionFile)
    ? (JSON.parse(readFileSync(versionFile, 'utf8')) as { dataFolderVersion: number }).dataFolderVersion
    : dataFolderVersion;
  if (version > dataFolderVersion) {
    throw new DomainError(
      'conflict',
      'postgres.folder-newer',
      { version },
      `The data folder ${dataFolder} was written by a newer version of Coplan; start that version, or choose another folder with COPLAN_DATA_DIR.`,
    );
  }
  const majorFile = join(cluster, 'PG_VERSION');
  if (!existsSync(majorFile)) return;
  const major = Number(readFileSync(majorFile, 'utf8').trim());
  if (major === binaries.majorVersion) return;
  throw new DomainError(
    'conflict',
    'postgres.major-differs',
    { folder: major, program: binaries.majorVersion },
    `The database files in ${cluster} belong to PostgreSQL ${major}, and this version of Coplan brings ${binaries.majorVersion}; dump them with the old version and restore them into a new data folder.`,
  );
}

/** Written beside its place and renamed: a full disk or a power cut leaves all of it or nothing. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

/** The superuser's password, made once and readable by the owner of the data folder only. */
export function readPassword(dataFolder: string): string {
  const path = join(dataFolder, 'superuser-password');
  if (!existsSync(path)) writeWhole(path, randomBytes(24).toString('base64url'));
  return readFileSync(path, 'utf8').trim();
}

/** initdb reads the password from a file, which its user must be able to read for that moment. */
function withPasswordFile<Answer>(
  password: string,
  user: SystemUser | undefined,
  work: (path: string) => Answer,
): Answer {
  const folder = [tmpdir(), '/var/tmp'].find((one) => canReach(join(one, 'file'), user)) ?? '/var/tmp';
  const path = join(folder, `coplan-initdb-${randomBytes(8).toString('hex')}`);
  writeFileSync(path, password, { mode: 0o600, flag: 'wx' });
  try {
    if (user !== undefined) chownSync(path, user.uid, user.gid);
    return work(path);
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * Makes the cluster once, beside its place, and renames it when it is complete: an interrupted start leaves nothing
 * that looks like a database. UTF-8 with PostgreSQL's own collation, so that no update of the system reorders indexes.
 */
export function initializeCluster(
  { cluster, password, user, isDurable }: ClusterPlan,
  { initdb }: Binaries,
): void {
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  const half = `${cluster}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(half, user.uid, user.gid);
  const result = withPasswordFile(password, user, (passwordFile) =>
    spawnSync(
      initdb,
      [
        ...[`--pgdata=${half}`, '--username=postgres', `--pwfile=${passwordFile}`],
        ...['--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums'],
        ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        ...(isDurable ? [] : ['--no-sync']),
      ],
      { encoding: 'utf8', cwd: dirname(half), env: { PATH: process.env.PATH, TZ: 'UTC' }, ...user },
    ),
  );
  if (result.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    const output = `${result.stderr}${result.stdout}${result.error?.message ?? ''}`;
    throw explainFailure(output) ?? new Error(`initdb failed: ${output}`);
  }
  renameSync(half, cluster);
}

export type ClusterPlan = {
  cluster: string;
  password: string;
  user: SystemUser | undefined;
  /** False for throw-away test clusters: nothing is flushed to disk. */
  isDurable: boolean;
};

/** Remembers which version wrote the folder. */
export function markVersion(dataFolder: string, { majorVersion }: Binaries): void {
  const path = join(dataFolder, 'version.json');
  const text = `${JSON.stringify({ dataFolderVersion, postgresMajor: majorVersion })}\n`;
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeWhole(path, text);
}
