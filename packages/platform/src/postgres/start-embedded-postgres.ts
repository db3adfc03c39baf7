import { mkdirSync, realpathSync } from 'node:fs';
import { DomainError } from '@coplan/kernel';
import pg from 'pg';
import type { Log } from '../log.ts';
import { prepareBinaries } from './binaries.ts';
import {
  type ClusterPlan,
  explainFailure,
  initializeCluster,
  markVersion,
  readPassword,
  refuseNewerFolder,
} from './cluster.ts';
import { lockFolder } from './folder-lock.ts';
import { clusterPlace } from './places.ts';
import { endLeftover, freePort, type Postmaster, startPostmaster } from './postmaster.ts';
import { waitForEnd } from './processes.ts';
import { findDatabaseUser, openOwnFolder } from './unprivileged-user.ts';

export { dataFolderVersion } from './cluster.ts';

export type EmbeddedPostgres = {
  /** The superuser's address of the database `postgres`. */
  ownerUrl: string;
  port: number;
  /** Resolves when the server has ended, whoever ended it. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything is on disk afterwards. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** Holds the cluster, its password and a version mark; made when missing. */
  dataFolder: string;
  /** Without it a free one is chosen at each start. */
  port?: number;
  log: Log;
  /** Only for throw-away test clusters: false never flushes to disk. */
  isDurable?: boolean;
};

const startAttemptsMax = 5;
/** Replaying the log after a crash may take long; PostgreSQL says meanwhile that it is starting up. */
const readyTimeoutMs = 300_000;

async function answers(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    // Not listening yet, or starting up (57P03): ask again. A refused password does not pass by waiting.
    if ((error as { code?: string }).code === '28P01') throw error;
    return false;
  }
  await client.end();
  return true;
}

/** True when it is ready, false when it ended before. */
async function becomesReady({ exited }: Postmaster, ownerUrl: string): Promise<boolean> {
  let hasEnded = false;
  void exited.then(() => {
    hasEnded = true;
  });
  for (let waitedMs = 0; waitedMs < readyTimeoutMs; waitedMs += 30) {
    const isReady = await Promise.race([answers(ownerUrl), exited.then(() => false)]);
    if (hasEnded) return false;
    if (isReady) return true;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`PostgreSQL was not ready within ${readyTimeoutMs / 1000} s`);
}

async function stopPostmaster({ pid, exited }: Postmaster): Promise<void> {
  let hasEnded = false;
  void exited.then(() => {
    hasEnded = true;
  });
  for (const [signal, timeoutMs] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    await Promise.resolve();
    if (hasEnded) return;
    process.kill(pid, signal);
    const ended = await Promise.race([exited.then(() => true), waitForEnd(pid, timeoutMs)]);
    if (ended) return exited;
  }
}

async function startUntilReady(
  postgres: string,
  plan: ClusterPlan,
  { port: wantedPort, log }: EmbeddedPostgresOptions,
): Promise<{ postmaster: Postmaster; port: number; ownerUrl: string }> {
  for (let attempt = 1; ; attempt++) {
    const port = wantedPort ?? (await freePort());
    const postmaster = startPostmaster({ postgres, port, log, plan });
    const ownerUrl = `postgres://postgres:${plan.password}@127.0.0.1:${port}/postgres`;
    if (await becomesReady(postmaster, ownerUrl)) return { postmaster, port, ownerUrl };
    const words = postmaster.lastWords();
    // Between finding a free port and listening on it another program may have taken it.
    const isPortTaken = /could not create any TCP\/IP sockets|Address already in use/.test(words);
    if (isPortTaken && wantedPort === undefined && attempt < startAttemptsMax) continue;
    if (isPortTaken) {
      throw new DomainError(
        'unavailable',
        'postgres.port-taken',
        { port },
        `Port ${port}, meant for the database, is already in use by another program; stop it or choose another port.`,
      );
    }
    throw explainFailure(words) ?? new Error(`PostgreSQL ended at once:\n${words}`);
  }
}

/**
 * Starts the bundled PostgreSQL on a data folder, for this machine only (127.0.0.1, password by SCRAM). It ends with
 * `stop()`, and also when this process is killed. Throws a `DomainError` of one sentence when the folder belongs to
 * another running Coplan or to a newer version, when the disk is full, or when this machine has no bundled programs.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataFolder, { recursive: true });
  const dataFolder = realpathSync(options.dataFolder);
  const unlock = lockFolder(dataFolder);
  try {
    const user = findDatabaseUser(dataFolder);
    openOwnFolder(dataFolder, user);
    const binaries = prepareBinaries(user);
    const cluster = clusterPlace(dataFolder, user);
    refuseNewerFolder(dataFolder, cluster, binaries);
    const plan = { cluster, password: readPassword(dataFolder), user, isDurable: options.isDurable ?? true };
    initializeCluster(plan, binaries);
    markVersion(dataFolder, binaries);
    await endLeftover(plan, options.log);
    const { postmaster, port, ownerUrl } = await startUntilReady(binaries.postgres, plan, options);
    const exited = postmaster.exited.then(unlock);
    const stop = async (): Promise<void> => {
      await stopPostmaster(postmaster);
      await exited;
    };
    return { ownerUrl, port, exited, stop };
  } catch (error) {
    unlock();
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ENOSPC' ? (explainFailure(message) ?? error) : error;
  }
}
