import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type GatewayProcess = { url: string; kill(): Promise<void>; ended: Promise<void> };
export const gatewayKey = 'key-of-the-kill-bench';

/** The gateway as `npm start` runs it, in a process of its own; with `killAt` it kills itself at that step. */
export async function startGatewayProcess(
  { databaseUrl, serverUrl, dataFolder }: { databaseUrl: string; serverUrl: string; dataFolder: string },
  killAt?: string,
): Promise<GatewayProcess> {
  const main = join(import.meta.dirname, '../../apps/edi-gateway/src/main.ts');
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      GATEWAY_PORT: '0',
      COPLAN_DATA_DIR: dataFolder,
      GATEWAY_DATABASE_URL: databaseUrl,
      COPLAN_GATEWAY_KEY: gatewayKey,
      GATEWAY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      COPLAN_SERVER_URL: serverUrl,
      LOG_LEVEL: 'fatal',
      ...(killAt === undefined ? {} : { COPLAN_KILL_AT: killAt }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve) => {
    // Killed before it listened: whoever waits for it goes on.
    child.once('exit', () => resolve(''));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const read = JSON.parse(line) as { event?: string; url?: string };
      if (read.event === 'listening') resolve(read.url ?? '');
    });
  });
  return {
    url,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
