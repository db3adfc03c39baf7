import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, lstat, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { flushFolder } from '../folder/put-file.ts';
import { growingPrefix } from './view.ts';

const growingForMsMax = 86_400_000;

/** A regular file's facts; undefined for links, folders, devices and what is not there. */
export async function statFile(path: string): Promise<Stats | undefined> {
  try {
    const stats = await lstat(path);
    return stats.isFile() ? stats : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Regular files with their facts; a page, since a partner's folder may hold very many. */
export async function listFiles(
  folder: string,
  { isShown, countMax }: { isShown: (name: string) => boolean; countMax: number },
): Promise<{ name: string; stats: Stats }[]> {
  const found: { name: string; stats: Stats }[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (found.length >= countMax) break;
    if (!entry.isFile() || !isShown(entry.name)) continue;
    const stats = await statFile(join(folder, entry.name));
    if (stats !== undefined) found.push({ name: entry.name, stats });
  }
  return found.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** Opens a regular file for reading; a link in its place is not followed. */
export const openToRead = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);

/** A new file under a hidden name, in which an upload grows. */
export async function openGrowing(folder: string): Promise<{ path: string; file: FileHandle }> {
  const path = join(folder, `${growingPrefix}${randomBytes(12).toString('hex')}.tmp`);
  return { path, file: await open(path, 'wx', 0o640) };
}

/** Another free name for a file of the same name that waits already: neither may replace the other. */
const asideOf = (path: string): string => {
  const extension = extname(path);
  const stem = extension === '' ? path : path.slice(0, -extension.length);
  return `${stem}-${randomBytes(4).toString('hex')}${extension}`;
};

/** Gives a complete file its name, durably; one of this name that waits already stays, and the new one stands beside it. */
export async function giveName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await link(from, asideOf(to));
  }
  await unlink(from);
  await flushFolder(dirname(to));
}

/** Moves a file over whatever has this name. */
export async function moveOver(from: string, to: string): Promise<void> {
  await rename(from, to);
  await flushFolder(dirname(to));
}

/** Removes what uploads of a killed process left behind, a day later. */
export async function sweepGrowing(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(growingPrefix)) continue;
    const stats = await statFile(join(folder, name));
    if (stats !== undefined && nowMs - stats.mtimeMs > growingForMsMax) await unlink(join(folder, name));
  }
}
