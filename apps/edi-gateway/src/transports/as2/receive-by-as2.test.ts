import { headerOf, readReceipt } from '@coplan/as2';
import { until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreementId, confirmationsFromPartner } from '../../test-gateway.ts';
import type { As2MessageRow } from './list-as2-messages.ts';
import { type Arrived, type As2House, makeTestIdentity, millName, openAs2House } from './test-partner.ts';

let as2: As2House;
beforeAll(async () => {
  as2 = await openAs2House();
});
afterAll(() => as2.close());

const trust = () => ({ trusted: [as2.north.identity.certificate], now: as2.house.clock.now() });
const said = (answer: Arrived): string => {
  const read = readReceipt(answer, trust());
  if (read.outcome === 'refused') return read.why;
  return read.disposition.outcome === 'processed' ? 'processed' : read.disposition.text;
};
const rows = async (): Promise<As2MessageRow[]> =>
  ((await (await as2.house.call('GET', '/as2/messages')).json()) as { rows: As2MessageRow[] }).rows;
const confirmed = (): string[] =>
  as2.house.server.recorded.flatMap(({ envelope: { body } }) =>
    body.documentType === 'order-confirmation' ? [body.poNumber] : [],
  );
const archivedCount = async (): Promise<number> =>
  Number(
    (await as2.house.database.asOwner("select count(*) from interchanges where direction = 'in'"))[0]?.count,
  );

test('a message is archived, answered with a signed receipt that names its check, and takes effect', async () => {
  const written = as2.write(confirmationsFromPartner(1, 'PO-1'));
  const answer = await as2.post(written);
  const read = readReceipt(answer, trust());
  expect(read).toMatchObject({
    ...{ outcome: 'read', originalMessageId: '<1@mill>', disposition: { outcome: 'processed' } },
    ...{
      mic: { value: written.mics['sha-256'] },
      signer: { fingerprint: as2.north.identity.certificate.fingerprint },
    },
  });
  expect(headerOf(answer.headers, 'as2-to')).toBe(`"${millName}"`);
  await until('the confirmation arrived', () => confirmed().includes('PO-1'));
  const row = (await rows()).find(({ messageId }) => messageId === '<1@mill>');
  expect(row).toMatchObject({
    state: 'accepted',
    messageId: '<1@mill>',
    security: { cipher: 'aes-256-cbc' },
  });
  const evidence = await as2.house.call('GET', `/as2/messages/${row?.as2MessageId}/receipt`);
  expect(Buffer.from(await evidence.arrayBuffer()).subarray(-answer.body.length)).toEqual(answer.body);
  const kept = await as2.house.call('GET', `/as2/messages/${row?.as2MessageId}/message`);
  expect(Buffer.from(await kept.arrayBuffer()).subarray(-written.body.length)).toEqual(written.body);
});

test('the same message again, packed anew or not, gets the stored receipt and has no second effect', async () => {
  const bytes = confirmationsFromPartner(2, 'PO-2');
  const written = as2.write(bytes);
  const first = await as2.post(written);
  const again = await as2.post(written);
  const messageId = headerOf(written.headers, 'message-id') ?? '';
  const anew = await as2.post(as2.write(bytes, { messageId }));
  expect(first.status).toBe(200);
  for (const answer of [again, anew]) expect(answer.body).toEqual(first.body);
  const differing = await as2.post(as2.write(confirmationsFromPartner(3, 'PO-3'), { messageId }));
  expect(said(differing)).toBe('unexpected-processing-error');
  await until('the confirmation arrived', () => confirmed().includes('PO-2'));
  expect(confirmed().filter((poNumber) => poNumber === 'PO-2')).toHaveLength(1);
  expect(confirmed()).not.toContain('PO-3');
});

test('64 copies at once have one effect and one receipt', async () => {
  const written = as2.write(confirmationsFromPartner(4, 'PO-4'));
  const before = await archivedCount();
  const answers = [];
  for (let round = 0; round < 8; round++) {
    answers.push(...(await Promise.all(Array.from({ length: 8 }, () => as2.post(written)))));
  }
  expect(new Set(answers.map(({ body }) => body.toString('latin1'))).size).toBe(1);
  expect(await archivedCount()).toBe(before + 1);
});

test('forged, stripped, expired, self-made, altered, wrongly addressed: all refused, none applied', async () => {
  const bytes = confirmationsFromPartner(5, 'PO-5');
  const stranger = makeTestIdentity('Mill Foods').identity;
  const plain = { encryption: undefined };
  const before = await archivedCount();
  const altered = as2.write(bytes, plain);
  const text = altered.body.toString('latin1').replace('PO-5', 'PO-6');
  const refusals: [Awaited<ReturnType<As2House['post']>>, string][] = [
    [
      await as2.post(as2.write(bytes, { signing: { identity: stranger, digest: 'sha-256' } })),
      'authentication-failed',
    ],
    [await as2.post(as2.write(bytes, { ...plain, signing: undefined })), 'insufficient-message-security'],
    [await as2.post(as2.write(bytes, { signing: undefined })), 'decryption-failed'],
    [await as2.post({ ...altered, body: Buffer.from(text, 'latin1') }), 'integrity-check-failed'],
    [
      await as2.post(as2.write(bytes, { encryption: { recipient: stranger.certificate, cipher: '3des' } })),
      'decryption-failed',
    ],
  ];
  for (const [answer, told] of refusals) {
    expect([answer.status, said(answer)]).toEqual([200, told]);
  }
  for (const names of [
    { from: 'SOMEBODY' },
    { to: 'SOMEBODY' },
    { from: 'NORTH', to: millName },
    { from: 'mill foods' },
  ]) {
    expect((await as2.post(as2.write(bytes, names))).status).toBe(403);
  }
  as2.house.clock.set('2061-01-01T00:00:00Z');
  const expired = await as2.post(as2.write(bytes));
  as2.house.clock.set('2026-11-22T09:00:00Z');
  expect(said(expired)).toBe('decryption-failed');
  expect(await archivedCount()).toBe(before);
  expect(confirmed()).not.toContain('PO-5');
  const messages = await as2.house.messages();
  expect(messages.filter(({ explanation }) => explanation?.includes('was refused'))).toHaveLength(7);
});

