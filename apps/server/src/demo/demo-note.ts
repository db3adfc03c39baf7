import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Accounts } from '../platform/index.ts';
import { demoRetailers, trialRetailer } from './demo-companies.ts';
import { demoPassword, demoSignIns, organisationIdOf } from './demo-people.ts';

/** A file is there whole or not at all; `mode` keeps keys from other users of the machine. */
async function writeWhole(path: string, content: object, mode: number): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode });
  await rename(draft, path);
}

/** True when both files of the demo are there. */
export const hasNotes = (dataFolder: string): boolean =>
  ['demo.json', 'cli.json'].every((name) => existsSync(join(dataFolder, name)));

/** Leaves the sign-ins for whoever starts the product. */
export async function writeSignIns(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  await writeWhole(join(dataFolder, 'demo.json'), { password: demoPassword, signIns: demoSignIns() }, 0o644);
}

/**
 * Leaves keys for the command line, the first of them for the retailer without data. A key is shown only when it is
 * made, so they are made again only when the file is gone.
 */
export async function writeCommandLineKeys(
  accounts: Accounts,
  { dataFolder, url }: { dataFolder: string; url: string },
): Promise<void> {
  const path = join(dataFolder, 'cli.json');
  if (existsSync(path)) return;
  const organisations = [];
  for (const { key: label, name } of [trialRetailer, ...demoRetailers]) {
    const organisationId = organisationIdOf(label);
    const { key } = await accounts.createApiKey({
      organisationId,
      name: 'Command line',
      roles: ['buyer', 'edi'],
    });
    organisations.push({ organisationId, name, key });
  }
  await writeWhole(path, { url, organisations }, 0o600);
}
