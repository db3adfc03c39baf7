/**
 * Live editing: 2,000 pages of both partners follow one joint plan on a real server, one of them edits a cell, and the
 * clock runs from the edit's request until each page has it. Then all connections are lost, edits go on meanwhile, and
 * all come back at once: every page must have every edit exactly once. Beside it the floor: as many bare WebSockets that
 * are sent the same text by a server that does nothing else. `LIVE_CLIENTS` makes it smaller.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLog, startEmbeddedPostgres } from '@coplan/platform';
import { startClientProcesses } from '../live/client-processes.ts';
import type { FromClients } from '../live/clients.ts';
import { measureFanOutFloor } from '../live/fan-out-floor.ts';
import { openJointPlan, openLiveServer, openSessions } from '../live/open-live-server.ts';
import { report } from '../measure.ts';

const clientCount = Number(process.env.LIVE_CLIENTS ?? 2_000);
const editCount = Number(process.env.LIVE_EDITS ?? 200);
const processCount = 2;
const connectionsPerSession = 25;
const pauseBetweenEditsMs = 100;

const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
const nowMs = (): number => performance.timeOrigin + performance.now();

const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-bench-'));
const log = createLog({ name: 'bench', level: 'warn' });
const postgres = await startEmbeddedPostgres({ dataFolder: join(dataFolder, 'postgres'), log });
const clients = startClientProcesses(processCount);
try {
  const server = await openLiveServer({
    ownerUrl: postgres.ownerUrl,
    log,
    dataFolder,
    itemCount: 100,
    storeCount: 2,
  });
  const { url } = await server.app.start();
  const { planId, itemLocationIds } = await openJointPlan(server, server.agreementId);
  const perProcess = Math.ceil(clientCount / processCount);
  const sessionCount = Math.ceil(perProcess / connectionsPerSession);
  const parties = [server.buyer, server.seller];
  const cookies = await Promise.all(
    parties.map((actor) => openSessions(server, { url, actor, count: sessionCount })),
  );
  const opened = await clients.ask((index) => ({
    kind: 'open',
    url,
    cookies: cookies[index] ?? [],
    count: perProcess,
    planId,
  }));
  console.log(`${opened.length * perProcess} pages follow the plan`);

  const sentAtMs = new Map<number, number>();
  let lastValue = 0;
  /** One cell after the other; the value tells the edit. */
  async function editOnce(): Promise<void> {
    lastValue += 1;
    const value = lastValue;
    const itemLocationId = itemLocationIds[value % itemLocationIds.length] ?? '';
    const bucketIndex = 8 + Math.floor(value / itemLocationIds.length);
    const side = value % 2 === 0 ? 'buyer' : 'seller';
    const cookie = cookies[value % 2 === 0 ? 0 : 1]?.[0] ?? '';
    sentAtMs.set(value, nowMs());
    const response = await fetch(`${url}/trpc/plans.edit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify({
        planId,
        operationId: `${side} ${value}`,
        edits: [{ itemLocationId, bucketIndex, layer: 'override', beforeMilli: null, afterMilli: value }],
      }),
    });
    if (!response.ok) throw new Error(`an edit was refused: ${await response.text()}`);
  }

  const collect = async (): Promise<{ latenciesMs: number[]; answers: FromClients[] }> => {
    const answers = await clients.ask({ kind: 'report', editCount: lastValue });
    const latenciesMs = answers.flatMap((answer) =>
      answer.kind !== 'arrivals'
        ? []
        : Object.entries(answer.byValue).flatMap(([value, times]) =>
            times.map((time) => time - (sentAtMs.get(Number(value)) ?? Number.NaN)),
          ),
    );
    return { latenciesMs, answers };
  };

  for (let index = 0; index < 10; index++) await editOnce();
  await pause(1_000);
  await collect();
  for (let index = 0; index < editCount; index++) {
    const next = pause(pauseBetweenEditsMs);
    await editOnce();
    await next;
  }
  await pause(2_000);
  const { latenciesMs } = await collect();

  await clients.ask({ kind: 'lose' });
  for (let index = 0; index < 100; index++) await editOnce();
  const returning = clients.ask({ kind: 'return' });
  for (let index = 0; index < 20; index++) await editOnce();
  const returned = await returning;
  await pause(3_000);
  const { answers } = await collect();
  const complete = answers.reduce((sum, one) => sum + (one.kind === 'arrivals' ? one.completeCount : 0), 0);
  const doubles = answers.reduce((sum, one) => sum + (one.kind === 'arrivals' ? one.doubleCount : 0), 0);
  const returnMs = Math.max(...returned.map((one) => (one.kind === 'opened' ? one.ms : 0)));
  await server.app.stop();

  const text = JSON.stringify({ id: 1, result: { type: 'data', data: { id: '1', data: 'x'.repeat(420) } } });
  const floor = await measureFanOutFloor({ clientCount, rounds: 50, text });
  const figure = (share: number) => ({
    name: `an edit to each of ${clientCount} pages, p${share * 100}`,
    value: quantile(latenciesMs, share),
    unit: 'ms',
    floor: quantile(floor, share),
  });
  report('live', [
    figure(0.5),
    figure(0.95),
    figure(0.99),
    { name: 'edits that arrived', value: latenciesMs.length / (editCount * clientCount), unit: 'of all' },
    { name: `all ${clientCount} pages are back after`, value: returnMs, unit: 'ms' },
    { name: 'pages that have every edit', value: complete, unit: `of ${clientCount}` },
    { name: 'pages that have one twice', value: doubles, unit: 'pages' },
  ]);
} finally {
  clients.stop();
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}
