/** A data folder with the demo network, filled once for all story files; each of them starts from a copy. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { explain } from '../../scripts/start/ask.ts';
import { startProduct } from '../../scripts/start/product.ts';
import { createRunning, type Running } from '../../scripts/start/running.ts';
import type { Settings } from '../../scripts/start/settings.ts';
import { freePort } from './free-port.ts';
import { waitFor } from './wait.ts';

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

/** What is said once the folder is filled: nothing, or why it could not be. */
const endFile = (folder: string): string => `${folder}.filled`;

async function fill(folder: string, running: Running): Promise<void> {
  let failure = '';
  try {
    const onGivenUp = (sentence: string): void => console.error(sentence);
    await startProduct(await storySettings(folder), { onGivenUp, running });
  } catch (error) {
    failure = `The demo network could not be filled: ${explain(error)}`;
  }
  await running.end();
  writeFileSync(endFile(folder), failure);
}

/** Vitest's global setup of the stories: the folder is filled while other tests run already. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'coplan-demo-'));
  const running = createRunning();
  const filled = fill(folder, running);
  project.provide('coplanDemoFolder', folder);
  return async () => {
    await running.end();
    await filled;
    for (const path of [folder, endFile(folder)]) rmSync(path, { recursive: true, force: true });
  };
}

/** A copy with its owners and rights, as PostgreSQL wants it; the command line's file knows the new address. */
export async function copyDemoFolder(target: string, portalUrl: string): Promise<void> {
  const folder = inject('coplanDemoFolder');
  const failure = await waitFor('the filled demo network', () => readIfThere(endFile(folder)), 240_000);
  if (failure.text !== '') throw new Error(failure.text);
  execFileSync('cp', ['-a', '--reflink=auto', `${folder}/.`, target]);
  const file = join(target, 'cli.json');
  const keys = JSON.parse(readFileSync(file, 'utf8')) as { url: string };
  writeFileSync(file, JSON.stringify({ ...keys, url: portalUrl }));
}

const readIfThere = (path: string): { text: string } | undefined =>
  existsSync(path) ? { text: readFileSync(path, 'utf8') } : undefined;
