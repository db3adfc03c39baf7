import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type HeaderList,
  headerOf,
  type Identity,
  makeCertificate,
  type OutgoingMessage,
  type OutgoingReceipt,
  type ReadMessage,
  readIdentity,
  readMessage,
  writeMessage,
  writeReceipt,
} from '@coplan/as2';
import { assert } from '@coplan/kernel';
import { agreement, agreementId, openTestGateway, type TestGateway } from '../../test-gateway.ts';

/** For tests only: a partner with AS2, his keys and his HTTP server on loopback. */
export type TestIdentity = { identity: Identity; certificatePem: string; privateKeyPem: string };
export const northName = 'NORTH';
export const millName = 'MILL FOODS';

export function makeTestIdentity(
  commonName: string,
  { validFrom = '2020-01-01', validUntil = '2060-01-01' }: { validFrom?: string; validUntil?: string } = {},
): TestIdentity {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const certificatePem = makeCertificate({
    ...{ commonName, serial: randomBytes(8), publicKey, privateKey },
    validFrom: new Date(validFrom),
    validUntil: new Date(validUntil),
  });
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { identity: readIdentity({ certificatePem, privateKeyPem }), certificatePem, privateKeyPem };
}

export type Arrived = { headers: HeaderList; body: Buffer };
export type Answer = { status: number; headers?: HeaderList; body?: Buffer };
/** The partner's server: keeps what arrives and answers as the test wants. */
export type PartnerServer = {
  url: string;
  arrived: Arrived[];
  answerWith(answer: (arrived: Arrived) => Answer | Promise<Answer>): void;
  close(): Promise<void>;
};

