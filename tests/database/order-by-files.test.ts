/** One purchase order as files of six kinds, through the gateway to the server, in several orders and with copies. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeX12, groupTypes } from '@coplan/edi';
import { defaultProfile, mappingFor } from '@coplan/edi-mappings';
import { createLog } from '@coplan/platform';
import { createTestDatabase, type TestDatabase, until } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreementInput } from '../../apps/edi-gateway/src/agreements/agreement.ts';
import { type Gateway, startGateway } from '../../apps/edi-gateway/src/app.ts';
import { deskRole, gatewayRole } from '../../apps/edi-gateway/src/migrations.ts';
import type { OrderDocument } from '../../apps/server/src/orders/life/judge-document.ts';
import { numbered, order850, sixMessages } from '../../apps/server/src/orders/life/test-documents.ts';
import {
  openTrade,
  pictureOf,
  settle,
  type Trade,
  withGtinsOfWorld,
} from '../../apps/server/src/orders/test-trade.ts';

type Side = 'buyer' | 'supplier';
const ids = {
  buyer: { isaQualifier: 'ZZ', isaId: 'NORTHERN' },
  supplier: { isaQualifier: 'ZZ', isaId: 'VALLEYMILL' },
};
/** The gateway serves both organisations: what one sends comes in under the agreement of the other. */
const agreements = {
  buyer: '019a0000-0000-7000-8000-0000000000e1',
  supplier: '019a0000-0000-7000-8000-0000000000e2',
};
const dataFolder = mkdtempSync(join(tmpdir(), 'coplan-files-'));
let trade: Trade;
let database: TestDatabase;
let server: Server;
let gateway: Gateway;

