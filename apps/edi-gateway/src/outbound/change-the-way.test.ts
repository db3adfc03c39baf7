import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreement, agreementId, orderOf, readOurs } from '../test-gateway.ts';
import { type As2House, as2Agreement, openAs2House } from '../transports/as2/test-partner.ts';

let as2: As2House;
beforeAll(async () => {
  as2 = await openAs2House();
});
afterAll(() => as2.close());

const agree = async (changes: Record<string, unknown>): Promise<void> => {
  const answer = await as2.house.call('PUT', `/agreements/${agreementId}`, { ...agreement, ...changes });
  expect(answer.status, await answer.clone().text()).toBe(200);
};
const nowhere = { url: 'http://127.0.0.1:9/', allowPrivateAddresses: true, attemptsMax: 50 };
type File = {
  interchangeId: string;
  fileName: string;
  state: string;
  explanation: string | null;
  bytes: Buffer;
};
const fileOf = async (documentId: string): Promise<File | undefined> => {
  const [file] = await as2.house.database.asOwner<File>(
    `select interchanges.interchange_id as "interchangeId", file_name as "fileName", interchanges.state,
       interchanges.explanation, bytes from messages join interchanges using (interchange_id) where message_id = $1`,
    [documentId],
  );
  return file;
};
const inState = (documentId: string, state: string): Promise<File> =>
  until(`the file is ${state}`, async () => {
    const file = await fileOf(documentId);
    return file?.state === state && file;
  });

/** An order that waits for its next try, as if a kill had come when `staged` was recorded of it. */
async function begunOrder(poNumber: string, staged: { by: string; place: string }): Promise<string> {
  await agree({ sendBy: 'webhook', webhook: nowhere });
  const documentId = await as2.house.send(orderOf(poNumber));
  const { interchangeId, fileName, bytes } = await inState(documentId, 'numbered');
  if (staged.by === 'folder') {
    const hidden = join(as2.house.config.dataFolder, staged.place, `.${fileName}.tmp`);
    mkdirSync(dirname(hidden), { recursive: true });
    writeFileSync(hidden, bytes);
  }
  await as2.house.database.asOwner(
    `update interchanges set state = 'staged', staged_by = $2, staged_place = $3, next_attempt_at = $4
     where interchange_id = $1`,
    [interchangeId, staged.by, staged.place, as2.house.clock.now()],
  );
  return documentId;
}

test('a file that lay hidden in an outbox is shown there, though the agreement sends another way meanwhile', async () => {
  const documentId = await begunOrder('PO-1', { by: 'folder', place: 'edi/mill/old-outbox' });
  await until('the delivery is reported', () => as2.house.reports(documentId).includes('delivered'));
  const { fileName } = await inState(documentId, 'written');
  const shown = join(as2.house.config.dataFolder, 'edi/mill/old-outbox', fileName);
  expect(readOurs(readFileSync(shown)).orders).toEqual([orderOf('PO-1')]);
});

test('a file begun on a server that has left the agreement is not called delivered, and goes the new way when tried again', async () => {
  const documentId = await begunOrder('PO-2', { by: 'sftp', place: 'sftp://us@old.example:22 /in/850.x12' });
  const { explanation } = await inState(documentId, 'undelivered');
  expect(explanation).toContain('Ask the partner whether he has it');
  expect(as2.house.reports(documentId)).not.toContain('delivered');
  await agree({ sendBy: 'folder' });
  expect((await as2.house.call('POST', `/messages/${documentId}/replay`)).status).toBe(200);
  await until('the delivery is reported', () => as2.house.reports(documentId).includes('delivered'));
  const { fileName } = await inState(documentId, 'written');
  expect(readOurs(as2.house.read('outbox', fileName)).orders).toEqual([orderOf('PO-2')]);
});

test('a message that was under way by AS2 is settled by its receipt and by nothing else', async () => {
  let answer: () => void = () => undefined;
  as2.partner.answerWith(async (arrived) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return { status: 200, ...as2.receipt(arrived) };
  });
  await as2.agree();
  const documentId = await as2.house.send(orderOf('PO-3'));
  await until('it is posted', () => as2.partner.arrived.length === 1);
  await agree({ ...as2Agreement(as2.partner.url), sendBy: 'folder' });
  const next = await as2.house.send(orderOf('PO-4'));
  const { fileName } = await inState(next, 'written');
  expect(readOurs(as2.house.read('outbox', fileName)).orders).toEqual([orderOf('PO-4')]);
  expect((await fileOf(documentId))?.state).toBe('staged');
  expect(as2.house.reports(documentId)).toEqual([]);
  answer();
  await until('the receipt settles it', () => as2.house.reports(documentId).includes('delivered'));
  expect(
    as2.house.files('outbox').filter((name) => readOurs(as2.house.read('outbox', name)).orders.length > 0),
  ).toHaveLength(2);
});

test('a message under way by AS2 is undelivered when the agreement ends AS2 before its receipt has come', async () => {
  await as2.agree({ send: { receipt: 'asynchronous', receiptUrl: 'http://127.0.0.1:9/as2' } });
  as2.partner.answerWith(() => ({ status: 200 }));
  const documentId = await as2.house.send(orderOf('PO-5'));
  await until('it is posted', () => as2.partner.arrived.length === 2);
  await agree({ sendBy: 'folder' });
  const { explanation } = await inState(documentId, 'undelivered');
  expect(explanation).toContain('Ask the partner whether he has it');
});
