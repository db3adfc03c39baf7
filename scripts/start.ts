/** `npm start`: PostgreSQL, server, gateway, portal and, the first time, a demo network. Ctrl-C ends all of it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explain } from './start/ask.ts';
import { startProduct } from './start/product.ts';
import { createRunning } from './start/running.ts';
import { readSettings, type Settings } from './start/settings.ts';

type SignIn = { role: string; organisation: string; email: string };

const running = createRunning();
let isEnding = false;

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await running.end();
  process.exit(code);
}

function endAsAsked(): void {
  if (!isEnding) console.log('\nEnding …');
  void end(0);
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

// A terminal that was closed takes no more words, and that must not stop an orderly end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endAsAsked);
// Whoever started this process, scripts/run.mjs as a rule, is gone.
process.on('disconnect', endAsAsked);

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
