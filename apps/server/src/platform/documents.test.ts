import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { createFakeClock } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addThreeNetworks, type ThreeNetworks } from '../cross-tenant/three-networks.ts';
import { startTestApp, type TestApp } from '../test-app.ts';
import { startTestGateway, type TestGateway } from './test-gateway.ts';

let app: TestApp;
let gateway: TestGateway;
let networks: ThreeNetworks;
let supplierKey: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  app = await startTestApp({ gateway, clock: createFakeClock('2026-11-23T08:00:00Z') });
  networks = await addThreeNetworks(app);
  const supplier = { organisationId: networks.attacker.supplierId, name: 'supplier’s system' };
  supplierKey = (await app.accounts.createApiKey({ ...supplier, roles: ['edi'] })).key;
});
afterAll(async () => {
  await app?.remove();
  await gateway?.stop();
});

const post = (envelope: unknown, key = supplierKey) =>
  app.hono.request('/api/v1/documents', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: typeof envelope === 'string' ? envelope : JSON.stringify(envelope),
  });

const confirmation = (documentId: string, changes: object = {}) => ({
  documentId,
  documentType: 'order-confirmation',
  schemaVersion: 1,
  senderOrganisationId: networks.attacker.supplierId,
  receiverOrganisationId: networks.attacker.buyerId,
  createdAt: '2026-11-23T08:00:00Z',
  body: {
    documentType: 'order-confirmation',
    poNumber: '100001',
    confirmedOn: '2026-11-23',
    outcome: 'accepted',
    lines: [],
    ...changes,
  },
});

const countPromises = async (): Promise<number> => {
  const rows = await app.database.asOwner('select 1 from promises where org_id = $1', [
    networks.attacker.buyerId,
  ]);
  return rows.length;
};

