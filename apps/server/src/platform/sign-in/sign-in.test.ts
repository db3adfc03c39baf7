import { createHmac } from 'node:crypto';
import type { OrganisationId } from '@coplan/kernel';
import { createLog, newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { createTRPCClient, httpLink } from '@trpc/client';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { AppRouter } from '../../router.ts';
import { startTestApp, type TestApp } from '../../test-app.ts';
import { createAuth } from './auth.ts';

let app: TestApp;
let url: string;
const organisationId = newId<OrganisationId>();
const otherOrganisationId = newId<OrganisationId>();
const password = 'a long enough password';

beforeAll(async () => {
  app = await startTestApp();
  ({ url } = await app.start());
  const names = [
    [organisationId, 'Northwind Grocers'],
    [otherOrganisationId, 'Fjord Foods'],
  ] as const;
  for (const [id, name] of names) {
    await app.accounts.createOrganisationAccount({ organisationId: id, name });
    const registered = { name, kind: 'buyer', currency: 'EUR', timeZone: 'Europe/Oslo' };
    await app.database.asOwner(
      'insert into organisations (id, name, kind, currency, time_zone) values ($1, $2, $3, $4, $5)',
      [id, ...Object.values(registered)],
    );
  }
  const people = [
    ['admin@northwind.example', 'Administrator, Northwind', organisationId, ['admin', 'buyer']],
    ['buyer@northwind.example', 'Buyer, Northwind', organisationId, ['buyer']],
    ['admin@fjord.example', 'Administrator, Fjord', otherOrganisationId, ['admin']],
  ] as const;
  await Promise.all(
    people.map(([email, name, organisation, roles]) =>
      app.accounts.createUser({ email, name, organisationId: organisation, roles, password }),
    ),
  );
});
afterAll(() => app?.remove());

const signIn = (email: string, given = password, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify({ email, password: given }),
  });

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

const clientFor = (cookie: string) =>
  createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: { cookie, origin: url } })],
  });

async function signedIn(email: string) {
  const cookie = cookieOf(await signIn(email));
  return { cookie, client: clientFor(cookie) };
}

/** RFC 6238 with SHA-1, 30 seconds and 6 digits, as authenticator apps do it. */
function totp(base32Secret: string): string {
  const bits = [...base32Secret.replaceAll('=', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('whoever signs in learns where they are and what they may do', async () => {
  const { client } = await signedIn('buyer@northwind.example');
  const session = await client.session.get.query();
  expect(session.organisation).toEqual({
    id: organisationId,
    name: 'Northwind Grocers',
    kind: 'buyer',
    currency: 'EUR',
    timeZone: 'Europe/Oslo',
  });
  expect(session.roles).toEqual(['buyer']);
  expect(session.permissions).toContain('session.read');
  expect(session.permissions).not.toContain('users.manage');
});

test('a wrong password and an unknown address are refused alike', async () => {
  const wrong = await signIn('buyer@northwind.example', 'not the password at all');
  const unknown = await signIn('nobody@northwind.example', 'not the password at all');
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await unknown.json());
});

test('nobody can sign up, and members change only through our own procedures', async () => {
  for (const path of ['sign-up/email', 'organization/create', 'organization/update-member-role']) {
    const response = await fetch(`${url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: '{}',
    });
    expect(response.status, path).toBe(404);
  }
});

test('without a session every procedure says to sign in, with the request id', async () => {
  const refused = await clientFor('')
    .session.get.query()
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({
    data: { code: 'UNAUTHORIZED', domainCode: 'platform.signed-out', kind: 'unauthenticated' },
  });
});

test('a role without the permission is refused by name', async () => {
  const { client } = await signedIn('buyer@northwind.example');
  const refused = await client.users.list.query({}).catch((error: unknown) => error);
  expect(refused).toMatchObject({ data: { code: 'FORBIDDEN', domainCode: 'platform.not-permitted' } });
});

test('an administrator sees the users of the own organisation only, and cannot touch others', async () => {
  const own = await signedIn('admin@northwind.example');
  const foreign = await signedIn('admin@fjord.example');
  const ownUsers = await own.client.users.list.query({});
  expect(ownUsers.rows.map(({ email }) => email).sort()).toEqual([
    'admin@northwind.example',
    'buyer@northwind.example',
  ]);
  const userId = ownUsers.rows.find(({ email }) => email.startsWith('buyer'))?.userId ?? '';
  for (const attempt of [
    () => foreign.client.users.setRoles.mutate({ userId, roles: ['admin'] }),
    () => foreign.client.users.revokeSessions.mutate({ userId }),
    () => foreign.client.users.revoke.mutate({ userId }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ data: { domainCode: 'users.not-found' } });
  }
});

test('nobody changes their own roles, and the last administrator stays', async () => {
  const { client } = await signedIn('admin@northwind.example');
  const me = (await client.session.get.query()).user.id ?? '';
  await expect(client.users.setRoles.mutate({ userId: me, roles: ['buyer'] })).rejects.toMatchObject({
    data: { domainCode: 'users.own-roles' },
  });
});

test('an invitation works once, and only gives the roles that it names', async () => {
  const { client } = await signedIn('admin@northwind.example');
  const { path } = await client.users.invite.mutate({
    email: 'Approver@northwind.example',
    roles: ['approver'],
  });
  const token = new URL(path, url).searchParams.get('token');
  const accept = () =>
    fetch(`${url}/api/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ token, name: 'Approver, Northwind', password, roles: ['admin'] }),
    });
  expect((await accept()).status).toBe(200);
  expect((await accept()).status).toBe(404);
  const invited = await signedIn('approver@northwind.example');
  expect((await invited.client.session.get.query()).roles).toEqual(['approver']);
});

