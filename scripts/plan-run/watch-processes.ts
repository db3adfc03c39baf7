import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const pageBytes = 4096;
const ticksPerSecond = 100;

export type ProcessesSeen = {
  /** The most that the server's process held at once. */
  serverBytesMax: number;
  /** The most that the server and every PostgreSQL process held at once, shared memory counted once and apart. */
  allBytesMax: number;
  /** Shared memory of PostgreSQL that was touched, at most. */
  sharedBytesMax: number;
  /** Processor time of all of them since the watch began. */
  cpuSeconds: number;
};

type Usage = { privateBytes: number; sharedBytes: number; ticks: number };

function readUsage(pid: number): Usage | undefined {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    // utime and stime, fields 14 and 15 of proc(5). Those of children that ended are left out: a connection that closes
    // now would bring what it did before the watch began.
    const ticks = fields.slice(11, 13).reduce((sum, one) => sum + one, 0);
    return { privateBytes: (resident - shared) * pageBytes, sharedBytes: shared * pageBytes, ticks };
  } catch {
    return undefined;
  }
}

const parentOf = (pid: number | string): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};

/** The process that started the one which answers at the address. */
export async function findPostmaster(ownerUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  await client.end();
  return postmaster;
}

/** A PostgreSQL server and its processes. */
function postgresPids(postmaster: number): number[] {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return parentOf(name) === postmaster;
    } catch {
      return false;
    }
  });
  return [postmaster, ...children.map(Number)];
}

/**
 * Samples this process and all of PostgreSQL's until it is stopped. File pages that processes share (programs,
 * libraries) count as shared, so private memory adds up without counting anything twice.
 */
export function watchProcesses(postmaster: number): { stop(): ProcessesSeen } {
  const seen: ProcessesSeen = { serverBytesMax: 0, allBytesMax: 0, sharedBytesMax: 0, cpuSeconds: 0 };
  const firstTicks = new Map<number, number>();
  const lastTicks = new Map<number, number>();
  let isFirst = true;
  const sample = (): void => {
    const server = process.memoryUsage.rss();
    let all = server;
    let shared = 0;
    for (const pid of [process.pid, ...postgresPids(postmaster)]) {
      const usage = readUsage(pid);
      if (usage === undefined) continue;
      if (!firstTicks.has(pid)) firstTicks.set(pid, isFirst ? usage.ticks : 0);
      lastTicks.set(pid, usage.ticks);
      if (pid === process.pid) continue;
      all += usage.privateBytes;
      shared = Math.max(shared, usage.sharedBytes);
    }
    isFirst = false;
    seen.serverBytesMax = Math.max(seen.serverBytesMax, server);
    seen.allBytesMax = Math.max(seen.allBytesMax, all);
    seen.sharedBytesMax = Math.max(seen.sharedBytesMax, shared);
  };
  sample();
  const timer = setInterval(sample, 250);
  return {
    stop() {
      sample();
      clearInterval(timer);
      let ticks = 0;
      for (const [pid, last] of lastTicks) ticks += last - (firstTicks.get(pid) ?? 0);
      return { ...seen, cpuSeconds: ticks / ticksPerSecond };
    },
  };
}
