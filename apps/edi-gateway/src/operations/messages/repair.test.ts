import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acknowledgementFromPartner,
  agreement,
  agreementId,
  buyer,
  confirmationsFromPartner,
  openTestGateway,
  orderOf,
  readOurs,
  type TestGateway,
} from '../../test-gateway.ts';
import { deskOf, ticketFor } from '../test-desk.ts';

let partner: TestGateway;
let desk: ReturnType<typeof deskOf>;
beforeAll(async () => {
  partner = await openTestGateway();
  desk = deskOf(partner, ticketFor(partner, buyer, { name: 'Nora Coordinator' }));
});
afterAll(() => partner.close());

/** A confirmation in which the partner wrote a code that nobody knows, for one of the orders. */
const withWrongCode = (bytes: Uint8Array, at = 0): string => {
  const parts = Buffer.from(bytes).toString('latin1').split('ACK*IA');
  return parts
    .map((part, index) => (index === 0 ? part : `ACK*${index - 1 === at ? 'ZQ' : 'IA'}${part}`))
    .join('');
};
const mended = (text: string): string => text.replace('ACK*ZQ', 'ACK*IA');

const find = (search: string, state: string) =>
  until(`${search} is ${state}`, async () => {
    const { rows } = await desk.messages.list({ search });
    return rows.find((row) => row.state === state);
  });
const confirmed = (poNumber: string): number =>
  partner.server.recorded.filter(
    ({ envelope: { body } }) => body.documentType === 'order-confirmation' && body.poNumber === poNumber,
  ).length;

test('a message that we could not read shows its issue at the very characters, and is found by its numbers', async () => {
  partner.drop('a.x12', withWrongCode(confirmationsFromPartner(101, 'PO-1')));
  const row = await find('po-1', 'rejected');
  for (const search of ['PO-1', '101', '000000101']) {
    const { rows } = await desk.messages.list({ search });
    expect(rows.map(({ messageId }) => messageId)).toContain(row.messageId);
  }
  const { rows } = await desk.messages.list({});
  expect(rows[0]).toMatchObject({ messageId: row.messageId, isFailing: true });
  const view = await desk.messages.get({ messageId: row.messageId });
  const [issue] = view.issues;
  expect(view.text?.slice(issue?.start ?? 0, issue?.end ?? 0)).toBe('ZQ');
  const element = view.rows.flatMap(({ elements }) => elements).find(({ start }) => start === issue?.start);
  expect(element).toMatchObject({ name: 'line item status', value: 'ZQ' });
});

test('a repaired copy is checked first, sent once whoever sends it how often, and the original stays as it came', async () => {
  const { messageId } = await find('PO-1', 'rejected');
  const { text, isPossible } = await desk.messages.startRepair({ messageId });
  expect(isPossible).toBe(true);
  const still = await desk.messages.checkRepair({ messageId, text });
  expect([still.isUsable, still.isChanged]).toEqual([false, false]);
  await expect(desk.messages.sendRepair({ messageId, text, reason: 'try it' })).rejects.toThrow(
    'cannot be used yet',
  );
  const good = await desk.messages.checkRepair({ messageId, text: mended(text) });
  expect(good).toMatchObject({
    isUsable: true,
    isChanged: true,
    documents: [{ documentType: 'order-confirmation' }],
  });
  const before = partner.files('outbox').length;
  const copies = Array.from({ length: 16 }, () =>
    desk.messages.sendRepair({ messageId, text: mended(text), reason: 'the partner meant IA' }),
  );
  const sent = await Promise.all(copies);
  expect(sent.filter(({ isNew }) => isNew)).toHaveLength(1);
  await find('PO-1', 'posted');
  expect(confirmed('PO-1')).toBe(1);
  const other = `${mended(text).trimEnd()}\n\n`;
  await expect(desk.messages.sendRepair({ messageId, text: other, reason: 'again' })).rejects.toThrow(
    'is repaired',
  );
  const bytes = await partner.call('GET', `/messages/${messageId}/bytes`);
  expect(await bytes.text()).toContain('ACK*ZQ');
  // He has our answer to what he sent: no second one.
  expect(partner.files('outbox')).toHaveLength(before);
  const { interventions } = await desk.messages.evidence({ messageId });
  expect(interventions).toMatchObject([
    { kind: 'repair', reason: 'the partner meant IA', doneByName: 'Nora Coordinator', resultState: 'posted' },
  ]);
});

