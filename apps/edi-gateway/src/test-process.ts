import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { KillPoint } from '@coplan/platform';
import { createTestDatabase, type TestDatabase } from '@coplan/testkit';
import { deskRole, gatewayRole } from './migrations.ts';
import { gatewayKey, type ReceivingServer, startReceivingServer } from './test-gateway.ts';

/** For tests only: the gateway as a process of its own, so that it can be killed. */
export type Running = {
  url: string;
  sftpPort: number | undefined;
  child: ChildProcess;
  ended: Promise<void>;
  /** From now on it kills itself at this step. */
  arm(step: KillPoint): Promise<void>;
};
export type House = {
  database: TestDatabase;
  server: ReceivingServer;
  dataFolder: string;
  /** Settings beside those that every house has. */
  environment: Record<string, string>;
};
export type Houses = {
  openHouse(environment?: Record<string, string>): Promise<House>;
  /** A process of its own, as the start script runs it but with short pauses; it kills itself at `killAt`. */
  start(house: House, killAt?: KillPoint): Promise<Running>;
  /** Kills what runs and removes what was made. */
  end(): Promise<void>;
};

/** Loads the gateway, which takes most of its start; it then waits for its environment. */
function load(): ChildProcess {
  const child = spawn(process.execPath, [new URL('./test-main.ts', import.meta.url).pathname], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  (child.stdout as Socket | null)?.unref();
  return child;
}
/** One is always loaded ahead, while the test does something else. It ends with this process. */
let spare: ChildProcess | undefined;

async function startProcess(
  { database, server, dataFolder, environment }: House,
  killAt?: KillPoint,
): Promise<Running> {
  const child = spare ?? load();
  spare = load();
  child.send({
    GATEWAY_PORT: '0',
    COPLAN_DATA_DIR: dataFolder,
    GATEWAY_DATABASE_URL: database.ownerUrl,
    COPLAN_GATEWAY_KEY: gatewayKey,
    GATEWAY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    COPLAN_SERVER_URL: server.url,
    LOG_LEVEL: 'error',
    ...environment,
    ...(killAt === undefined ? {} : { COPLAN_KILL_AT: killAt }),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const listening = await new Promise<{ url: string; sftpPort?: number }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const read = JSON.parse(line) as { event?: string; url: string; sftpPort?: number };
      if (read.event === 'listening') resolve(read);
    });
  });
  const arm = (step: KillPoint): Promise<void> =>
    new Promise((resolve) => {
      child.once('message', () => resolve());
      child.send(step);
    });
  return { url: listening.url, sftpPort: listening.sftpPort, child, ended, arm };
}

export function createHouses(): Houses {
  const children: ChildProcess[] = [];
  const cleanUps: (() => Promise<void>)[] = [];
  return {
    async openHouse(environment = {}) {
      const database = await createTestDatabase({ migrations: [], roles: [gatewayRole, deskRole] });
      const server = await startReceivingServer();
      const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-gateway-'));
      cleanUps.push(
        () => database.drop(),
        server.close,
        async () => rmSync(dataFolder, { recursive: true, force: true }),
      );
      return { database, server, dataFolder, environment };
    },
    async start(house, killAt) {
      const running = await startProcess(house, killAt);
      children.push(running.child);
      return running;
    },
    async end() {
      for (const child of children.splice(0)) child.kill('SIGKILL');
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    },
  };
}

export function call(url: string, method: string, path: string, body: unknown): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${gatewayKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
