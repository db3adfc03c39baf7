/**
 * The planning grid's server side: 10,000 rows with 104 columns and five measures (sold, statistics, both forecasts,
 * joint plan), in blocks of 500 over real HTTP as the portal asks for them, and the largest edit, 5,000 cells at once.
 * Beside it the floor: the same answer's bytes from a server that does nothing else. `GRID_ITEMS` makes it smaller.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, startEmbeddedPostgres } from '@coplan/platform';
import { openLiveServer, openSessions } from '../live/open-live-server.ts';
import { report } from '../measure.ts';

const itemCount = Number(process.env.GRID_ITEMS ?? 500);
const storeCount = 20;
const blockSize = 500;
const columnCount = 104;

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-bench-'));
const log = createLog({ name: 'bench', level: 'warn' });
const postgres = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'postgres'), log });
try {
  const { ownerUrl } = postgres;
  const server = await openLiveServer({ ownerUrl, log, dataFolder, itemCount, storeCount });
  const { app, callers, agreementId } = server;
  await callers.buyer.runs.start({});
  await app.runPending();
  const about = { agreementId, purpose: 'sales' as const };
  for (const side of ['buyer', 'seller'] as const) {
    const plan = await callers[side].plans.startRevision(about);
    await callers[side].plans.publish({ planId: plan.planId, expectedVersion: plan.version });
  }
  await app.runPending();
  const joint = await callers.buyer.plans.consensus.compute(about);
  const { url } = await app.start();
  const [cookie = ''] = await openSessions(server, { url, actor: server.buyer, count: 1 });
  const ask = async (path: string, input: object): Promise<{ text: string; ms: number }> => {
    const began = performance.now();
    const response = await fetch(`${url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
      headers: { cookie, origin: url },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 500));
    return { text, ms: performance.now() - began };
  };

  const view = { ...about, pastBucketCount: columnCount - 26, bucketCount: columnCount };
  const headMs: number[] = [];
  for (let round = 0; round < 5; round++) headMs.push((await ask('plans.grid', view)).ms);
  const rowCount = itemCount * storeCount;
  const blockMs: number[] = [];
  let bytes = 0;
  let sample = '';
  const beganAll = performance.now();
  for (let offset = 0; offset < rowCount; offset += blockSize) {
    const { text, ms } = await ask('plans.gridRows', { ...view, offset, limit: blockSize });
    blockMs.push(ms);
    bytes += text.length;
    sample = text;
  }
  const allMs = performance.now() - beganAll;

  const { rows } = await callers.buyer.plans.gridRows({ ...view, limit: 500 });
  const edits = rows.flatMap(({ itemLocationId }) =>
    Array.from({ length: 10 }, (_, index) => ({
      itemLocationId,
      bucketIndex: 10 + index,
      layer: 'override' as const,
      beforeMilli: null,
      afterMilli: 1_000 * (index + 1),
    })),
  );
  const beganEdit = performance.now();
  await callers.buyer.plans.edit({ planId: joint.planId, operationId: 'largest', edits });
  const editMs = performance.now() - beganEdit;
  await app.stop();

  const plain = createServer((_, response) => response.end(sample));
  await new Promise<void>((resolve) => plain.listen(0, resolve));
  const floorMs: number[] = [];
  for (let round = 0; round < 20; round++) {
    const began = performance.now();
    await (await fetch(`http://localhost:${(plain.address() as AddressInfo).port}`)).text();
    floorMs.push(performance.now() - began);
  }
  plain.closeAllConnections();
  plain.close();
  report('grid', [
    { name: `columns, measures and plans of ${rowCount} rows`, value: median(headMs), unit: 'ms' },
    {
      name: `block of ${blockSize} rows × ${columnCount} columns × 5 measures`,
      value: median(blockMs),
      unit: 'ms',
      floor: median(floorMs),
    },
    { name: 'slowest block', value: Math.max(...blockMs), unit: 'ms' },
    { name: 'one block', value: bytes / blockMs.length / 1e6, unit: 'MB' },
    { name: `all ${rowCount} rows, one block after the other`, value: allMs / 1000, unit: 's' },
    { name: `edit of ${edits.length} cells`, value: editMs, unit: 'ms' },
  ]);
} finally {
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
