import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Our own list: the one that the packaged browser recommends switches web security off. */
const browserArguments = (): string[] => [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=en-US',
  // Chromium's sandbox refuses to run as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

async function executablePath(): Promise<string> {
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return found;
  // It unpacks into the temporary folder; one user's copy is closed to another, so each has a folder of its own.
  const own = join(tmpdir(), `coplan-chromium-${process.getuid?.() ?? 0}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return await alone(join(own, 'unpacking'), () => unpackedInto(own));
}

async function unpackedInto(folder: string): Promise<string> {
  const { default: packaged } = await import('@sparticuz/chromium');
  const { TMPDIR: shared } = process.env;
  process.env.TMPDIR = folder;
  try {
    return await packaged.executablePath();
  } finally {
    if (shared === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = shared;
  }
}

const unpackingMsMax = 60_000;

/** Test files run at the same time: one unpacks, the others wait. A lock left by a killed one ends by its age. */
async function alone<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const heldSinceMs = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
      if (heldSinceMs !== undefined && Date.now() - heldSinceMs > unpackingMsMax) rmdirSync(lock);
      await setTimeout(50);
    }
  }
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}

export type TestBrowser = { context: BrowserContext; close(): Promise<void> };

/** A fresh Chromium with an empty profile: the machine's own where there is one, else the packaged one. */
export async function launchBrowser(
  options: { viewport?: { width: number; height: number }; baseURL?: string } = {},
): Promise<TestBrowser> {
  // Loaded only here: most tests need no browser.
  const { chromium } = await import('playwright-core');
  const profile = mkdtempSync(join(tmpdir(), 'coplan-test-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await executablePath(),
    headless: true,
    args: browserArguments(),
    env: { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8' } as Record<string, string>,
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    viewport: options.viewport ?? { width: 1440, height: 900 },
    ...(options.baseURL === undefined ? {} : { baseURL: options.baseURL }),
  });
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close };
}
