import { createServer } from 'node:net';
import { isUuid } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { healthRoutes } from './health.ts';
import { newId } from './ids.ts';
import { killPoint } from './kill-point.ts';
import { listenOrExplain } from './listen.ts';
import { createLog, withRequestId } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createShutdown } from './shutdown.ts';

function memoryLog(): { log: ReturnType<typeof createLog>; lines: () => Record<string, unknown>[] } {
  const written: string[] = [];
  const log = createLog({ name: 'test' }, { write: (line) => written.push(line) });
  return { log, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('a log line carries the request id, and secrets never reach it', () => {
  const { log, lines } = memoryLog();
  withRequestId('r-1', () =>
    log.info(
      { password: 'canary', user: { token: 'canary' }, headers: { authorization: 'Bearer canary' } },
      'signed in',
    ),
  );
  log.error({ err: new Error('cannot connect to postgres://app:canary@db:5432/x') }, 'no database');
  expect(JSON.stringify(lines())).not.toContain('canary');
  expect(lines()[0]).toMatchObject({ requestId: 'r-1', message: 'signed in', level: 'info', app: 'test' });
  expect(lines()[1]).not.toHaveProperty('requestId');
});

test("line breaks in a partner's text cannot forge a log line", () => {
  const written: string[] = [];
  const log = createLog({ name: 'test' }, { write: (line) => written.push(line) });
  log.info({ from: 'x\n{"level":"fatal"}' }, 'a\r\nb');
  expect(written.join('').trimEnd().split('\n')).toHaveLength(1);
});

test('parts end in reverse order, once, and one that hangs or fails does not keep the others', async () => {
  const { log, lines } = memoryLog();
  const shutdown = createShutdown({ log, stepTimeoutMs: 30 });
  const ended: string[] = [];
  shutdown.onShutdown('database', () => {
    ended.push('database');
  });
  shutdown.onShutdown('hanging', () => new Promise(() => undefined));
  shutdown.onShutdown('failing', () => Promise.reject(new Error('broken')));
  shutdown.onShutdown('http', async () => {
    ended.push('http');
  });
  expect(await Promise.all([shutdown.shutDown('test'), shutdown.shutDown('again')])).toEqual([false, false]);
  expect(ended).toEqual(['http', 'database']);
  expect(lines().filter(({ level }) => level === 'error')).toHaveLength(2);
});

test('a port in use is explained with the setting that changes it', async () => {
  const first = createServer();
  const port = await listenOrExplain(first, { port: 0, host: '127.0.0.1' });
  const second = listenOrExplain(createServer(), { port, host: '127.0.0.1', variable: 'GATEWAY_PORT' });
  await expect(second).rejects.toThrow(`Port ${port} is already in use`);
  await expect(second).rejects.toThrow('GATEWAY_PORT=');
  first.close();
});

test('the app is ready only while every check passes, and never tells strangers why not', async () => {
  let isDatabaseUp = true;
  const database = {
    name: 'database',
    check: async () => {
      if (!isDatabaseUp) throw new Error('password=canary');
    },
  };
  const app = healthRoutes({ checks: [database], metrics: createMetrics() });
  expect((await app.request('/readyz')).status).toBe(200);
  isDatabaseUp = false;
  const answer = await app.request('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.text()).toBe('{"status":"not-ready","checks":{"database":"failed"}}');
  expect((await app.request('/healthz')).status).toBe(200);
});

test('metrics read as Prometheus expects them', async () => {
  const metrics = createMetrics();
  const documents = metrics.counter('coplan_documents_total', 'documents by type');
  documents.add({ type: 'a"b\n' });
  documents.add({ type: 'a"b\n' }, 2);
  metrics.gauge('coplan_queue_length', 'jobs that wait', () => 4);
  const seconds = metrics.histogram('coplan_seconds', 'how long', [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 3]) seconds.observe(value);
  expect(await metrics.text()).toBe(
    [
      '# HELP coplan_documents_total documents by type',
      '# TYPE coplan_documents_total counter',
      'coplan_documents_total{type="a\\"b\\n"} 3',
      '# HELP coplan_queue_length jobs that wait',
      '# TYPE coplan_queue_length gauge',
      'coplan_queue_length 4',
      '# HELP coplan_seconds how long',
      '# TYPE coplan_seconds histogram',
      'coplan_seconds_bucket{le="0.1"} 2',
      'coplan_seconds_bucket{le="1"} 3',
      'coplan_seconds_bucket{le="+Inf"} 4',
      'coplan_seconds_sum 3.65',
      'coplan_seconds_count 4',
      '',
    ].join('\n'),
  );
});

test('ids are unique and sort by the time of their making', () => {
  const ids = Array.from({ length: 1_000 }, () => newId());
  expect(ids.every(isUuid)).toBe(true);
  expect(new Set(ids).size).toBe(1_000);
});

test('without the variable a kill point does nothing', () => {
  expect(() => killPoint('997.written')).not.toThrow();
});
