import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { read, utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;
let contactId: string;
let otherAgreementId: string;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 2, locationCount: 1 });
  otherAgreementId = world.agreementId;
  const contacts = await world.seller.answers.saveContact({
    name: 'Night desk',
    email: 'desk@valley-mill.example',
  });
  contactId = contacts[0]?.contactId ?? '';
});
afterAll(() => world?.app.remove());

const api = (path: string, key: string, init: RequestInit = {}) =>
  world.app.hono.request(`/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, ...init.headers },
  });
const download = (key: string, purpose = 'sales', agreementId = world.agreementId) =>
  api('/workbooks', key, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agreementId, purpose, pastBucketCount: 0 }),
  });

const seen = new Set<string>();

/** The key of the link that was mailed since the last look. */
async function keyFromMail(): Promise<string> {
  await world.app.runPending();
  const fresh = (await readdir(world.app.mailFolder)).filter((name) => !seen.has(name));
  expect(fresh).toHaveLength(1);
  const [name = ''] = fresh;
  seen.add(name);
  const mail = await readFile(join(world.app.mailFolder, name), 'utf8');
  expect(mail).toContain('To: desk@valley-mill.example');
  return /\/answer#(\S+)/.exec(mail.replace(/=\r\n/g, '').replace(/=3D/g, '='))?.[1] ?? '';
}

test('a buyer asks a contact of the supplier, who answers by link without a seat, and the answer is published', async () => {
  const { agreementId } = world;
  await world.buyer.answers.ask({ agreementId, purpose: 'sales', contactId });
  const key = await keyFromMail();
  const answered = await download(key);
  expect(answered.status).toBe(200);
  const workbook = read(new Uint8Array(await answered.arrayBuffer()));
  const cells = workbook.Sheets[workbook.SheetNames[0] ?? ''] ?? {};
  const titles = utils.sheet_to_json<string[]>(cells, { header: 1 })[3] ?? [];
  const column = titles.findIndex((title) => String(title).includes('2026-12'));
  cells[utils.encode_cell({ r: 4, c: column })] = { t: 'n', v: 321 };
  const bytes = new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
  const uploaded = await api('/workbooks/uploads?locale=en', key, { method: 'POST', body: bytes });
  const report = (await uploaded.json()) as { uploadId: string; changes: unknown[]; refusals: unknown[] };
  expect([report.changes.length, report.refusals.length]).toEqual([1, 0]);
  const applied = await api(`/workbooks/uploads/${report.uploadId}/apply`, key, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(applied.status).toBe(200);
  const plans = await world.buyer.plans.list({ agreementId, purpose: 'sales' });
  expect(JSON.stringify(plans)).toContain(world.supplierId);
});

test('a link opens its agreement and purpose and nothing else', async () => {
  await world.seller.answers.ask({ agreementId: world.agreementId, purpose: 'sales', contactId });
  const key = await keyFromMail();
  expect((await download(key, 'order')).status).toBe(404);
  expect((await download(key, 'sales', '018f0000-0000-7000-8000-000000000001')).status).toBe(404);
  const elsewhere = await world.app.hono.request('/trpc/plans.list?input=%7B%7D', {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(elsewhere.status).toBe(403);
});

test('a link ends by its date, and at once when the supplier removes the contact', async () => {
  await world.seller.answers.ask({
    agreementId: otherAgreementId,
    purpose: 'sales',
    contactId,
    expiresInDays: 1,
  });
  const ending = await keyFromMail();
  expect((await download(ending)).status).toBe(200);
  world.clock.advanceMs(25 * 3_600_000);
  expect((await download(ending)).status).toBe(401);
  await world.seller.answers.ask({ agreementId: otherAgreementId, purpose: 'sales', contactId });
  const removed = await keyFromMail();
  expect((await download(removed)).status).toBe(200);
  await world.seller.answers.removeContact({ contactId });
  expect((await download(removed)).ok).toBe(false);
});

test('the buyer cannot name contacts of a supplier, nor ask somebody whom the supplier has not named', async () => {
  const { agreementId } = world;
  await expect(
    world.buyer.answers.ask({
      agreementId,
      purpose: 'sales',
      contactId: '018f0000-0000-7000-8000-000000000009',
    }),
  ).rejects.toMatchObject({ message: expect.stringContaining('no such contact') });
  expect(await world.rival.answers.contacts({})).toEqual([]);
});
