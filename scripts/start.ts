/** `npm start`: PostgreSQL, server, gateway, portal and, the first time, a demo network. Ctrl-C ends all of it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartRefusal } from './start/ask.ts';
import { endAll, type Stoppable, startProduct } from './start/product.ts';
import { readSettings, type Settings } from './start/settings.ts';

type SignIn = { role: string; organisation: string; email: string };

const diskFull = 'The disk is full: free some space and start again.';
const running: Stoppable[] = [];
let isEnding = false;

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await endAll(running).catch((error: unknown) => console.error(String(error)));
  process.exit(code);
}

function printAddresses(settings: Settings): void {
  console.log(`\nCoplan is running.\n  Portal   http://localhost:${settings.port}`);
  console.log(`  Gateway  http://localhost:${settings.gatewayPort}\n  Data     ${settings.dataFolder}`);
  const file = join(settings.dataFolder, 'demo.json');
  if (existsSync(file)) {
    const { password, signIns } = JSON.parse(readFileSync(file, 'utf8')) as {
      password: string;
      signIns: SignIn[];
    };
    console.log(`\nSign in with the password ${password} as`);
    const width = Math.max(...signIns.map(({ email }) => email.length));
    for (const { email, role, organisation } of signIns) {
      console.log(`  ${email.padEnd(width)}  ${role}, ${organisation}`);
    }
  }
  console.log('\nCtrl-C ends it; the data stays.');
}

function explain(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return diskFull;
  const isExpected = error instanceof StartRefusal || (error as Error).name === 'DomainError';
  return isExpected ? (error as Error).message : error;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!isEnding) console.log('\nEnding …');
    void end(0);
  });
}

try {
  const settings = readSettings(dirname(dirname(fileURLToPath(import.meta.url))));
  await startProduct(settings, {
    running,
    onGivenUp(sentence) {
      console.error(sentence);
      void end(1);
    },
  });
  printAddresses(settings);
} catch (error) {
  if (!isEnding) console.error(explain(error));
  await end(1);
}
