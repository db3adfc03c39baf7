/**
 * Orders that are placed, acknowledged and shipped a second: three documents each over HTTP into the real server on a
 * PostgreSQL of its own, from a process of their senders, sustained. Beside it the floor: three transactions that write as
 * many rows.
 *
 * `--seconds 30` how long, `--pairs 16` buyers with a supplier each, `--at-once 24` requests under way, `--batch 1` orders
 * in a request, `--lines 4` of each order, `--statements` where the waiting goes, `--profile FOLDER` where the server's
 * processor time goes (a .cpuprofile). What follows the orders in the background is waited for and counted as well.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createLog, startEmbeddedPostgres } from '@coplan/platform';
import pg from 'pg';
import { type Figure, report } from '../measure.ts';
import { openBenchApp } from '../open-bench-app.ts';
import type { FromLoad, ToLoad } from '../order-flow/load.ts';
import { measureFloor } from '../order-flow/measure-floor.ts';
import { openTraders, type TradingPair } from '../order-flow/open-traders.ts';
import { tallyStatements } from '../order-flow/tally-statements.ts';
import { findPostmaster, watchProcesses } from '../plan-run/watch-processes.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    seconds: { type: 'string', default: '30' },
    pairs: { type: 'string', default: '16' },
    'at-once': { type: 'string', default: '24' },
    lines: { type: 'string', default: '4' },
    batch: { type: 'string', default: '1' },
    'warm-up': { type: 'string', default: '5' },
    profile: { type: 'string' },
    statements: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);
const atOnce = Number(options['at-once']);
const linesPerOrder = Number(options.lines);
const batch = Number(options.batch);
const warmUpSeconds = Number(options['warm-up']);

/** Processor time of one process so far, of its own threads alone. */
function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) / 100;
}

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const tell = (child: ChildProcess, message: ToLoad): boolean => child.send(message);

type Counts = { orderCount: number; shippedCount: number; noticeCount: number; rowCount: number };

async function readCounts(ownerUrl: string): Promise<Counts> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('select pg_stat_clear_snapshot()');
  const { rows } = await client.query<Counts>(
    `select (select count(*) from orders)::int as "orderCount",
       (select count(*) from orders where state = 'shipped')::int as "shippedCount",
       (select count(*) from ship_notices)::int as "noticeCount",
       (select sum(n_tup_ins) from pg_stat_user_tables)::float8 as "rowCount"`,
  );
  await client.end();
  return rows[0] as Counts;
}

/** Waits until nothing is left to follow: no event to move, no job to run. */
async function drain(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  for (;;) {
    const { rows } = await client.query<{ left: number }>(
      `select (select count(*) from platform.outbox)::int
         + (select count(*) from graphile_worker.jobs where attempts < max_attempts)::int as left`,
    );
    if (rows[0]?.left === 0) break;
    await setTimeout(100);
  }
  await client.end();
}

/** Records where this process spends its processor time, until it is told to stop. */
async function startProfile(folder: string): Promise<() => Promise<void>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(join(folder, 'order-flow.cpuprofile'), JSON.stringify(profile));
    session.disconnect();
  };
}

