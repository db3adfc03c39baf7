import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Product, startProduct } from '../../scripts/start/product.ts';
import { freePort } from './free-port.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export type SignIn = { role: string; organisation: string; email: string };

/** The whole product over real processes, in a data folder of its own. */
export type RunningProduct = Product & {
  portalUrl: string;
  dataFolder: string;
  password: string;
  signIns: SignIn[];
  remove(): Promise<void>;
};

/** Starts everything with the demo network, on free ports, in a temporary folder. */
export async function openProduct(): Promise<RunningProduct> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-story-'));
  const port = await freePort();
  const gatewayPort = await freePort();
  const settings = {
    root,
    dataFolder,
    port,
    gatewayPort,
    databaseUrl: undefined,
    gatewayDatabaseUrl: undefined,
    isDemoWanted: true,
  };
  const product = await startProduct(settings, { onGivenUp: (sentence) => console.error(sentence) });
  const demo = JSON.parse(readFileSync(join(dataFolder, 'demo.json'), 'utf8')) as {
    password: string;
    signIns: SignIn[];
  };
  return {
    ...product,
    ...demo,
    portalUrl: `http://localhost:${port}`,
    dataFolder,
    async remove() {
      await product.end();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
