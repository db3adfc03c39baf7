import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process with this number exists (of whatever user). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function fromSystem(pid: number, column: 'lstart' | 'command'): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // No such process, or a system without ps: the caller decides with what it knows.
    return undefined;
  }
}

/** A mark that differs between two processes that had the same number one after the other. */
export function startMark(pid: number): string | undefined {
  if (process.platform !== 'linux') return fromSystem(pid, 'lstart');
  try {
    // Field 22 of proc(5) stat, counted after the parenthesised name, is the start time in ticks since boot.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ')[19];
    return `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}

/** The command line of a process, or `undefined` when there is no such process. */
export function commandLine(pid: number): string | undefined {
  if (process.platform !== 'linux') return fromSystem(pid, 'command');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return undefined;
  }
}

/** Waits until the process is gone; false when it still runs after `timeoutMs`. */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += 20) {
    if (!isAlive(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
