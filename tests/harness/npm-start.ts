import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node that a person's shell finds, not the one that npm put before it. */
export const systemNode =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((path) => readNodeVersion(path) !== undefined) ?? process.execPath;

function readNodeVersion(path: string): string | undefined {
  try {
    return readFileSync(path).length > 0 ? path : undefined;
  } catch {
    return undefined;
  }
}

/** One `npm start` in a process of its own, seen from outside. */
export type Started = {
  child: ChildProcess;
  portalUrl: string;
  gatewayUrl: string;
  /** Settles when the addresses are printed; rejects when it ended before. */
  ready: Promise<void>;
  /** The exit code. */
  ended: Promise<number | null>;
  output(): string;
  errors(): string;
};

const started: ChildProcess[] = [];

/** Starts the product as a person does, without the demo network. */
export async function npmStart({
  dataFolder,
  environment = {},
  options = {},
  command = [systemNode, join(root, 'scripts', 'run.mjs'), 'scripts/start.ts'],
}: {
  dataFolder: string;
  environment?: Record<string, string>;
  options?: SpawnOptions;
  command?: string[];
}): Promise<Started> {
  const ports = { PORT: String(await freePort()), GATEWAY_PORT: String(await freePort()) };
  const env = {
    PATH: process.env['PATH'],
    HOME: '/tmp',
    COPLAN_DEMO: '0',
    COPLAN_DATA_DIR: dataFolder,
    ...ports,
    ...environment,
  };
  const [program = systemNode, ...words] = command;
  const child = spawn(program, words, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  started.push(child);
  let output = '';
  let errors = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('Ctrl-C ends it')) resolve();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    void ended.then((code) => reject(new Error(`the start ended with code ${code}: ${output}${errors}`)));
  });
  ready.catch(() => undefined);
  return {
    child,
    portalUrl: `http://localhost:${env.PORT}`,
    gatewayUrl: `http://localhost:${env.GATEWAY_PORT}`,
    ready,
    ended,
    output: () => output,
    errors: () => errors,
  };
}

/** Ends what a failed test left behind. */
export function endAllStarted(): void {
  for (const child of started) child.kill('SIGKILL');
}

const readOrNothing = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The numbers of all processes that belong to a data folder (Linux). With `what`, of those that run it. */
export function processesOf(dataFolder: string, what = ''): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const words = readOrNothing(`/proc/${pid}/cmdline`);
      const isOurs = words.includes(dataFolder) || readOrNothing(`/proc/${pid}/environ`).includes(dataFolder);
      return isOurs && words.includes(what);
    })
    .map(Number);
}
