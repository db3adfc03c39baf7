import { headerOf, isReceipt, type writeMessage } from '@coplan/as2';
import {
  type Arrived,
  exchangeCertificates,
  makeTestIdentity,
  millName,
  northName,
  partnerVoice,
  postAs2,
  startPartnerServer,
} from '../../apps/edi-gateway/src/transports/as2/test-partner.ts';
import { call } from './gateway-process.ts';
import type { Partner } from './partners.ts';

/**
 * A partner with AS2: he posts the same message until it is answered, asks for every other receipt later, recognises our
 * messages by their Message-ID and answers each with a signed receipt.
 */
export async function startAs2Partner(): Promise<Partner> {
  const [north, mill] = [makeTestIdentity('North Retail'), makeTestIdentity('Mill Foods')];
  const voice = partnerVoice({ north, mill, now: () => new Date() });
  const server = await startPartnerServer();
  const messages = new Map<string, Arrived>();
  /** Receipts that came by themselves, by the message that they are for. */
  const receipts = new Map<string, Buffer>();
  const owed = new Set<string>();
  const written = new Map<string, ReturnType<typeof writeMessage>>();
  let differing = 0;

  function keep<Key>(map: Map<Key, Arrived>, key: Key, one: Arrived): void {
    if (map.get(key)?.body.equals(one.body) === false) differing += 1;
    map.set(key, one);
  }
  server.answerWith((one) => {
    server.arrived.length = 0;
    if (isReceipt(one)) {
      const meant = /Original-Message-ID:\s*(<[^>]+>)/i.exec(one.body.toString('latin1'))?.[1] ?? '';
      if (receipts.get(meant)?.equals(one.body) === false) differing += 1;
      receipts.set(meant, one.body);
      return { status: 200 };
    }
    keep(messages, headerOf(one.headers, 'message-id') ?? '', one);
    return { status: 200, ...voice.receipt(one) };
  });
  const receive = { receiptOrigins: [new URL(server.url).origin] };
  const send = { timeoutSeconds: 1, attemptsMax: 50 };
  return {
    settings: {
      sendBy: 'as2',
      as2: {
        ...{ localName: northName, partnerName: millName, url: server.url, allowPrivateAddresses: true },
        ...{ receive, send },
      },
    },
    environment: {},
    steps: ['as2.prepared', 'as2.posted', 'as2.archived', 'as2.receipt-posted'],
    setUp: ({ url }) =>
      exchangeCertificates((method, path, body) => call(url, method, path, body), { north, mill }),
    async give(gateway, { name, bytes }) {
      const isLater = written.size % 2 === 1;
      const receipt = { notifyTo: 'edi@mill.example', isSigned: true, digest: 'sha-256' } as const;
      const asked = isLater ? { receipt: { ...receipt, asynchronousUrl: server.url } } : {};
      const message = written.get(name) ?? voice.write(bytes, asked);
      if (!written.has(name) && isLater) owed.add(headerOf(message.headers, 'message-id') ?? '');
      written.set(name, message);
      if (gateway.url === '') return false;
      return (await postAs2(gateway.url, message)).status === 200;
    },
    received: () =>
      [...messages.values()].map((one) => {
        const read = voice.read(one);
        if (read.outcome !== 'accepted') throw new Error('a message of ours cannot be read by the partner');
        return Buffer.from(read.payload.bytes);
      }),
    faults: () => ({
      lost: [...owed].filter((messageId) => !receipts.has(messageId)).length,
      doubled: differing,
    }),
    close: () => server.close(),
  };
}
