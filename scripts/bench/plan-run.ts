/**
 * Whole runs on a PostgreSQL of their own: forecast, plan, proposals before the buyers; then a second one with news of
 * one item-location in a hundred, and one without any. Beside it the floor: the same rows read and the same rows
 * written, with no arithmetic between.
 *
 * `--item-locations 100000` says how many (10,000 otherwise), with 104 weeks each, in 20 stores.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog, startEmbeddedPostgres } from '@coplan/platform';
import { type Figure, report } from '../measure.ts';
import { changeSomeFacts } from '../plan-run/change-some-facts.ts';
import { fillPlanningFacts } from '../plan-run/fill-planning-facts.ts';
import { measureFloor } from '../plan-run/measure-floor.ts';
import { type BenchServer, openBenchServer } from '../plan-run/open-bench-server.ts';
import { findPostmaster, type ProcessesSeen, watchProcesses } from '../plan-run/watch-processes.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: { 'item-locations': { type: 'string', default: '10000' } },
});
const itemLocationCount = Number(options['item-locations']);
const storeCount = 20;
const weekCount = 104;
const newsEvery = 100;
const lookEveryMs = 200;

type Run = {
  seconds: number;
  phases: Map<string, number>;
  seen: ProcessesSeen;
  counts: Record<string, number>;
};

async function runOnce(server: BenchServer, postmaster: number): Promise<Run> {
  const planner = server.app.createCaller(server.planner);
  const watch = watchProcesses(postmaster);
  const startedAtMs = performance.now();
  const { runId } = await planner.runs.start({});
  const phases = new Map<string, number>();
  let ended: { seconds: number; seen: ProcessesSeen } | undefined;
  // What other jobs do with the news of the run, once it has ended, is not the run's.
  const endNow = () => ({ seconds: (performance.now() - startedAtMs) / 1000, seen: watch.stop() });
  const look = setInterval(async () => {
    const { phase, endedAt } = await planner.runs.get({ runId });
    if (endedAt !== null) ended ??= endNow();
    else phases.set(phase, (phases.get(phase) ?? 0) + lookEveryMs / 1000);
  }, lookEveryMs);
  await server.app.runPending();
  clearInterval(look);
  const { seconds, seen } = ended ?? endNow();
  const run = await planner.runs.get({ runId });
  if (run.state !== 'done') throw new Error(`the run ended as ${run.state}: ${run.error}`);
  const load = loadavg()[0]?.toFixed(1);
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(0);
  console.log(
    `${seconds.toFixed(1)} s, ${seen.cpuSeconds.toFixed(1)} s of processor, load ${load}; server ${mb(seen.serverBytesMax)} MB, all ${mb(seen.allBytesMax)} MB, shared apart ${mb(seen.sharedBytesMax)} MB`,
  );
  console.log(`  seconds by phase ${JSON.stringify(Object.fromEntries(phases))}`);
  console.log(`  counts ${JSON.stringify(run.counts)}`);
  return { seconds, phases, seen, counts: run.counts };
}

const figuresOf = (name: string, { seconds, seen }: Run, first?: Run): Figure[] => [
  {
    name,
    value: seconds,
    unit: 's',
    ...(first === undefined ? {} : { floor: first.seconds, ratioToFloor: seconds / first.seconds }),
  },
  {
    name: `${name}: processor time`,
    value: seen.cpuSeconds,
    unit: 's',
    ...(first === undefined
      ? {}
      : { floor: first.seen.cpuSeconds, ratioToFloor: seen.cpuSeconds / first.seen.cpuSeconds }),
  },
  { name: `${name}: memory of all processes`, value: seen.allBytesMax / 1e6, unit: 'MB' },
];

const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-bench-'));
const log = createLog({ name: 'bench', level: 'warn' });
const postgres = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'postgres'), log });
try {
  const server = await openBenchServer({ ownerUrl: postgres.ownerUrl, log, dataFolder });
  const began = performance.now();
  const size = { itemCount: Math.ceil(itemLocationCount / storeCount), storeCount, weekCount };
  const filled = await fillPlanningFacts(server, size);
  const fillSeconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${filled.itemLocationCount} item-locations × ${weekCount} weeks are filled in after ${fillSeconds} s`,
  );
  const postmaster = await findPostmaster(postgres.ownerUrl);
  const first = await runOnce(server, postmaster);
  const newsCount = await changeSomeFacts(server, newsEvery);
  const second = await runOnce(server, postmaster);
  const third = await runOnce(server, postmaster);
  const floorSeconds = await measureFloor(server);
  await server.app.stop();
  const what = `${filled.itemLocationCount} × ${weekCount} weeks`;
  report('plan-run', [
    {
      name: `${what}: the floor, rows in and out`,
      value: floorSeconds,
      unit: 's',
    },
    ...figuresOf(`${what}: everything`, first),
    ...figuresOf(`${what}: news of ${newsCount}`, second, first),
    ...figuresOf(`${what}: no news`, third, first),
    { name: 'item-locations per second', value: filled.itemLocationCount / first.seconds, unit: '1/s' },
    { name: 'shared memory of PostgreSQL', value: first.seen.sharedBytesMax / 1e6, unit: 'MB' },
  ]);
} finally {
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
