import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFull, StartRefusal } from './ask.ts';

/** Makes the data folder and proves that this user can write it. */
export function openDataFolder(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, 'x');
    rmSync(probe);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOSPC') {
      rmSync(probe, { force: true });
      throw new StartRefusal(diskFull);
    }
    const why = `The data folder ${folder} cannot be written (${message})`;
    throw new StartRefusal(
      `${why}: give this user the right, or choose another folder with COPLAN_DATA_DIR=…`,
    );
  }
}
