import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, startProduct } from '../../scripts/start/product.ts';
import { copyDemoFolder, storySettings } from './demo-folder.ts';

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
  const settings = await storySettings(dataFolder);
  const portalUrl = `http://localhost:${settings.port}`;
  await copyDemoFolder(dataFolder, portalUrl);
  const product = await startProduct(settings, { onGivenUp: (sentence) => console.error(sentence) });
  const demo = JSON.parse(readFileSync(join(dataFolder, 'demo.json'), 'utf8')) as {
    password: string;
    signIns: SignIn[];
  };
  return {
    ...product,
    ...demo,
    portalUrl,
    dataFolder,
    async remove() {
      await product.end();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
