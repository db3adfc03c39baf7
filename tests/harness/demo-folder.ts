/** A data folder with the demo network, filled once for all story files; each of them starts from a copy. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startProduct } from '../../scripts/start/product.ts';
import type { Settings } from '../../scripts/start/settings.ts';
import { freePort } from './free-port.ts';

declare module 'vitest' {
  interface ProvidedContext {
    coplanDemoFolder: string;
  }
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** How a story starts the product on a data folder: on free ports, with the demo network. */
export const storySettings = async (dataFolder: string): Promise<Settings> => ({
  root,
  dataFolder,
  port: await freePort(),
  gatewayPort: await freePort(),
  databaseUrl: undefined,
  gatewayDatabaseUrl: undefined,
  isDemoWanted: true,
});

/** Vitest's global setup of the stories. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'coplan-demo-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const filled = await startProduct(await storySettings(folder), {
      onGivenUp: (sentence) => console.error(sentence),
    });
    await filled.end();
  } catch (error) {
    remove();
    throw error;
  }
  project.provide('coplanDemoFolder', folder);
  return remove;
}

/** A copy with its owners and rights, as PostgreSQL wants it; the command line's file knows the new address. */
export function copyDemoFolder(target: string, portalUrl: string): void {
  execFileSync('cp', ['-a', '--reflink=auto', `${inject('coplanDemoFolder')}/.`, target]);
  const file = join(target, 'cli.json');
  const keys = JSON.parse(readFileSync(file, 'utf8')) as { url: string };
  writeFileSync(file, JSON.stringify({ ...keys, url: portalUrl }));
}