test('of a file with several messages the one that failed is repaired, and the others are not sent again', async () => {
  partner.drop('b.x12', withWrongCode(confirmationsFromPartner(102, 'PO-2', 'PO-3', 'PO-4'), 1));
  const { messageId } = await find('PO-3', 'rejected');
  const { text } = await desk.messages.startRepair({ messageId });
  expect([text.includes('PO-2'), text.includes('PO-3'), text.includes('PO-4')]).toEqual([false, true, false]);
  await desk.messages.sendRepair({ messageId, text: mended(text), reason: 'the partner meant IA' });
  await find('PO-3', 'posted');
  await find('PO-2', 'posted');
  expect(['PO-2', 'PO-3', 'PO-4'].map(confirmed)).toEqual([1, 1, 1]);
});

test('after the agreement was corrected a message is read again from its bytes, once', async () => {
  const other = { isaQualifier: 'ZZ', isaId: 'NEWMILL' };
  const change = (isaId: string) =>
    partner.call('PUT', `/agreements/${agreementId}`, {
      ...agreement,
      envelope: { ...agreement.envelope, partner: { ...other, isaId } },
    });
  await change('NEWMILL');
  partner.drop('c.x12', confirmationsFromPartner(103, 'PO-5'));
  const row = await until('the file is in quarantine', async () => {
    const { rows } = await desk.messages.list({ show: 'quarantined' });
    return rows[0];
  });
  const { messageId } = row;
  expect((await desk.messages.get({ messageId })).issues.map(({ code }) => code)).toContain('wrong-address');
  await change('MILLFOODS');
  const twice = await Promise.allSettled(
    [1, 2].map(() => desk.messages.replay({ messageId, reason: 'the agreement was wrong' })),
  );
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await find('PO-5', 'posted');
  expect(confirmed('PO-5')).toBe(1);
  const { versions } = await desk.agreements.get({ agreementId });
  expect(versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  const { changes } = await desk.agreements.diff({ agreementId, before: 1, after: 2 });
  expect(changes).toEqual([{ path: 'envelope.partner.isaId', before: 'MILLFOODS', after: 'NEWMILL' }]);
  const same = await desk.agreements.diff({ agreementId, before: 1, after: 3 });
  expect(same.changes).toEqual([]);
});

test('what nobody will mend is set aside with a reason and fails no longer', async () => {
  partner.drop('junk.txt', 'this is no interchange');
  const { messageId } = await until('the junk is in quarantine', async () => {
    const { rows } = await desk.messages.list({ show: 'quarantined' });
    return rows[0];
  });
  const before = await desk.messages.counts();
  await desk.messages.setAside({ messageId, reason: 'a test of the partner' });
  const after = await desk.messages.counts();
  expect(after.failingCount).toBe(before.failingCount - 1);
  await expect(desk.messages.setAside({ messageId, reason: 'again' })).rejects.toThrow('already');
});

test('the chain of an order goes from its file to the partner’s verdict', async () => {
  await partner.send(orderOf('PO-9'));
  const files = await partner.sent('850');
  const { groupNumber } = readOurs(partner.read('outbox', files.at(-1) ?? ''));
  partner.drop('997.x12', acknowledgementFromPartner(104, { groupNumber, status: 'R' }));
  const row = await until('the order is refused', async () => {
    const { rows } = await desk.messages.list({ search: 'PO-9' });
    return rows.find(({ acknowledgement }) => acknowledgement === 'rejected');
  });
  const chain = await desk.messages.evidence({ messageId: row.messageId });
  expect(chain).toMatchObject({
    file: { direction: 'out', state: 'written' },
    answers: [{ kind: '997', status: 'rejected' }],
    document: { documentType: 'purchase-order' },
    numbers: [{ kind: 'order', number: 'PO-9' }],
  });
});