/** The server's own routes behind a socket. */
async function listen(): Promise<string> {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { method = 'POST', url = '/', headers } = request;
      const answer = await trade.world.app.hono.request(url, {
        method,
        headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json' },
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status).end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The agreement under which files of `from` come in. */
async function agree(from: Side): Promise<void> {
  const { buyerId, portalSupplierId } = trade.world;
  const to = from === 'buyer' ? 'supplier' : 'buyer';
  const organisations = { buyer: buyerId, supplier: portalSupplierId };
  const input = agreementInput.parse({
    ...{ localOrganisationId: organisations[to], partnerOrganisationId: organisations[from] },
    ...{ name: `Files of the ${from}`, usage: 'test' },
    folder: { inbox: `edi/${from}/inbox`, outbox: `edi/${from}/outbox` },
    envelope: { local: ids[to], partner: ids[from] },
    apiKeys: { local: trade.keys[to], partner: trade.keys[from] },
  });
  await gateway.tools.agreements.put(agreements[from], input);
}

beforeAll(async () => {
  trade = await openTrade();
  database = await createTestDatabase({ migrations: [], roles: [gatewayRole, deskRole] });
  const config = {
    ...{ port: 0, sftpPort: undefined, dataFolder, ownerUrl: database.ownerUrl, serverUrl: await listen() },
    ...{ gatewayKey: 'shared-key-for-tests-only', encryptionKey: Buffer.alloc(32, 7), ticketKeys: [] },
    ...{ portalOrigins: [], logLevel: 'silent' },
  };
  const log = createLog({ name: 'gateway', level: 'silent' });
  gateway = await startGateway(config, { log, pace: { pauseMs: 10, quietMs: 20 } });
  await agree('buyer');
  await agree('supplier');
});
afterAll(async () => {
  await gateway?.shutdown.shutDown('end of test');
  server?.closeAllConnections();
  server?.close();
  await database?.drop();
  await trade?.world.app.remove();
  rmSync(dataFolder, { recursive: true, force: true });
});

const senderOf = ({ documentType }: OrderDocument): Side =>
  documentType.startsWith('purchase-order') ? 'buyer' : 'supplier';
let lastNumber = 0;

/** X12 repeats the day of the order in each message. */
function withOrderDay(document: OrderDocument): OrderDocument {
  const orderedOn = order850.orderedOn;
  if (document.documentType === 'purchase-order') return document;
  if (document.documentType !== 'despatch-advice') return { ...document, orderedOn } as OrderDocument;
  return { ...document, orders: document.orders.map((order) => ({ ...order, orderedOn })) };
}

/** The document as a file of its sender, under the next control number. */
function fileOf(bare: OrderDocument): Buffer {
  const document = withOrderDay(bare);
  const from = senderOf(document);
  const to = from === 'buyer' ? 'supplier' : 'buyer';
  const written = mappingFor(document, defaultProfile)?.write(document, defaultProfile);
  if (written?.segments === undefined) throw new Error(JSON.stringify(written?.issues));
  const { type, segments } = written;
  lastNumber += 1;
  const { bytes, issues } = encodeX12({
    envelope: {
      sender: { qualifier: ids[from].isaQualifier, id: ids[from].isaId },
      receiver: { qualifier: ids[to].isaQualifier, id: ids[to].isaId },
      ...{ version: '004010', isTest: true },
    },
    ...{ reference: lastNumber, sentOn: '20261122', sentTime: '0900' },
    groups: [
      { type: groupTypes[type] ?? '', reference: lastNumber, messages: [{ type, reference: 1, segments }] },
    ],
  });
  if (bytes === undefined) throw new Error(JSON.stringify(issues));
  return Buffer.from(withGtinsOfWorld(Buffer.from(bytes).toString('latin1')), 'latin1');
}

let fileCount = 0;
function drop(from: Side, bytes: Buffer): void {
  fileCount += 1;
  const inbox = join(dataFolder, 'edi', from, 'inbox');
  const name = String(fileCount).padStart(5, '0');
  writeFileSync(join(inbox, `.${name}`), bytes);
  renameSync(join(inbox, `.${name}`), join(inbox, `${name}.x12`));
}

/** Each document three times: the file, the very same file again, and its content once more under another number. */
function hand(document: OrderDocument): void {
  const file = fileOf(document);
  for (const bytes of [file, file, fileOf(document)]) drop(senderOf(document), bytes);
}

async function arrived(): Promise<void> {
  await until('everything that was dropped is read and handed over', async () => {
    const [row] = await database.asOwner<{ files: number; open: number; waiting: number; failed: number }>(
      `select count(*)::int as files, count(*) filter (where state = 'received')::int as open,
         (select count(*) from messages where state = 'waiting')::int as waiting,
         (select count(*) from messages where state in ('refused', 'rejected', 'quarantined'))::int as failed
       from interchanges where direction = 'in'`,
    );
    expect(row?.failed).toBe(0);
    return row?.files === fileCount && row.open === 0 && row.waiting === 0;
  });
}

const [purchase, answer, change, changeAnswer, notice, invoice] = [0, 1, 2, 3, 4, 5] as const;
const arrivals: readonly (readonly number[])[] = [
  [invoice, notice, changeAnswer, change, answer, purchase],
  [change, changeAnswer, notice, purchase, answer, invoice],
];

test('files of one order, in whatever order and three times each, end in one state on the server', async () => {
  for (const document of numbered(sixMessages, 'F0')) {
    drop(senderOf(document), fileOf(document));
    await arrived();
  }
  await settle(trade);
  const right = await pictureOf(trade, 'F0');
  expect(right).toMatchObject({ state: 'shipped', waiting: [], shipments: 1 });
  for (const [index, arrival] of arrivals.entries()) {
    const own = numbered(sixMessages, `F${index + 1}`);
    for (const at of arrival) {
      hand(own[at] as OrderDocument);
      await arrived();
    }
    await settle(trade);
    expect([arrival, await pictureOf(trade, `F${index + 1}`)]).toEqual([arrival, right]);
  }
  // All at once: both inboxes are read at the same time, so that of three copies some wait and some do not.
  for (const document of numbered(sixMessages, 'F10').reverse()) hand(document);
  await arrived();
  await settle(trade);
  expect(await pictureOf(trade, 'F10')).toEqual(right);
});

test('a file that fits no order, or another order of that number, becomes an issue with a name', async () => {
  const other = { ...order850, lines: order850.lines.slice(1) };
  for (const document of numbered([order850, other], 'F20')) {
    hand(document);
    await arrived();
  }
  hand(numbered([sixMessages[invoice] as OrderDocument], 'F2O')[0] as OrderDocument);
  await arrived();
  await settle(trade);
  const issues = async (poNumber: string) =>
    (await trade.supplier().orders.waiting.list({ poNumber })).rows.map(({ issueCode }) => issueCode);
  expect(new Set(await issues('F20'))).toEqual(new Set(['order-number-used']));
  expect(new Set(await issues('F2O'))).toEqual(new Set(['order-unknown']));
});
