import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BusinessDocument, DocumentEnvelope, OrderConfirmation, PurchaseOrder } from '@coplan/documents';
import {
  type Acknowledgement,
  decode,
  encodeX12,
  groupTypes,
  messagesOf,
  read997,
  type WireSegment,
} from '@coplan/edi';
import { defaultProfile, x12OrderConfirmation, x12PurchaseOrder } from '@coplan/edi-mappings';
import { assert, type LocalDate, type OrganisationId } from '@coplan/kernel';
import { createLog, newId } from '@coplan/platform';
import {
  createFakeClock,
  createTestDatabase,
  type FakeClock,
  type TestDatabase,
  until,
} from '@coplan/testkit';
import { type Gateway, startGateway } from './app.ts';
import type { MessageRow } from './archive/list-messages.ts';
import type { GatewayConfig } from './config.ts';
import { deskRole, gatewayRole } from './migrations.ts';

/** For tests only: a real gateway on real folders and a real database, with a small HTTP server as Coplan's server. */
export const buyer = '019a0000-0000-7000-8000-0000000000b1' as OrganisationId;
export const supplier = '019a0000-0000-7000-8000-0000000000c1' as OrganisationId;
export const agreementId = '019a0000-0000-7000-8000-0000000000a1';
export const gatewayKey = 'shared-key-for-tests-only';
export const apiKeys = { local: 'canary-key-of-the-buyer', partner: 'canary-key-of-the-supplier' };

export const agreement = {
  localOrganisationId: buyer,
  partnerOrganisationId: supplier,
  name: 'Mill Foods',
  folder: { inbox: 'edi/mill/inbox', outbox: 'edi/mill/outbox' },
  envelope: {
    local: { isaQualifier: '14', isaId: '4006381333924' },
    partner: { isaQualifier: 'ZZ', isaId: 'MILLFOODS' },
  },
  usage: 'test',
  apiKeys,
  acknowledgementDueMinutes: 60,
};

export type Posted = { key: string; envelope: DocumentEnvelope };

/** Stands in for the server's `POST /api/v1/documents` and its bulk: keeps what is new, recognises what comes again. */
export type ReceivingServer = {
  url: string;
  /** What had an effect: each id once. */
  recorded: Posted[];
  /** How many documents each request brought that was accepted, repetitions included. */
  requests: number[];
  /** Documents for which the server fails, each for itself, by the number of their order. */
  poisoned: Set<string>;
  /** The status of the next answers; 200 again with `undefined`. */
  answerWith(status: number | undefined, text?: string): void;
  close(): Promise<void>;
};

type Bulk = { documents: DocumentEnvelope[]; keepsOrder: boolean };

