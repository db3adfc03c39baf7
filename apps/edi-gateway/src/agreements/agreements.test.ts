import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreement, agreementId, apiKeys, openTestGateway, type TestGateway } from '../test-gateway.ts';
import { createKeyBox } from './key-box.ts';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway();
});
afterAll(() => partner.close());

const put = (changes: Record<string, unknown>, id = agreementId): Promise<Response> =>
  partner.call('PUT', `/agreements/${id}`, { ...agreement, ...changes });

test('only who holds the shared key may ask', async () => {
  for (const authorization of ['', 'Bearer wrong', 'Basic x']) {
    const answer = await fetch(`${partner.gateway.url}/api/v1/agreements`, { headers: { authorization } });
    expect(answer.status).toBe(401);
  }
  expect((await fetch(`${partner.gateway.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${partner.gateway.url}/readyz`)).status).toBe(200);
});

test('API keys go in and never come out, neither by the API nor readable in the database', async () => {
  const listed = await (await partner.call('GET', '/agreements')).text();
  expect(JSON.parse(listed)).toMatchObject({
    rows: [{ agreementId, hasKey: { local: true, partner: true } }],
  });
  const [row] = await partner.database.asOwner('select agreements::text as everything from agreements');
  for (const secret of Object.values(apiKeys)) {
    expect(listed).not.toContain(secret);
    expect(JSON.stringify(row)).not.toContain(secret);
  }
});

test('keys that are not given again stay as they were', async () => {
  expect((await put({ apiKeys: { local: 'a-newer-key' }, name: 'Mill Foods Ltd' })).status).toBe(200);
  const { agreements } = partner.gateway.tools;
  expect(await agreements.apiKey(agreementId, 'local')).toBe('a-newer-key');
  expect(await agreements.apiKey(agreementId, 'partner')).toBe(apiKeys.partner);
});

test('a key that was copied to another row, or stored with another master key, does not open', () => {
  const box = createKeyBox(Buffer.alloc(32, 1));
  const locked = box.lock('secret', 'one:local');
  expect(box.open(locked, 'one:local')).toBe('secret');
  expect(box.lock('secret', 'one:local')).not.toBe(locked);
  expect(() => box.open(locked, 'two:local')).toThrow('cannot be decrypted');
  expect(() => createKeyBox(Buffer.alloc(32, 2)).open(locked, 'one:local')).toThrow('GATEWAY_ENCRYPTION_KEY');
});

test.each([
  [{ folder: { inbox: '../outside', outbox: 'edi/x' } }, 'below the data folder'],
  [{ folder: { inbox: '/etc', outbox: 'edi/x' } }, 'below the data folder'],
  [{ folder: { inbox: 'edi/a/../../..', outbox: 'edi/x' } }, 'below the data folder'],
  [{ profile: { delimiters: { element: '*', component: '*', segment: '~' } } }, 'delimiters'],
  [{ profile: { version: 'nonsense' } }, 'version'],
  [{ partnerOrganisationId: 'x' }, 'partnerOrganisationId'],
])('an agreement that could not work is refused: %j', async (changes, why) => {
  const answer = await put(changes, '019a0000-0000-7000-8000-0000000000a2');
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(why);
});

test('two agreements can share neither their parties nor their folders', async () => {
  const answer = await put({}, '019a0000-0000-7000-8000-0000000000a3');
  expect(answer.status).toBe(409);
});
