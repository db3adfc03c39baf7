import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Runs the `coplan` command against the product of this data folder; answers what it printed, throws when it fails. */
export async function coplan(dataFolder: string, ...words: string[]): Promise<string> {
  const command = [join(root, 'packages/cli/bin/coplan.js'), ...words];
  const environment = { ...process.env, COPLAN_DATA_DIR: dataFolder };
  return (await promisify(execFile)(process.execPath, command, { env: environment })).stdout;
}
