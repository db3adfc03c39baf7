import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from './ask.ts';
import type { Running } from './running.ts';

/** All that ends up in the built portal. */
const sources = [
  'apps/portal/index.html',
  'apps/portal/package.json',
  'apps/portal/public',
  'apps/portal/src',
  'apps/portal/vite.config.ts',
  'packages/collaboration/src',
  'packages/kernel/src',
  'packages/planning/src',
];

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestChange(path: string): number {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const inside = isFolder ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [];
  return Math.max(changedAt(path), ...inside.map((name) => changedAt(join(path, name))));
}

/** Built beside its place and moved there, so that an interrupted build is never served. */
async function build(root: string, running: Running | undefined): Promise<void> {
  const portal = join(root, 'apps', 'portal');
  const half = join(root, 'node_modules', `.portal-${process.pid}`);
  let child: ChildProcess | undefined;
  let ended: Promise<number | null> = Promise.resolve(null);
  running?.add({
    async stop() {
      child?.kill('SIGKILL');
      await ended;
    },
  });
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const launched = spawn(
    process.execPath,
    [vite, 'build', '--logLevel', 'error', '--outDir', half, '--emptyOutDir'],
    { cwd: portal, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  child = launched;
  let words = '';
  launched.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4_000);
  });
  ended = new Promise((resolve) => launched.once('close', resolve));
  try {
    if ((await ended) !== 0)
      throw new StartRefusal(`The portal could not be built: ${words || 'vite failed'}`);
    const place = join(portal, 'dist');
    rmSync(place, { recursive: true, force: true });
    renameSync(half, place);
  } catch (error) {
    // Another start has built it at the same moment.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

/** Builds the portal when it was never built or its sources are newer. */
export async function buildPortal(root: string, running?: Running): Promise<void> {
  const builtAt = changedAt(join(root, 'apps', 'portal', 'dist', 'index.html'));
  if (builtAt > Math.max(...sources.map((source) => newestChange(join(root, source))))) return;
  console.log('Building the portal …');
  await build(root, running);
}
