import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type GatewayProcess = {
  /** Empty until it listens. */
  readonly url: string;
  readonly sftpPort: number;
  /** Settles when it listens, or ends before that. */
  started: Promise<void>;
  ended: Promise<void>;
  kill(): Promise<void>;
};
export type House = {
  databaseUrl: string;
  serverUrl: string;
  dataFolder: string;
  environment: Readonly<Record<string, string>>;
};
export const gatewayKey = 'key-of-the-kill-bench';

/** The gateway as `npm start` runs it, in a process of its own; with `killAt` it kills itself at that step. */
export function spawnGateway(
  { databaseUrl, serverUrl, dataFolder, environment }: House,
  killAt?: string,
): GatewayProcess {
  const main = join(import.meta.dirname, '../../apps/edi-gateway/src/main.ts');
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      GATEWAY_PORT: '0',
      COPLAN_DATA_DIR: dataFolder,
      GATEWAY_DATABASE_URL: databaseUrl,
      COPLAN_GATEWAY_KEY: gatewayKey,
      GATEWAY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      COPLAN_SERVER_URL: serverUrl,
      LOG_LEVEL: 'fatal',
      ...environment,
      ...(killAt === undefined ? {} : { COPLAN_KILL_AT: killAt }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let [url, sftpPort] = ['', 0];
  const listening = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const read = JSON.parse(line) as { event?: string; url?: string; sftpPort?: number };
      if (read.event !== 'listening') return;
      url = read.url ?? '';
      sftpPort = read.sftpPort ?? 0;
      resolve();
    });
  });
  return {
    get url() {
      return url;
    },
    get sftpPort() {
      return sftpPort;
    },
    started: Promise.race([listening, ended]),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Asks the gateway's API. */
export const call = (url: string, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${gatewayKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5_000),
  });