test('64 copies of one confirmation at the same moment have one effect, and all are answered as recorded', async () => {
  const envelope = confirmation(newId());
  const before = await countPromises();
  const answers = await Promise.all(Array.from({ length: 64 }, () => post(envelope)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const recorded = await countPromises();
  expect(recorded).toBeGreaterThan(before);
  expect((await post(envelope)).status).toBe(200);
  expect(await countPromises()).toBe(recorded);
});

test('the same document id with other content is a conflict and overwrites nothing', async () => {
  const documentId = newId();
  expect((await post(confirmation(documentId))).status).toBe(200);
  const before = await countPromises();
  const changed = await post(confirmation(documentId, { supplierReference: 'changed' }));
  expect(changed.status).toBe(409);
  expect(await changed.json()).toMatchObject({ error: { code: 'platform.key-used-for-other-content' } });
  expect(await countPromises()).toBe(before);
});

test('a supplier cannot confirm the order of a rival, even when it knows the number: the document waits for an order of its own', async () => {
  const { victim, rivalId } = networks;
  const { key } = await app.accounts.createApiKey({ organisationId: rivalId, name: 'rival', roles: ['edi'] });
  const count = () => app.database.asOwner('select 1 from promises where org_id = $1', [victim.buyerId]);
  const before = await count();
  const envelope = {
    ...confirmation(newId()),
    senderOrganisationId: rivalId,
    receiverOrganisationId: victim.buyerId,
  };
  const waits = await post(envelope, key);
  expect(waits.status).toBe(200);
  expect(await waits.text()).not.toContain(victim.supplierId);
  expect(await count()).toEqual(before);
});

test('a document is refused with its reason: wrong sender, no key, unread type, not JSON, wrong shape', async () => {
  const otherSender = { ...confirmation(newId()), senderOrganisationId: networks.victim.supplierId };
  const order = { ...confirmation(newId()), documentType: 'purchase-order' };
  const cases = [
    [await post(otherSender), 403, 'documents.other-sender'],
    [await post(confirmation(newId()), 'cpk_unknown'), 401, 'platform.signed-out'],
    [await post(order), 400, 'platform.invalid-input'],
    [await post('{'), 400, 'platform.not-json'],
  ] as const;
  for (const [response, status, code] of cases) {
    const { error } = (await response.json()) as { error: { code: string; requestId: string } };
    expect(response.status, error.code).toBe(status);
    expect(error.code).toBe(code);
    expect(error.requestId).toMatch(/^[\w-]{8,}$/);
  }
});

const send = (buyerId: OrganisationId) =>
  app.contextFor(app.actorOf(buyerId, 'buyer')).db.transaction((tx) =>
    tx.sendDocument({
      documentType: 'purchase-order',
      receiverOrganisationId: networks.attacker.supplierId,
      body: { text: 'an order' },
      subject: { kind: 'test', id: newId() },
    }),
  );

/** The queue waits longer and longer between tries; here the next try is due at once. */
async function tryAgain(): Promise<void> {
  await app.database.asOwner('update graphile_worker._private_jobs set run_at = now()');
  await app.runPending();
}

const stateOf = async (documentId: string) =>
  (await app.database.asOwner('select state, reason from platform.documents where id = $1', [documentId]))[0];

test('a document is tried until the gateway takes it, always under the same key', async () => {
  // What the networks have sent goes first.
  await app.runPending();
  gateway.answers.splice(0, gateway.answers.length, 503, 500, 202);
  const documentId = await send(networks.attacker.buyerId);
  await app.runPending();
  expect(await stateOf(documentId)).toMatchObject({ state: 'queued' });
  await tryAgain();
  await tryAgain();
  expect(await stateOf(documentId)).toMatchObject({ state: 'sent' });
  const tries = gateway.received.filter(({ key }) => key === documentId);
  expect(tries).toHaveLength(3);
  expect(tries[0]?.authorization).toBe(`Bearer ${gateway.key}`);
  expect(new Set(tries.map(({ envelope }) => JSON.stringify(envelope))).size).toBe(1);
});

test.each([404, 409, 422])(
  'an answer %i is final: the document is undeliverable with the reason',
  async (status) => {
    gateway.answers.splice(0, gateway.answers.length, status);
    const documentId = await send(networks.attacker.buyerId);
    await app.runPending();
    expect(await stateOf(documentId)).toMatchObject({ state: 'undeliverable' });
    expect(JSON.stringify(await stateOf(documentId))).toContain(String(status));
  },
);

const preview = (envelope: unknown, key = supplierKey) =>
  app.hono.request('/api/v1/documents/preview', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(envelope),
  });

test('what a confirmation would change is shown before it is handed over, and nothing is left behind', async () => {
  const rejected = confirmation(newId(), { outcome: 'rejected' });
  const everything = () =>
    app.database.asOwner(
      `select (select json_agg(o order by id)::text from orders o) as orders,
         (select count(*)::int from promises) as promises, (select count(*)::int from platform.audit_entries) as audit,
         (select count(*)::int from platform.outbox) + (select count(*)::int from platform.stream) as news`,
    );
  const before = await everything();
  const answer = await preview(rejected);
  expect(answer.status).toBe(200);
  const seen = (await answer.json()) as {
    changes: { kind: string; field: string; after: unknown }[];
    news: string[];
  };
  expect(seen.changes).toContainEqual(
    expect.objectContaining({ kind: 'order', field: 'state', after: 'rejected' }),
  );
  expect(seen.changes).toContainEqual(
    expect.objectContaining({ kind: 'promise', field: 'outcome', after: 'rejected' }),
  );
  expect(seen.news).toEqual(['orders.order-rejected']);
  expect(await everything()).toEqual(before);
  expect((await post(rejected)).status).toBe(200);
});

test('a preview waits and is refused as the document itself would be', async () => {
  const waits = await preview(confirmation(newId(), { poNumber: 'NOWHERE' }));
  expect(await waits.json()).toMatchObject({
    changes: expect.arrayContaining([
      expect.objectContaining({ kind: 'waiting document', field: 'waits because', before: null }),
    ]),
  });
  const otherSender = { ...confirmation(newId()), senderOrganisationId: networks.victim.supplierId };
  expect((await preview(otherSender)).status).toBe(403);
  expect((await preview(confirmation(newId()), 'cpk_unknown')).status).toBe(401);
});
