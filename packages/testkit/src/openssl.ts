import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The version of the machine's openssl; undefined where there is none. Tests that need it skip with a message. */
export const opensslVersion: string | undefined = (() => {
  const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
})();

/** Debian's openssl is built without zlib. */
export const hasOpensslZlib = (): boolean =>
  !/\bZLIB\b/i.test(spawnSync('openssl', ['list', '-disabled'], { encoding: 'utf8' }).stdout ?? '');

/**
 * Runs openssl. An argument that names one of `files` becomes the path of a file with that content. Gives its standard
 * output; throws with what it complained about.
 */
export function openssl(args: readonly string[], files: Readonly<Record<string, string | Buffer>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'coplan-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const paths = args.map((argument) => (argument in files ? join(folder, argument) : argument));
    const { status, stdout, stderr } = spawnSync('openssl', paths, { maxBuffer: 200_000_000 });
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr.toString('utf8')}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
