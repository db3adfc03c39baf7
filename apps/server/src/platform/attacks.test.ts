import { request } from 'node:http';
import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestApp, type TestApp } from '../test-app.ts';

let app: TestApp;
let url: string;
let port: number;
const organisationId = newId<OrganisationId>();
const password = 'a long enough password';
const email = 'admin@northwind.example';

beforeAll(async () => {
  app = await startTestApp();
  ({ url, port } = await app.start());
  await app.accounts.createOrganisationAccount({ organisationId, name: 'Northwind Grocers' });
  await app.database.asOwner(
    `insert into organisations (id, name, kind, currency, time_zone)
     values ($1, 'Northwind Grocers', 'buyer', 'EUR', 'Europe/Oslo')`,
    [organisationId],
  );
  const name = 'Administrator, Northwind';
  await app.accounts.createUser({ email, name, organisationId, roles: ['admin', 'buyer'], password });
});
afterAll(() => app?.remove());

type Answer = { status: number; cookie: string; text: string };

/** A request whose `Host` is what a browser would send after that address was typed. */
function post(path: string, body: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { host: new URL(url).host, ...headers };
    const options = { host: '127.0.0.1', port, path, method: 'POST', agent: false as const, headers: all };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const cookies = response.headers['set-cookie'] ?? [];
        const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
        resolve({ status: response.statusCode ?? 0, cookie, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = { 'content-type': 'application/json' };
const signInBody = JSON.stringify({ email, password });

async function signedIn(): Promise<string> {
  const { cookie } = await post('/api/auth/sign-in/email', signInBody, { ...json, origin: url });
  expect(cookie).not.toBe('');
  return cookie;
}

function openSocket(headers: Record<string, string>): Promise<{ status: number; socket: WebSocket }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/trpc`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ status: 101, socket }));
    socket.on('unexpected-response', (_request, { statusCode = 0 }) =>
      resolve({ status: statusCode, socket }),
    );
    socket.on('error', reject);
  });
}

test('the portal works under every address that reaches it, and under none that a page only claims', async () => {
  for (const name of ['localhost', '127.0.0.1', '[::1]', 'planning.northwind.example']) {
    const host = `${name}:${port}`;
    for (const [origin, isOwn] of [
      [`http://${host}`, true],
      ['http://attacker.example', false],
      [`http://${name}:1`, false],
      ['null', false],
    ] as const) {
      const headers = { ...json, host, origin };
      const said = `${origin} at ${host}`;
      const { status, cookie } = await post('/api/auth/sign-in/email', signInBody, headers);
      expect(status, said).toBe(isOwn ? 200 : 403);
      const own = isOwn ? cookie : await signedIn();
      const mutation = await post('/trpc/imports.unknown', '{}', { ...headers, cookie: own });
      expect(mutation.status, said).toBe(isOwn ? 404 : 403);
      const socket = await openSocket({ host, origin, cookie: own });
      expect(socket.status, said).toBe(isOwn ? 101 : 403);
      if (isOwn) socket.socket.terminate();
      const leaving = await post('/api/auth/sign-out', '{}', { ...headers, cookie: own });
      expect(leaving.status, said).toBe(isOwn ? 200 : 403);
    }
  }
});

test('bodies that are too large, no JSON or nested without end are refused as bad input, never a fault of ours', async () => {
  const cookie = await signedIn();
  const { key } = await app.accounts.createApiKey({ organisationId, name: 'system', roles: ['edi'] });
  const browser = { ...json, origin: url, cookie };
  const large = (megabytes: number) => JSON.stringify('x'.repeat(megabytes * 1024 * 1024));
  const deep = `{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const attempts = [
    ['/trpc/users.invite', large(5), browser],
    ['/api/auth/sign-in/email', large(1), browser],
    ['/api/invitations/accept', large(1), browser],
    ['/api/invitations/accept', '{', browser],
    ['/api/v1/documents', large(9), { ...json, authorization: `Bearer ${key}` }],
    ['/api/v1/documents', deep, { ...json, authorization: `Bearer ${key}` }],
    ['/trpc/users.invite', deep, browser],
    ['/trpc/users.invite', deep, { ...browser, 'idempotency-key': 'deep' }],
  ] as const;
  for (const [path, body, headers] of attempts) {
    // The server may answer before it has read everything, and then closes.
    const { status, text } = await post(path, body, { ...headers, connection: 'close' });
    expect(status, `${path} ${body.slice(0, 20)}`).toBe(400);
    expect(text, path).toMatch(/requestId|code/);
    expect(text, path).not.toMatch(/node_modules|select |at .*\.ts/);
  }
});

test('a command whose key is too long is refused instead of being carried out without it', async () => {
  const cookie = await signedIn();
  const body = JSON.stringify({ email: 'clerk@northwind.example', roles: ['clerk'] });
  const headers = { ...json, origin: url, cookie, 'idempotency-key': 'k'.repeat(201) };
  const refused = await post('/trpc/users.invite', body, headers);
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('platform.key-too-long');
});

test('administrators cannot change their own roles by inviting themselves', async () => {
  const cookie = await signedIn();
  const body = JSON.stringify({ email: email.toUpperCase(), roles: ['approver', 'admin'] });
  const refused = await post('/trpc/users.invite', body, { ...json, origin: url, cookie });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('users.already-member');
});

test('an invitation that was made before somebody joined does not replace the roles given since', async () => {
  const cookie = await signedIn();
  const late = 'late@northwind.example';
  const invitation = JSON.stringify({ email: late, roles: ['approver'] });
  const invited = await post('/trpc/users.invite', invitation, { ...json, origin: url, cookie });
  const { path } = (JSON.parse(invited.text) as { result: { data: { path: string } } }).result.data;
  await app.accounts.createUser({ email: late, name: 'Clerk', organisationId, roles: ['clerk'], password });
  const token = new URL(path, url).searchParams.get('token');
  const acceptance = JSON.stringify({ token, name: 'Clerk', password });
  const refused = await post('/api/invitations/accept', acceptance, { ...json, origin: url });
  expect(refused.status).toBe(409);
  const [member] = await app.database.asOwner<{ role: string }>(
    `select role from auth.member join auth."user" on "user".id = "userId" where email = $1`,
    [late],
  );
  expect(member?.role).toBe('clerk');
});

test('a key beside the cookie gives an open connection no rights, which would outlive the key', async () => {
  const cookie = await signedIn();
  const { key } = await app.accounts.createApiKey({ organisationId, name: 'system', roles: ['edi'] });
  const { socket } = await openSocket({
    origin: `http://127.0.0.1:${port}`,
    cookie,
    authorization: `Bearer ${key}`,
  });
  const answer = new Promise<string>((resolve) => socket.on('message', (bytes) => resolve(String(bytes))));
  socket.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'session.get' } }));
  expect(await answer).toContain('"roles":["buyer","admin"]');
  socket.terminate();
});

