import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  agreement,
  agreementId,
  confirmationsFromPartner,
  openTestGateway,
  orderOf,
  readOurs,
  type TestGateway,
} from '../../test-gateway.ts';
import { isSigned, makeSecret, sign } from './signature.ts';

type Arrived = { headers: IncomingHttpHeaders; body: Buffer };
let partner: TestGateway;
let theirs: Server;
const arrived: Arrived[] = [];
let status = 204;
const secrets = { upload: '', webhook: '' };

const webhook = (changes: Record<string, unknown> = {}) => ({
  sendBy: 'webhook',
  webhook: {
    url: `http://127.0.0.1:${(theirs.address() as AddressInfo).port}/edi`,
    ...{ allowPrivateAddresses: true, attemptsMax: 3, ...changes },
  },
});
const agree = async (changes: Record<string, unknown> = {}): Promise<void> => {
  const put = await partner.call('PUT', `/agreements/${agreementId}`, { ...agreement, ...webhook(changes) });
  expect(put.status, await put.clone().text()).toBe(200);
};
beforeAll(async () => {
  theirs = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => theirs.listen(0, '127.0.0.1', resolve));
  partner = await openTestGateway();
  await agree();
  for (const purpose of ['upload', 'webhook'] as const) {
    const made = await partner.call('POST', `/agreements/${agreementId}/http-secrets`, { purpose });
    secrets[purpose] = ((await made.json()) as { secret: string }).secret;
  }
});
afterAll(async () => {
  await partner.close();
  theirs.closeAllConnections();
  theirs.close();
});

const upload = (
  body: Uint8Array,
  {
    id = 'upload-1',
    ageSeconds = 0,
    secret = secrets.upload,
    to = agreementId,
    signature = undefined as string | undefined,
  } = {},
): Promise<Response> => {
  const timestamp = Math.floor(partner.clock.now().getTime() / 1_000) - ageSeconds;
  return fetch(`${partner.gateway.url}/upload/${to}?fileName=orders.x12`, {
    method: 'POST',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature ?? sign([secret], { id, timestamp, body }),
    },
    body: Buffer.from(body),
  });
};
const confirmed = (): string[] =>
  partner.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? [body.poNumber] : [],
  );

test('a signed upload is taken, and as often as it comes it counts once', async () => {
  const bytes = confirmationsFromPartner(1, 'PO-1');
  const answers = await Promise.all(Array.from({ length: 8 }, () => upload(bytes)));
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 202));
  const told = await Promise.all(answers.map((answer) => answer.text()));
  expect(new Set(told).size).toBe(1);
  await until('the confirmation arrived', () => confirmed().length > 0);
  expect((await upload(bytes, { id: 'upload-1-with-another-id' })).status).toBe(202);
  await until('the repetition is recognised', async () => {
    const rows = await partner.database.asOwner("select 1 from interchanges where state = 'duplicate'");
    return rows.length === 1;
  });
  expect(confirmed()).toEqual(['PO-1']);
});

test('one id with other content is a conflict and changes nothing', async () => {
  const answer = await upload(confirmationsFromPartner(2, 'PO-2'));
  expect([answer.status, await answer.text()]).toEqual([
    409,
    expect.stringContaining('gateway.upload-differs'),
  ]);
  expect(confirmed()).not.toContain('PO-2');
});

test('what is unsigned, forged, changed, too old, from the future or for nobody is refused, and none is kept', async () => {
  const bytes = confirmationsFromPartner(3, 'PO-3');
  const timestamp = Math.floor(partner.clock.now().getTime() / 1_000);
  const forOther = sign([secrets.upload], { id: 'upload-3', timestamp, body: Buffer.from('other') });
  const answers = await Promise.all([
    upload(bytes, { id: 'upload-3', signature: '' }),
    upload(bytes, { id: 'upload-3', secret: makeSecret() }),
    upload(bytes, { id: 'upload-3', secret: secrets.webhook }),
    upload(bytes, { id: 'upload-3', signature: forOther }),
    upload(bytes, { id: 'upload-3', ageSeconds: 301 }),
    upload(bytes, { id: 'upload-3', ageSeconds: -301 }),
    upload(bytes, { id: 'upload-3', to: '019a0000-0000-7000-8000-0000000000ff' }),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 401));
  const kept = await partner.database.asOwner("select 1 from uploads where upload_id = 'upload-3'");
  expect(kept).toEqual([]);
});

