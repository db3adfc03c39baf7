/**
 * A process of trading partners: places, acknowledges and ships orders over HTTP, so many at a time, until it is told to
 * stop, and then says what it did.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { gs1CheckDigit } from '@coplan/kernel';
import type { TradingPair } from './open-traders.ts';

export type ToLoad =
  | {
      kind: 'begin';
      url: string;
      pairs: TradingPair[];
      atOnce: number;
      linesPerOrder: number;
      /** Orders of one request; with one each document comes alone. */
      batch: number;
    }
  | { kind: 'stop' };
export type FromLoad = {
  kind: 'done';
  finishedAtMs: number[];
  stepMs: Record<Step, number[]>;
  refused: string[];
};
type Step = 'place' | 'acknowledge' | 'ship';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let isStopped = false;
const finishedAtMs: number[] = [];
const stepMs: Record<Step, number[]> = { place: [], acknowledge: [], ship: [] };
const refused: string[] = [];
let orderNumber = 0;
let tradeNumber = 0;

/** What was refused is noted. */
function post(url: string, key: string, body: object): Promise<void> {
  const text = JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (answer += part));
      response.on('end', () => {
        const isRefused = response.statusCode !== 200 || answer.includes('"refused"');
        if (isRefused) refused.push(`${response.statusCode} ${answer.slice(0, 200)}`);
        resolve();
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

const each = (pieces: number) => ({ amountMilli: pieces * 1_000, unit: 'EA' });
const ssccOf = (serial: number): string => {
  const digits = `0952000${String(serial).padStart(10, '0')}`;
  return digits + gs1CheckDigit(digits);
};

/** The three documents of one order. */
function documentsOf(pair: TradingPair, number: number, linesPerOrder: number) {
  const poNumber = `B${number}`;
  const gtins = Array.from(
    { length: linesPerOrder },
    (_, line) => pair.gtins[(number * 7 + line) % pair.gtins.length],
  );
  const lines = gtins.map((gtin, index) => ({ lineNumber: String(index + 1), gtin }));
  const place = {
    ...{
      documentType: 'purchase-order',
      purpose: 'original',
      poNumber,
      orderedOn: '2026-11-20',
      currency: 'EUR',
    },
    ...{
      buyer: { name: 'Grocers' },
      supplier: { name: 'Mill' },
      shipTo: { code: 'DC' },
      deliverOn: '2026-12-01',
    },
    lines: lines.map((line) => ({ ...line, ordered: each(24), unitPriceMicros: 2_500_000 })),
  };
  const acknowledge = {
    ...{
      documentType: 'order-confirmation',
      poNumber,
      confirmedOn: '2026-11-21',
      outcome: 'accepted',
      lines: [],
    },
  };
  const cartons = lines.map((line, index) => ({
    sscc: ssccOf(number * linesPerOrder + index),
    lines: [{ ...line, shipped: each(24), lotNumber: 'L1', expiresOn: '2027-06-30', ssccs: [] }],
  }));
  const ship = {
    ...{
      documentType: 'despatch-advice',
      purpose: 'original',
      shipmentNumber: `S${number}`,
      writtenOn: '2026-11-29',
    },
    ...{ despatchedOn: '2026-11-29', deliverOn: '2026-12-01', shipTo: { code: 'DC' } },
    orders: [{ poNumber, pallets: [], cartons, lines: [] }],
  };
  return { place, acknowledge, ship };
}

const envelope = (sender: string, receiver: string, body: { documentType: string }) => ({
  ...{ documentId: randomUUID(), documentType: body.documentType, schemaVersion: 1, body },
  ...{ senderOrganisationId: sender, receiverOrganisationId: receiver, createdAt: '2026-11-22T10:00:00Z' },
});

async function trade({
  url,
  pairs,
  linesPerOrder,
  batch,
}: Extract<ToLoad, { kind: 'begin' }>): Promise<void> {
  const pair = pairs[++tradeNumber % pairs.length] as TradingPair;
  const orders = Array.from({ length: batch }, () => documentsOf(pair, ++orderNumber, linesPerOrder));
  for (const step of ['place', 'acknowledge', 'ship'] as const) {
    const isBuyer = step === 'place';
    const [from, to] = isBuyer ? [pair.buyerId, pair.supplierId] : [pair.supplierId, pair.buyerId];
    const documents = orders.map((order) => envelope(from, to, order[step]));
    const [alone] = documents;
    const key = isBuyer ? pair.buyerKey : pair.supplierKey;
    const began = performance.now();
    if (batch === 1 && alone !== undefined) await post(`${url}/api/v1/documents`, key, alone);
    else await post(`${url}/api/v1/documents/bulk`, key, { documents });
    stepMs[step].push(performance.now() - began);
  }
  const finished = performance.timeOrigin + performance.now();
  for (const _ of orders) finishedAtMs.push(finished);
}

async function run(begin: Extract<ToLoad, { kind: 'begin' }>): Promise<void> {
  const lane = async (): Promise<void> => {
    while (!isStopped) await trade(begin);
  };
  await Promise.all(Array.from({ length: begin.atOnce }, lane));
  process.send?.({ kind: 'done', finishedAtMs, stepMs, refused: refused.slice(0, 20) } satisfies FromLoad);
}

process.on('message', (message: ToLoad) => {
  if (message.kind === 'stop') isStopped = true;
  else
    run(message).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
});