test('a page that floods its connection loses it, and cannot follow events without end', async () => {
  const cookie = await signedIn();
  const headers = { origin: `http://127.0.0.1:${port}`, cookie };
  const follower = (await openSocket(headers)).socket;
  const refused = new Promise<string>((resolve) =>
    follower.on('message', (bytes) => {
      if (String(bytes).includes('too-many')) resolve(String(bytes));
    }),
  );
  const subscriptions = Array.from({ length: 50 }, (_, id) => ({
    id,
    method: 'subscription',
    params: { path: 'events.stream', input: {} },
  }));
  follower.send(JSON.stringify(subscriptions));
  expect(await refused).toContain('events.too-many-followers');
  follower.terminate();

  const flooder = (await openSocket(headers)).socket;
  const closed = new Promise<void>((resolve) => flooder.on('close', () => resolve()));
  for (let number = 0; number < 1_000; number++) flooder.send('PING');
  await closed;
  expect(
    (await post('/trpc/imports.unknown', '{}', { ...json, ...headers, host: `127.0.0.1:${port}` })).status,
  ).toBe(404);
});

test('one session cannot hold connections without end', async () => {
  const cookie = await signedIn();
  const headers = { origin: `http://127.0.0.1:${port}`, cookie };
  const opened = await Promise.all(Array.from({ length: 40 }, () => openSocket(headers)));
  const statuses = opened.map(({ status }) => status);
  expect(statuses.filter((status) => status === 101)).toHaveLength(30);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  for (const { socket } of opened) socket.terminate();
});

test('the page may only run our files and talk to the address it came from', async () => {
  const { headers } = await fetch(`http://127.0.0.1:${port}/`);
  const policy = headers.get('content-security-policy') ?? '';
  if (policy.startsWith("default-src 'none'")) return;
  expect(policy).toMatch(/script-src 'self';/);
  expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port} wss://127.0.0.1:${port};`);
  expect(policy).toContain("frame-ancestors 'none'");
});

test('while the database is away every entrance says so without naming it, and all work again when it is back', async () => {
  const cookie = await signedIn();
  const [found] = await app.database.asOwner<{ name: string }>('select current_database() as name');
  const limit = (count: number) =>
    app.database.asOwner(`alter database "${found?.name}" connection limit ${count}`);
  const { key } = await app.accounts.createApiKey({ organisationId, name: 'system', roles: ['edi'] });
  const ask = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${url}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const entrances = [
    () => ask('/trpc/session.get', { cookie }),
    () => ask('/trpc/session.get', { authorization: `Bearer ${key}` }),
    () => ask('/api/v1/runs/01a204b1-cc5d-76b4-8ce4-bfd0db8b1d7f', { authorization: `Bearer ${key}` }),
  ];
  await limit(0);
  try {
    await app.database.asOwner(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename like 'coplan%'`,
    );
    for (const entrance of entrances) {
      const { status, text } = await entrance();
      expect([status, text]).toEqual([503, expect.stringContaining('platform.database-away')]);
      expect(text).not.toMatch(/too many connections|ECONN|127\.0\.0\.1|coplan_/);
    }
    expect((await ask('/readyz', {})).status).toBe(503);
    expect((await ask('/healthz', {})).status).toBe(200);
  } finally {
    await limit(-1);
  }
  await until('everybody is served again', async () => {
    const statuses = await Promise.all(entrances.map(async (entrance) => (await entrance()).status));
    return statuses.join() === '200,200,404';
  });
});
