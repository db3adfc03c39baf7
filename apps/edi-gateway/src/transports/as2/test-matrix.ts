import { createHash } from 'node:crypto';
import { headerOf } from '@coplan/as2';
import { until } from '@coplan/testkit';
import { expect } from 'vitest';
import { confirmationsFromPartner, orderOf, readOurs } from '../../test-gateway.ts';
import type { Arrived, As2House } from './test-partner.ts';
import { isSealedBy, isSignedBy, type Peer, type Wrap } from './test-peer.ts';

/** For tests only: every exchange of the matrix with one peer, over loopback, in both directions. */
export type ReceiptWish = { when: 'never' | 'at once' | 'later'; isSigned: boolean };
export const receiptWishes: ReceiptWish[] = [
  { when: 'never', isSigned: false },
  { when: 'at once', isSigned: false },
  { when: 'at once', isSigned: true },
  { when: 'later', isSigned: false },
  { when: 'later', isSigned: true },
];

const micOf = (content: Buffer, digest: string): string =>
  createHash(digest.replace('-', '')).update(content).digest('base64');
let count = 0;

/** The next thing that arrives at the partner's address and fits. */
function arrival(as2: As2House, from: number, isIt: (one: Arrived) => boolean): Promise<Arrived> {
  return until('the partner gets it', () => as2.partner.arrived.slice(from).find(isIt));
}

/** The peer sends a confirmation: it arrives byte for byte, and the receipt names the check that the peer knows. */
export async function peerSends(as2: As2House, peer: Peer, wrap: Wrap, wish: ReceiptWish): Promise<void> {
  count += 1;
  const payload = Buffer.from(confirmationsFromPartner(count, `PO-${count}`));
  const { headers, body, checked } = await peer.write(payload, wrap);
  const messageId = `<${count}.peer@mill>`;
  const options = `signed-receipt-protocol=required, pkcs7-signature; signed-receipt-micalg=optional, ${wrap.digest.replace('-', '')}`;
  const from = as2.partner.arrived.length;
  const answer = await as2.post({
    headers: [
      ...([
        ['as2-version', '1.1'],
        ['as2-from', '"MILL FOODS"'],
        ['as2-to', 'NORTH'],
      ] as const),
      ...([
        ['message-id', messageId],
        ['subject', 'peer'],
      ] as const),
      ...(wish.when === 'never' ? [] : ([['disposition-notification-to', 'x@mill']] as const)),
      ...(wish.isSigned ? ([['disposition-notification-options', options]] as const) : []),
      ...(wish.when === 'later' ? ([['receipt-delivery-option', as2.partner.url]] as const) : []),
      ...headers,
    ],
    body,
  });
  expect(answer.status).toBe(200);
  const [kept] = await as2.house.database.asOwner<{ bytes: Buffer }>(
    'select bytes from interchanges join as2_messages using (interchange_id) where message_id = $1',
    [messageId],
  );
  expect(kept?.bytes.equals(payload)).toBe(true);
  if (wish.when === 'never') {
    expect(answer.body.length).toBe(0);
    return;
  }
  const isReceipt = (one: Arrived): boolean => one.body.includes(messageId);
  const receipt = wish.when === 'later' ? await arrival(as2, from, isReceipt) : answer;
  const notice = await peer.readReceipt(receipt, wish.isSigned);
  const digest = isSignedBy(wrap) || wish.isSigned ? wrap.digest : 'sha-1';
  const mic = checked === undefined ? notice.mic : micOf(checked, digest);
  expect(notice).toEqual({ isProcessed: true, messageId, mic });
}

/** We send an order: the peer reads it as it was, and its receipt settles the message. */
export async function weSend(as2: As2House, peer: Peer, wrap: Wrap, wish: ReceiptWish): Promise<void> {
  count += 1;
  const receiptWay = { never: 'none', 'at once': 'synchronous', later: 'asynchronous' }[wish.when];
  await as2.agree({
    receive: { signature: 'optional' },
    send: {
      ...{
        signature: isSignedBy(wrap) ? wrap.digest : 'none',
        encryption: isSealedBy(wrap) ? wrap.cipher : 'none',
      },
      ...{
        transferEncoding: peer.transferEncoding,
        compression: wrap.isCompressed ? 'before-signing' : 'none',
      },
      ...{ isReceiptSigned: wish.isSigned },
      ...{ receipt: receiptWay, receiptUrl: `${as2.house.gateway.url}/as2` },
    },
  });
  const from = as2.partner.arrived.length;
  const names = [
    ['AS2-From', '"MILL FOODS"'],
    ['AS2-To', 'NORTH'],
    ['AS2-Version', '1.1'],
  ] as const;
  as2.partner.answerWith(async (arrived) => {
    if (wish.when !== 'at once') return { status: 200 };
    const { headers, body } = await (await peer.read(arrived, wrap)).receipt(wish.isSigned);
    return { status: 200, headers: [...names, ...headers], body };
  });
  await as2.house.send(orderOf(`PO-${count}`));
  const arrived = await arrival(
    as2,
    from,
    (one) => headerOf(one.headers, 'subject')?.startsWith('850-') === true,
  );
  const { payload, receipt } = await peer.read(arrived, wrap);
  const messageId = headerOf(arrived.headers, 'message-id') ?? '';
  expect(readOurs(payload).orders).toEqual([orderOf(`PO-${count}`)]);
  if (wish.when === 'later') {
    const { headers, body } = await receipt(wish.isSigned);
    expect(
      (await as2.post({ headers: [...names, ['Message-ID', `<r${count}@mill>`], ...headers], body })).status,
    ).toBe(200);
  }
  const settled = await until(`${JSON.stringify({ wrap, wish })} is settled`, async () => {
    const [row] = await as2.house.database.asOwner<{ state: string; explanation: string | null }>(
      'select state, explanation from as2_messages where message_id = $1',
      [messageId],
    );
    return row?.state === 'delivered' || row?.state === 'failed' ? row : undefined;
  });
  expect(settled).toEqual({ state: 'delivered', explanation: null });
}
