import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@coplan/kernel';
import { isAlive, startMark } from './processes.ts';

type Holder = { pid: number; mark: string | undefined };

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    // Missing, or cut off by a power cut: nobody holds it.
    return undefined;
  }
}

/**
 * One Coplan per data folder. The holder is known by its process number and start time, so that a lock left behind by
 * a killed process is taken over, also when its number was given to another program since. Returns the release.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'supervisor.json');
  const holder = readHolder(path);
  const isHeld =
    holder !== undefined &&
    holder.pid !== process.pid &&
    isAlive(holder.pid) &&
    startMark(holder.pid) === holder.mark;
  if (isHeld) {
    throw new DomainError(
      'conflict',
      'postgres.folder-in-use',
      { pid: holder.pid },
      `Another Coplan (process ${holder.pid}) already uses the data folder ${folder}; stop it, or choose another one with COPLAN_DATA_DIR.`,
    );
  }
  writeFileSync(path, JSON.stringify({ pid: process.pid, mark: startMark(process.pid) }));
  return () => rmSync(path, { force: true });
}