test('a message without a wish for a receipt is answered by its status alone', async () => {
  const none = { receipt: undefined };
  const taken = await as2.post(as2.write(confirmationsFromPartner(7, 'PO-7'), none));
  expect([taken.status, taken.body.length]).toEqual([200, 0]);
  const stranger = { identity: makeTestIdentity('Mill Foods').identity, digest: 'sha-1' } as const;
  const refused = await as2.post(
    as2.write(confirmationsFromPartner(8, 'PO-8'), { ...none, signing: stranger }),
  );
  expect([refused.status, refused.body.toString()]).toEqual([403, 'The message was not taken.\n']);
});

test('a receipt that is wanted later is posted to the partner, again for the same message, and nowhere else', async () => {
  const wish = { notifyTo: 'x', isSigned: true, digest: 'sha-512' } as const;
  const asynchronousUrl = as2.partner.url.replace('/as2', '/receipts');
  const written = as2.write(confirmationsFromPartner(9, 'PO-9'), { receipt: { ...wish, asynchronousUrl } });
  expect((await as2.post(written)).body.length).toBe(0);
  const receipts = () =>
    as2.partner.arrived.filter(({ headers }) => headerOf(headers, 'subject')?.includes('Disposition'));
  const [first] = await until('the receipt came', () => (receipts().length > 0 ? receipts() : undefined));
  expect(first && said(first)).toBe('processed');
  await as2.post(written);
  const [, second] = await until('the receipt came again', () =>
    receipts().length > 1 ? receipts() : undefined,
  );
  expect(second?.body).toEqual(first?.body);
  const unsigned = { receipt: { ...wish, asynchronousUrl }, signing: undefined, encryption: undefined };
  await as2.post(as2.write(confirmationsFromPartner(15, 'PO-15'), unsigned));
  const [, , third] = await until('the refusal came', () => (receipts().length > 2 ? receipts() : undefined));
  expect(third && said(third)).toBe('insufficient-message-security');
  for (const elsewhere of [
    'http://127.0.0.1:9/',
    'https://evil.example/',
    'file:///etc/passwd',
    'http://x@127.0.0.1/',
  ]) {
    const receipt = { ...wish, asynchronousUrl: elsewhere };
    expect((await as2.post(as2.write(confirmationsFromPartner(10, 'PO-10'), { receipt }))).status).toBe(403);
  }
  expect(confirmed()).not.toContain('PO-10');
});

test('the new certificate of a partner is taken beside the old one, and no longer when it is retired', async () => {
  const next = makeTestIdentity('Mill Foods');
  const signing = { identity: next.identity, digest: 'sha-256' } as const;
  expect(said(await as2.post(as2.write(confirmationsFromPartner(11, 'PO-11'), { signing })))).toBe(
    'authentication-failed',
  );
  const path = `/agreements/${(await rows())[0]?.agreementId}/certificates`;
  const added = await as2.house.call('POST', path, {
    certificatePem: next.certificatePem,
    purpose: 'signing',
  });
  const { certificateId } = (await added.json()) as { certificateId: string };
  expect(said(await as2.post(as2.write(confirmationsFromPartner(12, 'PO-12'), { signing })))).toBe(
    'processed',
  );
  expect(said(await as2.post(as2.write(confirmationsFromPartner(13, 'PO-13'))))).toBe('processed');
  expect((await as2.house.call('POST', `${path}/${certificateId}/retire`)).status).toBe(200);
  expect(said(await as2.post(as2.write(confirmationsFromPartner(14, 'PO-14'), { signing })))).toBe(
    'authentication-failed',
  );
});

test('a private key is neither given out nor readable in the database', async () => {
  const secret = as2.north.privateKeyPem.split('\n')[3] ?? '';
  const made = await as2.house.call('POST', '/as2/identities', {
    localName: 'NORTH',
    make: { commonName: 'North' },
  });
  expect(made.status).toBe(201);
  const listed = await (await as2.house.call('GET', '/as2/identities')).text();
  const kept = await as2.house.database.asOwner(
    'select as2_identities::text as everything from as2_identities',
  );
  for (const text of [listed, JSON.stringify(kept), await made.text()]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain('PRIVATE KEY');
  }
});

test('certificates that end soon are counted until they are retired', async () => {
  const path = `/agreements/${agreementId}/certificates`;
  const { certificatePem } = makeTestIdentity('Mill Foods', { validUntil: '2026-12-10' });
  const added = await as2.house.call('POST', path, { certificatePem });
  const { certificateId } = (await added.json()) as { certificateId: string };
  const metrics = async () => (await fetch(`${as2.house.gateway.url}/metrics`)).text();
  expect(await metrics()).toMatch(/^coplan_gateway_as2_ending 1$/m);
  await as2.house.call('POST', `${path}/${certificateId}/retire`);
  expect(await metrics()).toMatch(/^coplan_gateway_as2_ending 0$/m);
});