export async function startReceivingServer(): Promise<ReceivingServer> {
  const recorded: Posted[] = [];
  const requests: number[] = [];
  const poisoned = new Set<string>();
  let forced: { status: number; text: string } | undefined;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as DocumentEnvelope | Bulk;
      const key = (request.headers.authorization ?? '').replace('Bearer ', '');
      if (forced !== undefined) {
        response.writeHead(forced.status).end(forced.text);
        return;
      }
      const keep = (envelope: DocumentEnvelope): 200 | 409 | 500 => {
        if (poisoned.has((envelope.body as { poNumber?: string }).poNumber ?? '')) return 500;
        const before = recorded.find((one) => one.envelope.documentId === envelope.documentId);
        const isSame = JSON.stringify(before?.envelope) === JSON.stringify(envelope);
        if (before === undefined) recorded.push({ key, envelope });
        return before === undefined || isSame ? 200 : 409;
      };
      const documents = 'documents' in body ? body.documents : [body];
      requests.push(documents.length);
      if (!('documents' in body)) {
        response.writeHead(keep(body)).end('{}');
        return;
      }
      let isHeld = false;
      const results = documents.map((one) => {
        if (isHeld) return { documentId: one.documentId, status: 'held-back' };
        const status = keep(one);
        isHeld = status === 500 && body.keepsOrder;
        const error = {
          code: `test.answered-${status}`,
          kind: status === 500 ? null : 'conflict',
          message: 'No',
        };
        return status === 200
          ? { documentId: one.documentId, status: 'recorded' }
          : { documentId: one.documentId, status: 'refused', error };
      });
      response.writeHead(200).end(JSON.stringify({ results }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    requests,
    poisoned,
    answerWith: (status, text = '{}') => {
      forced = status === undefined ? undefined : { status, text };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export type TestGateway = {
  gateway: Gateway;
  server: ReceivingServer;
  clock: FakeClock;
  database: TestDatabase;
  config: GatewayConfig;
  folder(name: 'inbox' | 'outbox' | 'processing' | 'archive' | 'quarantine'): string;
  call(method: string, path: string, body?: unknown): Promise<Response>;
  send(document: BusinessDocument, documentId?: string): Promise<string>;
  drop(name: string, bytes: Uint8Array | string): void;
  /** The files of a folder, hidden ones left out. */
  files(name: Parameters<TestGateway['folder']>[0]): string[];
  read(name: Parameters<TestGateway['folder']>[0], file: string): Buffer;
  /** Waits until the outbox holds this many files of a set, and gives their names. */
  sent(setType: string, count?: number): Promise<string[]>;
  reports(documentId: string): string[];
  messages(): Promise<MessageRow[]>;
  close(): Promise<void>;
};

async function config(database: TestDatabase, serverUrl: string): Promise<GatewayConfig> {
  return {
    port: 0,
    sftpPort: undefined,
    dataFolder: mkdtempSync(join(tmpdir(), 'coplan-gateway-')),
    ownerUrl: database.ownerUrl,
    gatewayKey,
    encryptionKey: Buffer.alloc(32, 7),
    serverUrl,
    ticketKeys: ['a key of tickets, for tests only'],
    portalOrigins: ['http://portal.example'],
    logLevel: 'silent',
  };
}

/** A running gateway with one agreement, its clock standing at 09:00. */
export async function openTestGateway(
  changes: Record<string, unknown> = {},
  configuration: Partial<GatewayConfig> = {},
): Promise<TestGateway> {
  const database = await createTestDatabase({ migrations: [], roles: [gatewayRole, deskRole] });
  const server = await startReceivingServer();
  const settings = { ...(await config(database, server.url)), ...configuration };
  const clock = createFakeClock();
  const log = createLog({ name: 'gateway-test', level: 'silent' });
  const gateway = await startGateway(settings, { log, clock, pace: { pauseMs: 15, quietMs: 30 } });
  const folder: TestGateway['folder'] = (name) => join(settings.dataFolder, 'edi/mill', name);
  const files: TestGateway['files'] = (name) => {
    mkdirSync(folder(name), { recursive: true });
    return readdirSync(folder(name))
      .filter((file) => !file.startsWith('.'))
      .sort();
  };
  const call: TestGateway['call'] = (method, path, body) =>
    fetch(`${gateway.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${gatewayKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const put = await call('PUT', `/agreements/${agreementId}`, { ...agreement, ...changes });
  assert(put.status === 201, await put.text());
  return {
    ...{ gateway, server, clock, database, config: settings, folder, files, call },
    async send(document, documentId: string = newId()) {
      const answer = await call('POST', '/documents', envelopeOf(document, documentId));
      assert(answer.status === 202, await answer.text());
      return documentId;
    },
    drop(name, bytes) {
      const hidden = join(folder('inbox'), `.${name}.tmp`);
      writeFileSync(hidden, bytes);
      renameSync(hidden, join(folder('inbox'), name));
    },
    read: (name, file) => readFileSync(join(folder(name), file)),
    sent: (setType, count = 1) =>
      until(`${count} files ${setType} are in the outbox`, () => {
        const found = files('outbox').filter((name) => name.startsWith(`${setType}-`));
        return found.length >= count ? found : undefined;
      }),
    reports: (documentId) =>
      server.recorded
        .map(({ envelope }) => envelope.body)
        .filter((body) => body.documentType === 'delivery-report' && body.documentId === documentId)
        .map((body) => (body.documentType === 'delivery-report' ? body.status : '')),
    async messages() {
      return ((await (await call('GET', '/messages')).json()) as { rows: MessageRow[] }).rows;
    },
    async close() {
      await gateway.shutdown.shutDown('end of test');
      await server.close();
      await database.drop();
      rmSync(settings.dataFolder, { recursive: true, force: true });
    },
  };
}

export const envelopeOf = (body: BusinessDocument, documentId: string): DocumentEnvelope => ({
  documentId,
  documentType: body.documentType,
  schemaVersion: 1,
  senderOrganisationId: buyer,
  receiverOrganisationId: supplier,
  createdAt: '2026-11-22T08:00:00.000Z',
  body,
});

export const orderOf = (poNumber: string): PurchaseOrder => ({
  documentType: 'purchase-order',
  purpose: 'original',
  poNumber,
  orderedOn: '2026-11-22' as LocalDate,
  currency: 'EUR',
  buyer: { name: 'North Retail', gln: '4006381333924' },
  supplier: { name: 'Mill Foods', code: '4711' },
  shipTo: { code: 'DC1', name: 'North distribution centre' },
  deliverOn: '2026-11-26' as LocalDate,
  lines: [
    {
      lineNumber: '1',
      gtin: '04006381333931',
      ordered: { amountMilli: 12_000, unit: 'CS' },
      unitPriceMicros: 1_990_000,
    },
  ],
});

export const confirmationOf = (poNumber: string): OrderConfirmation => ({
  documentType: 'order-confirmation',
  poNumber,
  orderedOn: '2026-11-22' as LocalDate,
  confirmedOn: '2026-11-22' as LocalDate,
  lines: [
    {
      lineNumber: '1',
      gtin: '04006381333931',
      outcome: 'accepted',
      schedule: [{ quantity: { amountMilli: 12_000, unit: 'CS' }, deliverOn: '2026-11-26' as LocalDate }],
    },
  ],
});

type FromPartner = { controlNumber: number; setType: string; messages: readonly (readonly WireSegment[])[] };

/** An interchange as the partner would send it. */
export function fromPartner({ controlNumber, setType, messages }: FromPartner): Uint8Array {
  const { bytes, issues } = encodeX12({
    envelope: {
      sender: { qualifier: 'ZZ', id: 'MILLFOODS' },
      receiver: { qualifier: '14', id: '4006381333924' },
      version: '004010',
      isTest: true,
      lineBreak: '\n',
    },
    reference: controlNumber,
    sentOn: '20261122',
    sentTime: '0900',
    groups: [
      {
        type: groupTypes[setType] ?? '',
        reference: controlNumber,
        messages: messages.map((segments, index) => ({ type: setType, reference: index + 1, segments })),
      },
    ],
  });
  assert(bytes !== undefined, JSON.stringify(issues));
  return bytes;
}

/** The partner's confirmation of orders, one message each. */
export function confirmationsFromPartner(controlNumber: number, ...poNumbers: string[]): Uint8Array {
  const messages = poNumbers.map((poNumber) => {
    const { segments, issues } = x12OrderConfirmation.write(confirmationOf(poNumber), defaultProfile);
    assert(segments !== undefined, JSON.stringify(issues));
    return segments;
  });
  return fromPartner({ controlNumber, setType: '855', messages });
}

/** The partner's 997 about a group of ours. */
export const acknowledgementFromPartner = (
  controlNumber: number,
  { groupNumber, status }: { groupNumber: string; status: 'A' | 'R' },
): Uint8Array =>
  fromPartner({
    controlNumber,
    setType: '997',
    messages: [
      [
        ['AK1', 'PO', groupNumber],
        ['AK2', '850', '0001'],
        ...(status === 'R'
          ? [['AK3', 'PO1', '5', '', '8'] as const, ['AK4', '4', '212', '7', '9.99'] as const]
          : []),
        ['AK5', status, ...(status === 'R' ? ['5'] : [])],
        ['AK9', status, '1', '1', status === 'A' ? '1' : '0'],
      ],
    ],
  });

/** What one of our files says: the orders in it, or the acknowledgements. */
export function readOurs(bytes: Buffer): {
  controlNumber: string;
  groupNumber: string;
  orders: unknown[];
  acknowledgements: (Acknowledgement | undefined)[];
} {
  const decoded = decode(bytes);
  const messages = messagesOf(decoded);
  return {
    controlNumber: decoded.interchanges[0]?.header.reference ?? '',
    groupNumber: decoded.interchanges[0]?.groups[0]?.header?.reference ?? '',
    orders: messages
      .filter(({ type }) => type === '850')
      .map((message) => x12PurchaseOrder.read(message).document),
    acknowledgements: messages.filter(({ type }) => type === '997').map(read997),
  };
}
