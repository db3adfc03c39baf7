import { connect } from 'node:net';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatewayKey, openTestGateway, orderOf, type TestGateway } from './test-gateway.ts';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway();
});
afterAll(() => partner.close());

const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { authorization: `Bearer ${gatewayKey}`, connection: 'close' };
  const response = await fetch(`${partner.gateway.url}${path}`, { ...init, headers });
  return { status: response.status, text: await response.text() };
};

test('every refusal names its reason and the request, and a body that is too large is one', async () => {
  const post = (body: string) => ask('/api/v1/documents', { method: 'POST', body });
  const refusals = [
    [await post('{'), 400, 'gateway.no-json'],
    [await post(`{"body":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 400, 'gateway.body-invalid'],
    [await post(JSON.stringify('x'.repeat(31_000_000))), 413, 'gateway.too-large'],
    [await ask('/api/v1/nothing'), 404, 'gateway.no-such-path'],
    [await ask('/api/v1/messages?limit=100000'), 400, 'gateway.query-invalid'],
    [await ask('/api/v1/messages/no-uuid/bytes'), 400, 'gateway.id-invalid'],
  ] as const;
  for (const [{ status, text }, expected, code] of refusals) {
    expect([status, text]).toEqual([expected, expect.stringContaining(code)]);
    expect(JSON.parse(text).error.requestId).toMatch(/^[\w-]{8,}$/);
  }
});

test('while its database is away the gateway asks to try again, names no address, and goes on when it is back', async () => {
  const [found] = await partner.database.asOwner<{ name: string }>('select current_database() as name');
  const limit = (count: number) =>
    partner.database.asOwner(`alter database "${found?.name}" connection limit ${count}`);
  await limit(0);
  try {
    await partner.database.asOwner(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename like 'coplan%'`,
    );
    const { status, text } = await ask('/api/v1/status');
    expect([status, text]).toEqual([503, expect.stringContaining('gateway.database-away')]);
    expect(text).not.toMatch(/too many connections|ECONN|127\.0\.0\.1|coplan_/);
    expect((await ask('/readyz')).status).toBe(503);
  } finally {
    await limit(-1);
  }
  await partner.send(orderOf('PO-after-the-break'));
  await until('the order is written', () => partner.files('outbox').length > 0);
});

test('whoever sends slowly does not hold up the end', async () => {
  const { port, hostname } = new URL(partner.gateway.url);
  const slow = connect(Number(port), hostname);
  slow.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => slow.on('close', () => resolve()));
  const head = `POST /api/v1/documents HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ${gatewayKey}\r\n`;
  slow.write(`${head}Content-Length: 1000\r\n\r\n{`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await partner.gateway.shutdown.shutDown('end of test')).toBe(true);
  await closed;
});
