/**
 * A whole run over 10,000 item-locations with 104 weeks each, on a PostgreSQL of its own: forecast, plan, proposals
 * before the buyers. Beside it the floor: the same rows read and the same rows written, with no arithmetic between.
 * `PLAN_RUN_ITEMS` makes it smaller (500 items of 20 stores by default).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, startEmbeddedPostgres } from '@coplan/platform';
import { report } from '../measure.ts';
import { fillPlanningFacts } from '../plan-run/fill-planning-facts.ts';
import { measureFloor } from '../plan-run/measure-floor.ts';
import { openBenchServer } from '../plan-run/open-bench-server.ts';

const itemCount = Number(process.env.PLAN_RUN_ITEMS ?? 500);
const storeCount = 20;
const weekCount = 104;
const progressEveryMs = 2_000;

const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-bench-'));
const log = createLog({ name: 'bench', level: 'warn' });
const postgres = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'postgres'), log });
try {
  const server = await openBenchServer({ ownerUrl: postgres.ownerUrl, log, dataFolder });
  const filled = await fillPlanningFacts(server, { itemCount, storeCount, weekCount });
  console.log(`${filled.itemLocationCount} item-locations × ${weekCount} weeks are filled in`);

  let rssMaxBytes = 0;
  const watch = setInterval(() => {
    rssMaxBytes = Math.max(rssMaxBytes, process.memoryUsage.rss());
  }, 100);
  const planner = server.app.createCaller(server.planner);
  const startedAtMs = performance.now();
  const { runId } = await planner.runs.start({});
  const working = server.app.runPending();
  const tell = setInterval(async () => {
    const { phase, doneCount, totalCount } = await planner.runs.get({ runId });
    console.log(
      `${((performance.now() - startedAtMs) / 1000).toFixed(0)} s: ${phase} ${doneCount}/${totalCount}`,
    );
  }, progressEveryMs);
  await working;
  const runSeconds = (performance.now() - startedAtMs) / 1000;
  clearInterval(tell);
  clearInterval(watch);
  const run = await planner.runs.get({ runId });
  if (run.state !== 'done') throw new Error(`the run ended as ${run.state}: ${run.error}`);
  console.log(`counts: ${JSON.stringify(run.counts)}`);

  const floorSeconds = await measureFloor(server);
  await server.app.stop();
  report('plan-run', [
    {
      name: `${filled.itemLocationCount} item-locations × ${weekCount} weeks: forecast, plan, write`,
      value: runSeconds,
      unit: 's',
      floor: floorSeconds,
      ratioToFloor: runSeconds / floorSeconds,
    },
    { name: 'largest memory of the process', value: rssMaxBytes / 1e6, unit: 'MB' },
    { name: 'item-locations per second', value: filled.itemLocationCount / runSeconds, unit: '1/s' },
  ]);
} finally {
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