test('whoever is taken out of the organisation is told so, and may do nothing there', async () => {
  const email = 'leaver@northwind.example';
  const person = { email, name: 'Buyer who leaves, Northwind', password, organisationId };
  const userId = await app.accounts.createUser({ ...person, roles: ['buyer'] });
  const { client } = await signedIn(email);
  expect((await client.session.get.query()).roles).toEqual(['buyer']);
  const admin = await signedIn('admin@northwind.example');
  await admin.client.users.revoke.mutate({ userId });
  await until('the role is gone', async () => {
    const answer = await client.session.get.query().catch((error: unknown) => error);
    return (answer as { data?: { domainCode?: string } }).data?.domainCode === 'platform.no-organisation';
  });
});

test('a command with an idempotency key is carried out once over the network', async () => {
  const { cookie } = await signedIn('admin@northwind.example');
  const invite = async (email: string) => {
    const response = await fetch(`${url}/trpc/users.invite`, {
      method: 'POST',
      headers: { cookie, origin: url, 'content-type': 'application/json', 'idempotency-key': 'click 1' },
      body: JSON.stringify({ email, roles: ['clerk'] }),
    });
    return { status: response.status, body: await response.json() };
  };
  const first = await invite('clerk@northwind.example');
  expect(first.status).toBe(200);
  expect(await invite('clerk@northwind.example')).toEqual(first);
  expect((await invite('other@northwind.example')).status).toBe(409);
});

test('a revoked session is refused at once and its open connection is closed', async () => {
  const { client, cookie } = await signedIn('buyer@northwind.example');
  const userId = (await client.session.get.query()).user.id ?? '';
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { cookie, origin: url } });
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  await new Promise((resolve) => socket.on('open', resolve));
  const admin = await signedIn('admin@northwind.example');
  const { endedCount } = await admin.client.users.revokeSessions.mutate({ userId });
  expect(endedCount).toBeGreaterThan(0);
  expect(await closed).toBe(4401);
  await until('the session is refused', async () => {
    const answer = await client.session.get.query().catch((error: { data?: { code?: string } }) => error);
    return 'data' in answer && answer.data?.code === 'UNAUTHORIZED';
  });
});

test('pages of other sites can neither call nor open a connection with the cookie', async () => {
  const { cookie } = await signedIn('buyer@northwind.example');
  const origin = 'https://attacker.example';
  const calls = ['/trpc/users.invite', '/api/auth/sign-out', '/api/v1/documents', '/api/invitations/accept'];
  for (const path of calls) {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status, path).toBe(403);
  }
  for (const headers of [{ cookie, origin }, { cookie }]) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers });
    const status = await new Promise((resolve) =>
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
    );
    expect(status).toBe(403);
  }
});

test('a second factor is asked for once it is set up', async () => {
  const email = 'second@northwind.example';
  await app.accounts.createUser({
    email,
    name: 'Clerk, Northwind',
    password,
    organisationId,
    roles: ['clerk'],
  });
  const { cookie } = await signedIn(email);
  const post = (path: string, body: object, withCookie: string) =>
    fetch(`${url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie: withCookie },
      body: JSON.stringify(body),
    });
  const enabled = await post('two-factor/enable', { password }, cookie);
  const { totpURI } = (await enabled.json()) as { totpURI: string };
  const secret = new URL(totpURI).searchParams.get('secret') ?? '';
  const verified = await post('two-factor/verify-totp', { code: totp(secret) }, cookie);
  expect(verified.status).toBe(200);
  const again = await signIn(email);
  expect(await again.json()).toMatchObject({ twoFactorRedirect: true });
  const half = clientFor(cookieOf(again));
  await expect(half.session.get.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } });
  const complete = await post('two-factor/verify-totp', { code: totp(secret) }, cookieOf(again));
  const session = await clientFor(cookieOf(complete)).session.get.query();
  expect(session.user.twoFactorEnabled).toBe(true);
});

test('a key works for its organisation until it is revoked, and never gets more than its maker may give', async () => {
  const { client } = await signedIn('admin@northwind.example');
  await expect(client.apiKeys.create.mutate({ name: 'too much', roles: ['admin'] })).rejects.toMatchObject({
    data: { domainCode: 'apiKeys.role-not-grantable' },
  });
  const { apiKeyId, key } = await client.apiKeys.create.mutate({ name: 'Warehouse system', roles: ['edi'] });
  const call = () => fetch(`${url}/trpc/session.get`, { headers: { authorization: `Bearer ${key}` } });
  expect((await call()).status).toBe(200);
  const listed = await client.apiKeys.list.query({});
  expect(JSON.stringify(listed)).not.toContain(key);
  await client.apiKeys.revoke.mutate({ apiKeyId });
  await until('the key is refused', async () => (await call()).status === 401);
});

test('the tables are those that the installed sign-in library expects', async () => {
  const pool = new pg.Pool({ connectionString: app.database.ownerUrl, options: '-c search_path=auth' });
  // Dropping the database may cut a connection that is still saying goodbye.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const auth = createAuth({
    pool,
    secret: 'only compares tables, never signs',
    publicUrl: url,
    trustedOrigins: [],
    isRateLimited: true,
    log: createLog({ name: 'test', level: 'silent' }),
  });
  const { toBeCreated, toBeAdded } = await getMigrations(auth.options);
  expect([toBeCreated, toBeAdded]).toEqual([[], []]);
  await pool.end();
});