test('a new secret works beside the old one until that is retired', async () => {
  const path = `/agreements/${agreementId}/http-secrets`;
  const added = await partner.call('POST', path, { purpose: 'upload' });
  const { secret } = (await added.json()) as { secret: string };
  expect((await upload(confirmationsFromPartner(4, 'PO-4'), { id: 'upload-4', secret })).status).toBe(202);
  const { rows } = (await (await partner.call('GET', path)).json()) as {
    rows: { secretId: string; purpose: string }[];
  };
  expect(JSON.stringify(rows)).not.toContain('whsec_');
  const oldest = rows.filter(({ purpose }) => purpose === 'upload').at(-1)?.secretId ?? '';
  expect((await partner.call('POST', `${path}/${oldest}/retire`)).status).toBe(200);
  expect((await upload(confirmationsFromPartner(5, 'PO-5'), { id: 'upload-5' })).status).toBe(401);
  secrets.upload = secret;
});

test('a file of ours is posted, signed over the bytes of the archive, and is reported as delivered', async () => {
  const documentId = await partner.send(orderOf('PO-6'));
  await until('the delivery is reported', () => partner.reports(documentId).includes('delivered'));
  const { headers, body } = arrived.find((one) =>
    /850-/.test(String(one.headers['content-disposition'])),
  ) as Arrived;
  expect(readOurs(body).orders).toEqual([orderOf('PO-6')]);
  expect(headers['content-type']).toBe('application/edi-x12');
  const parts = { id: String(headers['webhook-id']), timestamp: Number(headers['webhook-timestamp']), body };
  expect(isSigned(String(headers['webhook-signature']), [secrets.webhook], parts)).toBe(true);
});

test('a partner who fails gets the same bytes under the same id, ever more rarely, then a person has to look', async () => {
  const before = arrived.length;
  status = 503;
  const documentId = await partner.send(orderOf('PO-7'));
  await until('a person has to look', async () => {
    partner.clock.advanceMs(2_000);
    return (await partner.messages()).some(
      (one) => one.messageId === documentId && one.state === 'undelivered',
    );
  });
  const tries = arrived.slice(before);
  expect(tries).toHaveLength(3);
  expect(new Set(tries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  for (const { body } of tries) expect(body).toEqual(tries[0]?.body);
  status = 204;
  expect((await partner.call('POST', `/messages/${documentId}/replay`)).status).toBe(200);
  await until('it is delivered', () => partner.reports(documentId).includes('delivered'));
});

test('an address in our own house is not called, and a redirection is not followed', async () => {
  await agree({ allowPrivateAddresses: false });
  const before = arrived.length;
  const documentId = await partner.send(orderOf('PO-8'));
  await until('a person has to look', async () => {
    partner.clock.advanceMs(2_000);
    const found = (await partner.messages()).find(({ messageId }) => messageId === documentId);
    return found?.state === 'undelivered' && found.explanation?.includes('private network');
  });
  expect(arrived).toHaveLength(before);
  await agree();
  status = 302;
  await partner.call('POST', `/messages/${documentId}/replay`);
  await until('it was refused', async () => {
    partner.clock.advanceMs(2_000);
    const found = (await partner.messages()).find(({ messageId }) => messageId === documentId);
    return found?.state === 'undelivered' && found.explanation?.includes('HTTP status 302');
  });
  status = 204;
});
