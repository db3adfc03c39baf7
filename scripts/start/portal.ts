import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from './ask.ts';

const newestChange = (folder: string): number =>
  Math.max(
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(folder, name)).mtimeMs,
    ),
  );

/** Builds the portal when it was never built or its sources are newer. */
export function buildPortal(root: string): void {
  const portal = join(root, 'apps', 'portal');
  const page = join(portal, 'dist', 'index.html');
  if (existsSync(page) && statSync(page).mtimeMs > newestChange(join(portal, 'src'))) return;
  console.log('Building the portal …');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: portal,
    encoding: 'utf8',
  });
  if (built.status !== 0) {
    throw new StartRefusal(
      `The portal could not be built: ${built.stderr || built.error?.message || 'vite failed'}`,
    );
  }
}