export async function startPartnerServer(): Promise<PartnerServer> {
  const arrived: Arrived[] = [];
  let answer: (one: Arrived) => Answer | Promise<Answer> = () => ({ status: 200 });
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const headers: [string, string][] = [];
      for (let at = 0; at < request.rawHeaders.length; at += 2) {
        headers.push([request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '']);
      }
      const one = { headers, body: Buffer.concat(chunks) };
      arrived.push(one);
      const given = await answer(one);
      for (const [name, value] of given.headers ?? []) response.setHeader(name, value);
      response.writeHead(given.status).end(given.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/as2`,
    arrived,
    answerWith: (next) => {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** `undefined` takes a part away. */
export type Changes<Whole> = { [Key in keyof Whole]?: Whole[Key] | undefined };

/** What the partner writes and reads with his keys and ours. */
export type PartnerVoice = {
  /** A signed and encrypted message of the partner. */
  write(bytes: Uint8Array, changes?: Changes<OutgoingMessage>): ReturnType<typeof writeMessage>;
  /** What we sent, read by the partner. */
  read(arrived: Arrived): ReadMessage;
  /** The partner's receipt for a message of ours. */
  receipt(arrived: Arrived, changes?: Changes<OutgoingReceipt>): ReturnType<typeof writeReceipt>;
};

export function partnerVoice({
  north,
  mill,
  now,
}: {
  north: TestIdentity;
  mill: TestIdentity;
  now: () => Date;
}): PartnerVoice {
  let count = 0;
  const read: PartnerVoice['read'] = (arrived) =>
    readMessage(arrived, {
      ...{ trusted: [north.identity.certificate], identities: [mill.identity], now: now() },
      ...{ isSignatureRequired: false, isEncryptionRequired: false, bytesMax: 1e8, random: randomBytes },
    });
  return {
    read,
    write: (bytes, changes = {}) => {
      count += 1;
      return writeMessage({
        ...{ from: millName, to: northName, messageId: `<${count}@mill>`, subject: 'Confirmation' },
        payload: { bytes, contentType: 'application/edi-x12', fileName: `855-${count}.x12` },
        ...{ date: now(), compression: 'none', transferEncoding: 'binary', random: randomBytes },
        signing: { identity: mill.identity, digest: 'sha-256' },
        encryption: { recipient: north.identity.certificate, cipher: 'aes-256-cbc' },
        receipt: { notifyTo: 'edi@mill.example', isSigned: true, digest: 'sha-256' },
        ...(changes as Partial<OutgoingMessage>),
      });
    },
    receipt(arrived, changes = {}) {
      const message = read(arrived);
      const mic = message.outcome === 'accepted' ? message.mics['sha-256'] : '';
      return writeReceipt({
        ...{ from: millName, to: northName, messageId: `<${randomBytes(6).toString('hex')}@mill>` },
        originalMessageId: headerOf(arrived.headers, 'message-id') ?? '',
        ...{ date: now(), text: 'Thank you.', disposition: { outcome: 'processed' }, random: randomBytes },
        mic: { value: mic, label: 'sha-256' },
        signing: { identity: mill.identity, digest: 'sha-256' },
        ...(changes as Partial<OutgoingReceipt>),
      });
    },
  };
}

/** Posts an AS2 message as the partner would. */
export async function postAs2(
  gatewayUrl: string,
  { headers, body }: { headers: HeaderList; body: Buffer },
): Promise<{ status: number } & Arrived> {
  const answer = await fetch(`${gatewayUrl.replace('localhost', '127.0.0.1')}/as2`, {
    method: 'POST',
    headers: Object.fromEntries(headers),
    body: new Uint8Array(body),
  });
  return {
    status: answer.status,
    headers: [...answer.headers],
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

/** The agreement of the tests, by AS2 with a partner on loopback. */
export const as2Agreement = (url: string, as2: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ ...agreement, sendBy: 'as2' },
  as2: { localName: northName, partnerName: millName, url, allowPrivateAddresses: true, ...as2 },
});

type Call = (method: string, path: string, body?: unknown) => Promise<Response>;
async function expectStatus(answer: Response, status: number): Promise<void> {
  assert(answer.status === status, await answer.text());
}

/** Gives the gateway our key and the partner's certificate. */
export async function exchangeCertificates(
  call: Call,
  { north, mill }: { north: TestIdentity; mill: TestIdentity },
): Promise<void> {
  const { certificatePem, privateKeyPem } = north;
  const own = { localName: northName, certificatePem, privateKeyPem };
  await expectStatus(await call('POST', '/as2/identities', own), 201);
  const theirs = { certificatePem: mill.certificatePem };
  await expectStatus(await call('POST', `/agreements/${agreementId}/certificates`, theirs), 201);
}

export type As2House = PartnerVoice & {
  house: TestGateway;
  partner: PartnerServer;
  /** Ours, as the partner knows it. */
  north: TestIdentity;
  /** The partner's. */
  mill: TestIdentity;
  /** Changes the agreement; what is not given is as the tests usually have it. */
  agree(as2?: Record<string, unknown>, more?: Record<string, unknown>): Promise<void>;
  post(message: { headers: HeaderList; body: Buffer }): Promise<{ status: number } & Arrived>;
  close(): Promise<void>;
};

/** A gateway that sends by AS2 to a partner on loopback, whose receipts are synchronous and signed. */
export async function openAs2House(): Promise<As2House> {
  const north = makeTestIdentity('North Retail');
  const mill = makeTestIdentity('Mill Foods');
  const house = await openTestGateway();
  const partner = await startPartnerServer();
  const agree: As2House['agree'] = async (as2 = {}, more = {}) => {
    const agreed = { ...as2Agreement(partner.url, as2), ...more };
    await expectStatus(await house.call('PUT', `/agreements/${agreementId}`, agreed), 200);
  };
  await agree();
  await exchangeCertificates(house.call, { north, mill });
  return {
    ...partnerVoice({ north, mill, now: house.clock.now }),
    ...{ house, partner, north, mill, agree },
    post: (message) => postAs2(house.gateway.url, message),
    async close() {
      await house.close();
      await partner.close();
    },
  };
}
