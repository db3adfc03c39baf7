import { existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';

const hiddenName = (name: string): string => `.${name}.tmp`;

/** Flushes the folder's own entries, so that a new or renamed file survives a power cut. */
export async function flushFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

/** Writes the complete file under a hidden name that partners ignore; repeating it overwrites. */
export async function stageFile(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, hiddenName(name)), 'w', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await flushFolder(folder);
}

/**
 * Makes a staged file visible by renaming it. When the hidden file is gone, an earlier call has done it: the partner
 * may even have fetched the file already, and writing it again would deliver it twice.
 */
export async function revealFile(folder: string, name: string): Promise<void> {
  const hidden = join(folder, hiddenName(name));
  if (!existsSync(hidden)) return;
  await rename(hidden, join(folder, name));
  await flushFolder(folder);
}
