// Runs a TypeScript file of the repository under a Node that can: `node scripts/run.mjs scripts/start.ts …`.
// Plain JavaScript on purpose: it must also start under an old Node, to say what is wrong.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script = '', ...rest] = process.argv.slice(2);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 18);
const bundled = [
  join(root, 'node_modules', '.bin', 'node'),
  join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node'),
].find((path) => existsSync(path));
const node = isNewEnough ? process.execPath : bundled;

if (node === undefined) {
  console.error(
    `Coplan needs Node 22.18 or newer and this is ${process.version}: run "npm ci" (it brings Node 24 on Linux) or install a newer Node.`,
  );
  process.exit(1);
}
if (!existsSync(join(root, 'node_modules', '@coplan'))) {
  console.error('Coplan is not installed yet: run "npm ci" first.');
  process.exit(1);
}
// What was compiled once is read back by the next process and by every thread: types are stripped a single time.
const compileCache = process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node-compile');
// By the closing of the channel the script notices that this process was killed.
const child = spawn(node, [join(root, script), ...rest], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  cwd: root,
  env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
});
let isAskedToEnd = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isAskedToEnd = true;
    child.kill(signal);
  });
}
child.on('error', (error) => {
  console.error(`${node} cannot be run (${error.message}): run "npm ci" again.`);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? (isAskedToEnd ? 0 : 1)));
