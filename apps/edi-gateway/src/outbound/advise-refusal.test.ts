import { decode, messagesOf, read824, readAperak, type WireSegment } from '@coplan/edi';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  agreement,
  agreementId,
  apiKeys,
  confirmationsFromPartner,
  fromPartner,
  openTestGateway,
  type TestGateway,
} from '../test-gateway.ts';

let partner: TestGateway;
beforeAll(async () => {
  partner = await openTestGateway({ applicationAdvice: 'when-refused' });
});
afterAll(() => partner.close());

const said = 'The order PO-1 is cancelled;\n nothing of it can be confirmed.';
const refuse = (status: number, message = said): void =>
  partner.server.answerWith(status, JSON.stringify({ error: { code: 'orders.closed', message } }));
const refusedOf = (poNumber: string) =>
  until(`the confirmation of ${poNumber} is refused`, async () => {
    const { rows } = (await (await partner.call('GET', '/messages?state=refused')).json()) as {
      rows: { messageId: string; controlNumber: string }[];
    };
    return rows.find(({ controlNumber }) => Number(controlNumber) === Number(poNumber.replace('PO-', '')));
  });
const replay = async (messageId: string): Promise<void> => {
  expect((await partner.call('POST', `/messages/${messageId}/replay`)).status).toBe(200);
};
const advicesIn = (file: string) =>
  messagesOf(decode(partner.read('outbox', file))).flatMap((message) => read824(message) ?? []);
const files = (): string[] => partner.files('outbox').filter((name) => /^(824|APERAK)-/.test(name));
const adviceRow = () =>
  partner.database.asOwner<{ state: string; acknowledgement: string; group_number: string }>(
    `select state, acknowledgement, group_number from messages where advises_message_id is not null
     order by position`,
  );

test('a partner is told by an 824 why his confirmation was refused, once, however often it is tried', async () => {
  refuse(422);
  partner.drop('1.x12', confirmationsFromPartner(1, 'PO-1'));
  const [file = ''] = await partner.sent('824');
  expect(advicesIn(file)).toMatchObject([
    {
      status: 'rejected',
      about: {
        ...{ type: '855', groupReference: '1', messageReference: '0001' },
        ...{ businessReference: 'PO-1', businessQualifier: 'PO' },
      },
      issues: [{ message: 'The order PO-1 is cancelled; nothing of it can be confirmed.' }],
    },
  ]);
  const { messageId } = await refusedOf('PO-1');
  await replay(messageId);
  await refusedOf('PO-1');
  refuse(422, 'It is still cancelled.');
  await replay(messageId);
  await refusedOf('PO-1');
  partner.drop('2.x12', confirmationsFromPartner(2, 'PO-2'));
  await partner.sent('824', 2);
  expect(files()).toHaveLength(2);
});

test('the 997 of the partner settles the 824, and the server hears nothing of what it never sent', async () => {
  const [advice] = await adviceRow();
  expect(advice).toMatchObject({ state: 'written', acknowledgement: 'expected' });
  partner.server.answerWith(undefined);
  const segments: WireSegment[] = [
    ['AK1', 'AG', advice?.group_number ?? ''],
    ['AK9', 'A', '1', '1', '1'],
  ];
  partner.drop('ack.x12', fromPartner({ controlNumber: 90, setType: '997', messages: [segments] }));
  await until('it is settled', async () => (await adviceRow())[0]?.acknowledgement === 'accepted');
  partner.drop('91.x12', confirmationsFromPartner(91, 'PO-91'));
  await until('the next confirmation arrived', () => partner.server.recorded.length > 0);
  expect(partner.server.recorded.map(({ envelope }) => envelope.documentType)).toEqual([
    'order-confirmation',
  ]);
});

test('a refusal that is not about the document is not told: a wrong key, an answer of another program', async () => {
  const before = files().length;
  refuse(401);
  partner.drop('3.x12', confirmationsFromPartner(3, 'PO-3'));
  await refusedOf('PO-3');
  partner.server.answerWith(404, '<h1>Not found</h1>');
  partner.drop('4.x12', confirmationsFromPartner(4, 'PO-4'));
  await refusedOf('PO-4');
  await partner.sent('997', 5);
  expect(files()).toHaveLength(before);
});

test('without that agreement nothing is told, and in EDIFACT it is an APERAK', async () => {
  const agree = (changes: object) =>
    partner.call('PUT', `/agreements/${agreementId}`, { ...agreement, apiKeys, ...changes });
  const before = files().length;
  await agree({});
  refuse(409);
  partner.drop('5.x12', confirmationsFromPartner(5, 'PO-5'));
  const { messageId } = await refusedOf('PO-5');
  expect(files()).toHaveLength(before);
  await agree({ applicationAdvice: 'when-refused', profile: { dialect: 'edifact' } });
  await replay(messageId);
  const [file = ''] = await partner.sent('APERAK');
  const [message] = messagesOf(decode(partner.read('outbox', file)));
  expect(message && readAperak(message)).toMatchObject({
    status: 'rejected',
    about: { businessReference: 'PO-5', businessQualifier: 'ON' },
    issues: [{ message: expect.stringContaining('is cancelled') }],
  });
});
