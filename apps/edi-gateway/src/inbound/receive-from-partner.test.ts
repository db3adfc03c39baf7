import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  apiKeys,
  buyer,
  confirmationOf,
  confirmationsFromPartner,
  fromPartner,
  openTestGateway,
  readOurs,
  supplier,
  type TestGateway,
} from '../test-gateway.ts';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway({ duplicatePolicy: 'answer-again' });
});
afterAll(() => partner.close());

const recordedOrders = (): string[] =>
  partner.server.recorded.map(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? body.poNumber : body.documentType,
  );
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const quarantined = (name: string): Promise<string> =>
  until(`${name} is explained`, () => {
    const found = partner.files('quarantine').find((file) => file.endsWith(`${name}.txt`));
    return found === undefined ? undefined : partner.read('quarantine', found).toString('utf8');
  });

test("a partner's confirmations reach the server one by one under the partner's key, and are acknowledged", async () => {
  const bytes = confirmationsFromPartner(1, 'PO-1', 'PO-2');
  partner.drop('first.x12', bytes);
  await until('both arrived', () => recordedOrders().length === 2);
  expect(recordedOrders()).toEqual(['PO-1', 'PO-2']);
  expect(partner.server.recorded[0]).toMatchObject({
    key: apiKeys.partner,
    envelope: { senderOrganisationId: supplier, receiverOrganisationId: buyer, body: confirmationOf('PO-1') },
  });
  const [answer = ''] = await partner.sent('997');
  expect(readOurs(partner.read('outbox', answer)).acknowledgements).toMatchObject([
    { groupType: 'PR', groupReference: '1', status: 'accepted', acceptedCount: 2 },
  ]);
  const [archived = ''] = partner.files('archive');
  expect(partner.read('archive', archived)).toEqual(Buffer.from(bytes));
  expect(partner.files('inbox')).toEqual([]);
  expect(partner.files('processing')).toEqual([]);
});

test('the same file again changes nothing and is answered with the very bytes of the first answer', async () => {
  partner.drop('first-again.x12', confirmationsFromPartner(1, 'PO-1', 'PO-2'));
  const answers = await partner.sent('997', 2);
  const [first, again] = answers.map((name) => partner.read('outbox', name).toString('latin1'));
  expect(again).toBe(first);
  expect(recordedOrders()).toHaveLength(2);
});

test('a control number that was used for other content changes nothing and is a case for a person', async () => {
  partner.drop('reused.x12', confirmationsFromPartner(1, 'PO-3'));
  expect(await quarantined('reused.x12')).toContain('000000001 was used before for other content');
  expect(recordedOrders()).not.toContain('PO-3');
  expect(await partner.sent('997', 2)).toHaveLength(2);
});

test('a message that breaks the rules is rejected with its place, and the others of its file are used', async () => {
  const broken = text(confirmationsFromPartner(2, 'PO-4', 'PO-5')).replace('PO-4*20261122', 'PO-4*20261399');
  partner.drop('half.x12', broken);
  await until('the good one arrived', () => recordedOrders().includes('PO-5'));
  expect(recordedOrders()).not.toContain('PO-4');
  const answers = await partner.sent('997', 3);
  const answer = readOurs(partner.read('outbox', answers.at(-1) ?? ''));
  expect(answer.acknowledgements[0]).toMatchObject({ status: 'partly-accepted', acceptedCount: 1 });
  expect(answer.acknowledgements[0]?.messages[0]).toMatchObject({ status: 'rejected', reference: '0001' });
  const rejected = (await partner.messages()).find(({ state }) => state === 'rejected');
  expect(rejected?.issues[0]?.place).toMatch(/segment 2 \(BAK\), element 4/);
});

test.each([
  ['garbage.x12', 'this is no EDI at all', /no interchange/i],
  ['cut.x12', text(confirmationsFromPartner(3, 'PO-6')).slice(0, 190), /IEA|trailer|end/i],
  [
    'stranger.x12',
    text(confirmationsFromPartner(4, 'PO-7')).replace('MILLFOODS', 'STRANGERS'),
    /The sender is ZZ\/STRANGERS, but Mill Foods sends as ZZ\/MILLFOODS/,
  ],
])('a file that cannot be used (%s) lies in quarantine with its explanation', async (name, bytes, why) => {
  partner.drop(name, bytes);
  expect(await quarantined(name)).toMatch(why);
  expect(recordedOrders().filter((poNumber) => ['PO-6', 'PO-7'].includes(poNumber))).toEqual([]);
});

