import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import type { ClusterPlan } from './cluster.ts';
import { commandLine, waitForEnd } from './processes.ts';

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Written on the command line, so that they hold whatever the cluster's own files say. */
const settings = (port: number, isDurable: boolean): string[] =>
  [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
    'max_wal_size=2GB',
    'synchronous_commit=on',
    `fsync=${isDurable ? 'on' : 'off'}`,
    `full_page_writes=${isDurable ? 'on' : 'off'}`,
    'password_encryption=scram-sha-256',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_destination=stderr',
    'logging_collector=off',
    'log_checkpoints=off',
    'lc_messages=C',
    'jit=off',
    // Whoever supervises it starts it again and can say why it ended; by itself it would try for ever on a full disk.
    'restart_after_crash=off',
  ].flatMap((setting) => ['-c', setting]);

/**
 * Ends PostgreSQL when this process dies, also by SIGKILL: the shell holds the reading end of a pipe of ours, and the
 * kernel closes our end whatever happens. It signals only while the cluster's pid file still names that process.
 */
function watch(pid: number, { cluster, user }: ClusterPlan): ChildProcess {
  const script = 'read -r _; [ "$(head -n 1 "$1/postmaster.pid" 2>/dev/null)" = "$2" ] && kill -INT "$2"';
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', cluster, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
    ...user,
  });
  watcher.stdin?.on('error', () => undefined);
  watcher.unref();
  return watcher;
}

export type Postmaster = { pid: number; exited: Promise<void>; lastWords(): string };

/** Starts PostgreSQL in a session of its own: Ctrl-C reaches the app first, which ends the database last. */
export function startPostmaster({
  postgres,
  port,
  log,
  plan,
}: {
  postgres: string;
  port: number;
  log: Log;
  plan: ClusterPlan;
}): Postmaster {
  const child = spawn(postgres, ['-D', plan.cluster, ...settings(port, plan.isDurable)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    cwd: plan.cluster,
    env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' },
    ...plan.user,
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-8_000);
    for (const line of text.split('\n')) {
      if (/\b(FATAL|PANIC|WARNING):/.test(line)) log.warn({ postgres: line }, 'PostgreSQL says');
      else if (line !== '') log.trace({ postgres: line }, 'PostgreSQL says');
    }
  });
  const pid = child.pid ?? 0;
  const watcher = pid === 0 ? undefined : watch(pid, plan);
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      words += error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  }).then(() => {
    watcher?.kill('SIGKILL');
  });
  return { pid, exited, lastWords: () => words };
}

/**
 * Ends a server that a killed supervisor left behind, so that there are never two on one cluster. A pid file whose
 * number belongs to another program since a reboot is removed, because PostgreSQL would wait for that program.
 */
export async function endLeftover({ cluster }: ClusterPlan, log: Log): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
  const command = Number.isInteger(pid) && pid > 0 ? commandLine(pid) : undefined;
  if (command === undefined || !command.includes('postgres') || !command.includes(cluster)) {
    rmSync(path, { force: true });
    return;
  }
  log.warn({ pid }, 'ending a database server that was left behind');
  for (const [signal, timeoutMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    process.kill(pid, signal);
    if (await waitForEnd(pid, timeoutMs)) return;
  }
  throw new Error(`the database server ${pid} that was left behind does not end`);
}
