/**
 * Ten thousand requests for one piece each compete for six thousand, from 32 connections of two servers on a PostgreSQL
 * of their own: never oversold, never stuck. Beside it the floor: the same conditional update in one bare statement.
 *
 * `--requests 10000` says how many; six tenths of it are in stock, in three lots.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog, newId, startEmbeddedPostgres } from '@coplan/platform';
import { report } from '../measure.ts';
import { type Answer, compete } from '../reservations/compete.ts';
import { measureFloor } from '../reservations/measure-floor.ts';
import { openSellers } from '../reservations/open-sellers.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: { requests: { type: 'string', default: '10000' } },
});
const requestCount = Number(options.requests);
const pieces = Math.floor(requestCount * 0.6);
const connectionCount = 32;

/** The part of the answers that took no longer; milliseconds. */
const percentile = (answers: readonly { ms: number }[], part: number): number =>
  answers.map(({ ms }) => ms).sort((a, b) => a - b)[Math.ceil(answers.length * part) - 1] ?? 0;

const folder = mkdtempSync(join(tmpdir(), 'coplan-bench-'));
const log = createLog({ name: 'bench', level: 'error' });
const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), log });
try {
  const sellers = await openSellers({ ownerUrl: postgres.ownerUrl, log, dataFolder: folder, pieces });
  const floor = await measureFloor(sellers.ownerUrl, { requestCount, pieces, connectionCount });
  const loadBefore = loadavg()[0]?.toFixed(1);
  const began = performance.now();
  const answers: Answer[] = await compete({ ask: sellers.ask, requestCount, connectionCount, newId });
  const seconds = (performance.now() - began) / 1000;
  const { allocated, available, reservedMilli, negativeCount, imbalanceMilli } = await sellers.readOutcome();
  await sellers.close();
  const made = answers.filter(({ outcome }) => outcome === 'reserved');
  const refused = answers.filter(({ outcome }) => outcome === 'refused');
  const failed = answers.filter(({ outcome }) => outcome === 'failed');
  console.log(
    `${made.length} reserved, ${refused.length} refused, ${failed.length} failed in ${seconds.toFixed(1)} s, load ${loadBefore}`,
  );
  console.log(
    `stock: ${allocated} allocated and ${available} available of ${pieces}; reservations hold ${reservedMilli / 1000}; ${negativeCount} negative balances; ledger out of balance by ${imbalanceMilli}`,
  );
  for (const text of new Set(failed.map(({ text }) => text))) console.log(`failed: ${text}`);
  const isSound =
    made.length === pieces &&
    reservedMilli === pieces * 1000 &&
    allocated === pieces &&
    available === 0 &&
    negativeCount === 0 &&
    imbalanceMilli === 0 &&
    failed.length === 0;
  const floorMade = floor.answers.filter(({ isTaken }) => isTaken);
  const figure = (name: string, value: number, floorValue: number) => ({
    name,
    value,
    unit: 'ms',
    floor: floorValue,
    ratioToFloor: value / floorValue,
  });
  report('reservations', [
    figure(
      'reserved, p50; floor: one bare conditional update',
      percentile(made, 0.5),
      percentile(floorMade, 0.5),
    ),
    figure('reserved, p99', percentile(made, 0.99), percentile(floorMade, 0.99)),
    figure('all answers, p50', percentile(answers, 0.5), percentile(floor.answers, 0.5)),
    figure('all answers, p99', percentile(answers, 0.99), percentile(floor.answers, 0.99)),
    {
      name: 'requests answered',
      value: requestCount / seconds,
      unit: '/s',
      floor: requestCount / floor.seconds,
    },
    {
      name: 'oversold or lost pieces',
      value: isSound ? 0 : Math.abs(allocated - pieces) || 1,
      unit: 'pieces',
    },
  ]);
  if (!isSound) process.exitCode = 1;
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