async function runLoad(about: { url: string; pairs: TradingPair[]; ownerUrl: string }) {
  const { url, pairs, ownerUrl } = about;
  const postmaster = await findPostmaster(ownerUrl);
  const child = fork(new URL('../order-flow/load.ts', import.meta.url));
  const done = new Promise<FromLoad>((resolve) =>
    child.once('message', (message) => resolve(message as FromLoad)),
  );
  tell(child, { kind: 'begin', url, pairs, atOnce, linesPerOrder, batch });
  await setTimeout(warmUpSeconds * 1000);
  const tally = options.statements ? tallyStatements() : undefined;
  const endProfile = options.profile === undefined ? undefined : await startProfile(options.profile);
  const [beganAtMs, before] = [performance.timeOrigin + performance.now(), await readCounts(ownerUrl)];
  const [serverBefore, loadBefore] = [cpuSecondsOf(process.pid), cpuSecondsOf(child.pid ?? 0)];
  const watch = watchProcesses(postmaster);
  await setTimeout(seconds * 1000);
  const endedAtMs = performance.timeOrigin + performance.now();
  const load = cpuSecondsOf(child.pid ?? 0) - loadBefore;
  tell(child, { kind: 'stop' });
  const { finishedAtMs, stepMs, refused } = await done;
  child.kill();
  await drain(ownerUrl);
  const drainedAtMs = performance.timeOrigin + performance.now();
  const seen = watch.stop();
  const server = cpuSecondsOf(process.pid) - serverBefore;
  await endProfile?.();
  const after = await readCounts(ownerUrl);
  const statements = tally?.stop() ?? [];
  const finished = finishedAtMs.filter((at) => at >= beganAtMs);
  return {
    orderCount: finished.filter((at) => at < endedAtMs).length,
    allCount: finished.length,
    ...{ refused, stepMs, statements, seconds: (endedAtMs - beganAtMs) / 1000 },
    wholeSeconds: (drainedAtMs - beganAtMs) / 1000,
    cpu: { server, load, postgres: seen.cpuSeconds - server },
    rowsPerOrder: (after.rowCount - before.rowCount) / Math.max(1, after.orderCount - before.orderCount),
    memoryMb: seen.allBytesMax / 1e6,
  };
}

type Run = Awaited<ReturnType<typeof runLoad>>;

function figuresOf(run: Run, floor: number): Figure[] {
  const { orderCount, allCount, cpu, stepMs } = run;
  const perSecond = orderCount / run.seconds;
  const perOrder = (cpuSeconds: number): number => (cpuSeconds / allCount) * 1000;
  const own = cpu.server + cpu.postgres;
  return [
    {
      name: 'orders placed, acknowledged and shipped',
      value: perSecond,
      unit: '1/s',
      floor,
      ratioToFloor: perSecond / floor,
    },
    {
      name: 'the same, with all that follows in the background done',
      value: allCount / run.wholeSeconds,
      unit: '1/s',
    },
    { name: 'as many on two cores with nothing else', value: (2 * allCount) / own, unit: '1/s' },
    { name: 'processor time of the server', value: perOrder(cpu.server), unit: 'ms/order' },
    { name: 'processor time of PostgreSQL', value: perOrder(cpu.postgres), unit: 'ms/order' },
    { name: 'processor time of the senders', value: (cpu.load / orderCount) * 1000, unit: 'ms/order' },
    { name: 'rows written', value: run.rowsPerOrder, unit: '/order' },
    ...(['place', 'acknowledge', 'ship'] as const).map((step) => ({
      name: `median time to ${step}`,
      value: median(stepMs[step]),
      unit: 'ms',
    })),
    { name: 'memory of all processes', value: run.memoryMb, unit: 'MB' },
    { name: 'load of the machine', value: loadavg()[0] ?? 0, unit: '' },
  ];
}

const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-bench-'));
const log = createLog({ name: 'bench', level: 'warn' });
const postgres = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'postgres'), log });
try {
  const { app, ownerUrl } = await openBenchApp({ ownerUrl: postgres.ownerUrl, log, dataFolder });
  const { url } = await app.start();
  const pairs = await openTraders(app, Number(options.pairs));
  const run = await runLoad({ url, pairs, ownerUrl });
  for (const text of run.refused) console.log(`refused: ${text}`);
  for (const { text, count, waitedMs } of run.statements.slice(0, 40)) {
    const each = (waitedMs / Math.max(1, count)).toFixed(2);
    console.log(
      `${(count / run.allCount).toFixed(2).padStart(7)} /order ${each.padStart(8)} ms each  ${text}`,
    );
  }
  const counts = await readCounts(ownerUrl);
  if (counts.shippedCount !== counts.orderCount || counts.noticeCount !== counts.orderCount)
    throw new Error(
      `of ${counts.orderCount} orders ${counts.shippedCount} are shipped with ${counts.noticeCount} notices`,
    );
  const floor = await measureFloor({ ownerUrl, rowsPerOrder: run.rowsPerOrder, atOnce, seconds: 5 });
  await app.stop();
  report('order-flow', figuresOf(run, floor));
} finally {
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