test('a corrected file may come under the control number of the one that could not be used', async () => {
  partner.drop('corrected.x12', confirmationsFromPartner(3, 'PO-6'));
  await until('it arrived', () => recordedOrders().includes('PO-6'));
});

test('links, hidden files, unfinished files and folders in the inbox are left alone', async () => {
  const outside = join(partner.config.dataFolder, 'secret.txt');
  writeFileSync(outside, 'canary');
  symlinkSync(outside, join(partner.folder('inbox'), 'link.x12'));
  mkdirSync(join(partner.folder('inbox'), 'folder'));
  const unfinished = ['.hidden.x12', 'upload.x12.tmp', 'upload.x12.filepart'];
  for (const name of unfinished) writeFileSync(join(partner.folder('inbox'), name), 'ISA');
  partner.drop('after.x12', confirmationsFromPartner(5, 'PO-8'));
  await until('the next file arrived', () => recordedOrders().includes('PO-8'));
  expect(partner.files('inbox')).toEqual(['folder', 'link.x12', 'upload.x12.filepart', 'upload.x12.tmp']);
  expect(readFileSync(outside, 'utf8')).toBe('canary');
});

test('while the server is away documents wait, and nothing is lost or doubled when it is back', async () => {
  partner.server.answerWith(503);
  partner.drop('waiting.x12', confirmationsFromPartner(6, 'PO-9', 'PO-10'));
  await until('the server was asked', async () =>
    (await partner.messages()).some(({ state, attemptCount }) => state === 'waiting' && attemptCount > 0),
  );
  partner.server.answerWith(undefined);
  await until('both arrived', () => {
    partner.clock.advanceMs(10_000);
    return ['PO-9', 'PO-10'].every((poNumber) => recordedOrders().includes(poNumber));
  });
  expect(recordedOrders().filter((poNumber) => poNumber === 'PO-9')).toHaveLength(1);
});

test('what lies ready goes in one request, in its order; one that makes the server fail holds up no other', async () => {
  const { requests, poisoned } = partner.server;
  poisoned.add('PO-82');
  requests.length = 0;
  const poNumbers = ['PO-81', 'PO-82', 'PO-83', 'PO-84'];
  partner.drop('many.x12', confirmationsFromPartner(81, ...poNumbers));
  await until('the others arrived', () => recordedOrders().includes('PO-84'));
  expect(requests).toContain(4);
  expect(recordedOrders().slice(-3)).toEqual(['PO-81', 'PO-83', 'PO-84']);
  poisoned.clear();
  await until('it arrived too', () => {
    partner.clock.advanceMs(10_000);
    return recordedOrders().includes('PO-82');
  });
  expect(recordedOrders().filter((poNumber) => poNumbers.includes(poNumber))).toHaveLength(4);
});

test('a refusal of the server is kept with its words until somebody replays the message', async () => {
  partner.server.answerWith(422, 'The order PO-11 is not known.');
  partner.drop('refused.x12', confirmationsFromPartner(7, 'PO-11'));
  const refused = await until('it was refused', async () =>
    (await partner.messages()).find(({ state }) => state === 'refused'),
  );
  expect(refused.explanation).toBe('The server answered 422: The order PO-11 is not known.');
  partner.server.answerWith(undefined);
  const answer = await partner.call('POST', `/messages/${refused.messageId}/replay`);
  expect(answer.status).toBe(200);
  await until('it arrived', () => recordedOrders().includes('PO-11'));
  expect((await partner.call('POST', `/messages/${refused.messageId}/replay`)).status).toBe(409);
});

test('when all its database connections are cut the gateway goes on by itself', async () => {
  await partner.database.asOwner(
    `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
  );
  partner.drop('after-the-cut.x12', confirmationsFromPartner(20, 'PO-20'));
  await until('the file arrived', () => recordedOrders().includes('PO-20'));
  expect(recordedOrders().filter((poNumber) => poNumber === 'PO-20')).toHaveLength(1);
});

test('damaged files never stop the files after them', async () => {
  const good = text(confirmationsFromPartner(8, 'PO-12'));
  for (let index = 0; index < 40; index++) {
    const at = (index * 37) % good.length;
    partner.drop(`damaged-${index}.x12`, `${good.slice(0, at)}\u0000~*${good.slice(at + 3 + (index % 7))}`);
  }
  partner.drop('zz-last.x12', fromPartner({ controlNumber: 9, setType: '855', messages: [] }));
  partner.drop('zz-very-last.x12', confirmationsFromPartner(10, 'PO-13'));
  await until('the last file arrived', () => recordedOrders().includes('PO-13'));
  expect((await partner.call('GET', '/status')).status).toBe(200);
});
