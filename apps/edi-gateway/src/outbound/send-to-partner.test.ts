import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { newId } from '@coplan/platform';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acknowledgementFromPartner,
  apiKeys,
  buyer,
  envelopeOf,
  openTestGateway,
  orderOf,
  readOurs,
  supplier,
  type TestGateway,
} from '../test-gateway.ts';
import { checkOverdue } from './check-overdue.ts';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway();
});
afterAll(() => partner.close());

test('an order becomes one file in the outbox, and its sender learns that it was delivered', async () => {
  const documentId = await partner.send(orderOf('PO-1'));
  const [file = ''] = await partner.sent('850');
  expect(file).toBe('850-000000001.x12');
  expect(readOurs(partner.read('outbox', file)).orders).toEqual([orderOf('PO-1')]);
  await until('the delivery is reported', () => partner.reports(documentId).includes('delivered'));
  expect(partner.server.recorded.at(-1)).toMatchObject({
    key: apiKeys.local,
    envelope: { documentType: 'delivery-report', senderOrganisationId: buyer },
  });
  expect(readdirSync(partner.folder('outbox')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('the same document again changes nothing; the same id with other content is a conflict', async () => {
  const documentId = await partner.send(orderOf('PO-2'));
  await partner.sent('850', 2);
  await partner.send(orderOf('PO-2'), documentId);
  const differing = await partner.call('POST', '/documents', envelopeOf(orderOf('PO-3'), documentId));
  expect(differing.status).toBe(409);
  expect(await differing.text()).toContain('gateway.document-differs');
  await partner.send(orderOf('PO-4'));
  expect(await partner.sent('850', 3)).toHaveLength(3);
});

test('64 copies of one document at once have one effect', async () => {
  const documentId = newId();
  await Promise.all(Array.from({ length: 64 }, () => partner.send(orderOf('PO-5'), documentId)));
  await partner.sent('850', 4);
  await until('it is delivered', () => partner.reports(documentId).length > 0);
  expect(partner.files('outbox').filter((name) => name.startsWith('850-'))).toHaveLength(4);
  expect(partner.reports(documentId)).toEqual(['delivered']);
});

test('without an agreement between the two organisations a document is refused as not found', async () => {
  const envelope = { ...envelopeOf(orderOf('PO-6'), newId()), senderOrganisationId: supplier };
  const answer = await partner.call('POST', '/documents', envelope);
  expect(answer.status).toBe(404);
});

test("the partner's acknowledgement reaches the sender, accepted or with the reasons of the rejection", async () => {
  const accepted = await partner.send(orderOf('PO-7'));
  const rejected = await partner.send(orderOf('PO-8'));
  const files = await partner.sent('850', 6);
  const [first, second] = files.slice(-2).map((file) => readOurs(partner.read('outbox', file)));
  partner.drop(
    'a.x12',
    acknowledgementFromPartner(901, { groupNumber: first?.groupNumber ?? '', status: 'A' }),
  );
  partner.drop(
    'b.x12',
    acknowledgementFromPartner(902, { groupNumber: second?.groupNumber ?? '', status: 'R' }),
  );
  await until('both are acknowledged', () =>
    [accepted, rejected].every((documentId) => partner.reports(documentId).length >= 2),
  );
  expect(partner.reports(accepted)).toEqual(['delivered', 'accepted']);
  expect(partner.reports(rejected)).toEqual(['delivered', 'rejected']);
  const report = partner.server.recorded.find(
    ({ envelope: { body } }) => body.documentType === 'delivery-report' && body.status === 'rejected',
  );
  expect(JSON.stringify(report)).toContain('segment 5 (PO1), element 4');
  expect(partner.files('outbox').filter((name) => name.startsWith('997-'))).toEqual([]);
});

test('what is not acknowledged in the agreed time raises an alarm once', async () => {
  const before = await checkOverdue(partner.gateway.tools);
  partner.clock.advanceMs(61 * 60_000);
  expect(before).toBe(0);
  expect(await checkOverdue(partner.gateway.tools)).toBe(4);
  expect(await checkOverdue(partner.gateway.tools)).toBe(0);
  const status = (await (await partner.call('GET', '/status')).json()) as { overdueCount: number };
  expect(status.overdueCount).toBe(4);
  const metrics = await (await fetch(`${partner.gateway.url}/metrics`)).text();
  expect(metrics).toContain('coplan_gateway_overdue 4');
});

test('a document that the agreement cannot express is reported, takes no number and delays no other', async () => {
  const impossible = { ...orderOf('PO-9'), poNumber: 'PO*9' };
  const documentId = await partner.send(impossible);
  await partner.send(orderOf('PO-10'));
  await until('the refusal is reported', () => partner.reports(documentId).includes('rejected'));
  const files = await partner.sent('850', 7);
  const numbers = files.map((file) => Number(readOurs(partner.read('outbox', file)).controlNumber));
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const message = (await partner.messages()).find(({ messageId }) => messageId === documentId);
  expect(message).toMatchObject({ state: 'unsendable' });
  expect(message?.issues[0]?.message).toMatch(/\*/);
});

test('while the outbox cannot be written nothing is lost, and it is written when it can be', async () => {
  const outbox = partner.folder('outbox');
  renameSync(outbox, `${outbox}-away`);
  writeFileSync(outbox, 'in the way');
  const documentId = await partner.send(orderOf('PO-11'));
  await until('writing was tried', async () => {
    const rows = await partner.database.asOwner('select 1 from interchanges where attempt_count > 0');
    return rows.length > 0;
  });
  expect(partner.reports(documentId)).toEqual([]);
  rmSync(outbox);
  renameSync(`${outbox}-away`, outbox);
  await until('the delivery is reported', () => {
    partner.clock.advanceMs(10_000);
    return partner.reports(documentId).includes('delivered');
  });
  expect(partner.files('outbox').filter((name) => name.startsWith('850-'))).toHaveLength(8);
});
