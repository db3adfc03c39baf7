import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, UsageError } from './command.ts';
import { dataFolder } from './server-account.ts';

const usage = `coplan demo

Fills an empty system with the demo network, on the database of DATABASE_URL or, without it, on the product's own
(which must not be running: "npm start" fills the demo by itself at its first start). Again, it changes nothing.`;

const script = resolve(
  dirname(fileURLToPath(import.meta.url)),
  '../../../apps/server/src/demo/fill-folder.ts',
);

type Note = { password: string; signIns: { role: string; organisation: string; email: string }[] };

function printSignIns(): void {
  const file = join(dataFolder(), 'demo.json');
  if (!existsSync(file)) return;
  const { password, signIns } = JSON.parse(readFileSync(file, 'utf8')) as Note;
  console.log(`Sign in with the password ${password} as`);
  const width = Math.max(...signIns.map(({ email }) => email.length));
  for (const { email, role, organisation } of signIns) {
    console.log(`  ${email.padEnd(width)}  ${role}, ${organisation}`);
  }
}

export const demoCommand: Command = {
  summary: 'fill an empty system with the demo network',
  async run(args) {
    if (args.includes('--help')) {
      console.log(usage);
      return 0;
    }
    if (args.length > 0) throw new UsageError(`"${args[0]}" is not understood; see coplan demo --help`);
    const child = spawn(process.execPath, [script], {
      stdio: 'inherit',
      env: { ...process.env, COPLAN_DATA_DIR: dataFolder() },
    });
    const code = await new Promise<number>((done, fail) => {
      child.on('error', fail);
      child.on('exit', (exitCode) => done(exitCode ?? 1));
    });
    if (code === 0) printSignIns();
    return code;
  },
};
