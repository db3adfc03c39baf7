import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderPlaces } from './places.ts';

/** Larger files are set aside unread: one message in memory at a time has to fit. */
export const fileBytesMax = 100_000_000;
const filesPerPollMax = 100;

/** Names under which partners' programs write before a file is complete. */
export const isUnfinished = (name: string): boolean =>
  name.startsWith('.') || /\.(tmp|part|filepart|lock)$/i.test(name);

/** A name that cannot do harm anywhere: partners choose the originals. */
export const harmless = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(-80);

type Sighting = { mark: string; sinceMs: number };
export type FolderWatch = {
  /** Files that have not changed for a while. Links, folders and unfinished names are left alone. */
  findComplete(inbox: string): Promise<string[]>;
};

/**
 * Remembers sizes from poll to poll. A file is complete when at least two polls, `quietMs` apart, saw it unchanged: some
 * partners write slowly under the final name.
 */
export function createFolderWatch(quietMs: number): FolderWatch {
  const seen = new Map<string, Map<string, Sighting>>();
  return {
    async findComplete(inbox) {
      const before = seen.get(inbox) ?? new Map<string, Sighting>();
      const now = new Map<string, Sighting>();
      const complete: string[] = [];
      for (const entry of await readdir(inbox, { withFileTypes: true })) {
        if (!entry.isFile() || isUnfinished(entry.name)) continue;
        if (now.size >= filesPerPollMax) break;
        const { size, mtimeMs, ino } = await lstat(join(inbox, entry.name));
        const mark = `${ino} ${size} ${mtimeMs}`;
        const earlier = before.get(entry.name);
        const isUnchanged = earlier?.mark === mark;
        const sinceMs = isUnchanged ? earlier.sinceMs : performance.now();
        now.set(entry.name, { mark, sinceMs });
        if (isUnchanged && performance.now() - sinceMs >= quietMs) complete.push(entry.name);
      }
      seen.set(inbox, now);
      return complete.sort();
    },
  };
}

/** Takes a file out of the inbox under a name of our own: of several gateways exactly one gets it. */
export async function claimFile(places: FolderPlaces, name: string, now: Date): Promise<string | undefined> {
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const claimed = `${stamp}-${randomBytes(4).toString('hex')}-${harmless(name)}`;
  try {
    await rename(join(places.inbox, name), join(places.processing, claimed));
    return claimed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Files that were claimed and, because of a kill, never put away. */
export async function listClaimed(places: FolderPlaces): Promise<string[]> {
  const entries = await readdir(places.processing, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** The bytes of a claimed file; undefined when it is too large to be read. */
export async function readClaimed(places: FolderPlaces, name: string): Promise<Buffer | undefined> {
  const path = join(places.processing, name);
  return (await lstat(path)).size > fileBytesMax ? undefined : readFile(path);
}

/** Moves a claimed file away; one that was moved before stays where it is. */
export async function putAway(
  places: FolderPlaces,
  name: string,
  to: 'archive' | 'quarantine',
): Promise<void> {
  for (const from of [places.processing, places.archive]) {
    if (from !== places[to] && existsSync(join(from, name)))
      await rename(join(from, name), join(places[to], name));
  }
}

/** Sets a file aside with an explanation beside it, for people who look at folders. */
export async function quarantine(places: FolderPlaces, name: string, explanation: string): Promise<void> {
  await putAway(places, name, 'quarantine');
  const path = join(places.quarantine, `${name}.txt`);
  await writeFile(`${path}.tmp`, explanation);
  const file = await open(`${path}.tmp`, 'r');
  await file.sync().finally(() => file.close());
  await rename(`${path}.tmp`, path);
}
