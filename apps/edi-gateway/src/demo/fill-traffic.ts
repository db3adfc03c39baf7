import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '@coplan/as2';
import type { LocalDate } from '@coplan/kernel';
import type { MessageRow } from '../archive/list-messages.ts';
import {
  acknowledgement,
  confirmation,
  fileOf,
  type Party,
  readOrders,
  refusal,
  type SentOrder,
  shipNotice,
} from './partner-files.ts';

export type DemoGateway = { url: string; key: string };
type DemoAgreement = {
  agreementId: string;
  name: string;
  folder: { inbox: string; outbox: string };
  envelope: { local: Party; partner: Party };
};

/** How each partner of the demo keeps to what was agreed. */
type Manner = 'prompt' | 'particular' | 'careless' | 'silent';
const manners: Readonly<Record<string, Manner>> = {
  'Northwind Grocers Alpine Dairy': 'prompt',
  'Northwind Grocers Harvest Valley Foods': 'careless',
  'Northwind Grocers Brightside Household': 'silent',
  'Fjordmarkt Harvest Valley Foods': 'prompt',
  'Casa Lumen Meadow & Moss Care': 'particular',
};

const callTimeoutMs = 20_000;
const settleForMsMax = 20_000;
const pauseMs = 250;
/** Far above what a person who tries something types. */
const firstReference = 910_000_001;

async function call<Answer>({ url, key }: DemoGateway, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(callTimeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`The EDI gateway refused ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

const messagesOf = async (gateway: DemoGateway, { agreementId }: DemoAgreement): Promise<MessageRow[]> =>
  (await call<{ rows: MessageRow[] }>(gateway, `/messages?limit=200&agreementId=${agreementId}`)).rows;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));

/** Waits until nothing is under way; the demo goes on without it where something takes long. */
async function settle(isSettled: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + settleForMsMax;
  while (performance.now() < until && !(await isSettled())) await pause();
}

/** The orders that lie in the partner's folder, oldest first. */
const ordersFor = ({ folder }: DemoAgreement): SentOrder[] =>
  existsSync(folder.outbox)
    ? readdirSync(folder.outbox)
        .filter((name) => name.startsWith('850-'))
        .sort()
        .flatMap((name) => readOrders(readFileSync(join(folder.outbox, name))))
    : [];

/** One partner's answers, each file once: written under a hidden name first, as partners' programs do. */
function createMailbox({ envelope, folder }: DemoAgreement, now: Date) {
  let reference = firstReference;
  const sender = { ...envelope, now };
  const put = (name: string, bytes: Buffer | string): void => {
    const hidden = join(folder.inbox, `.${name}.tmp`);
    writeFileSync(hidden, bytes);
    renameSync(hidden, join(folder.inbox, name));
  };
  return {
    put,
    next: (setType: string, messages: Parameters<typeof fileOf>[1]['messages'], from = sender): Buffer => {
      reference += 1;
      return fileOf(from, { reference: reference - 1, setType, messages });
    },
    sender,
  };
}

/** The second order is refused: by a prompt partner's system at once, by a particular one's people after it was read. */
function answerPromptly(
  agreement: DemoAgreement,
  orders: readonly SentOrder[],
  { now, isParticular }: { now: Date; isParticular: boolean },
): void {
  const { put, next } = createMailbox(agreement, now);
  const today = now.toISOString().slice(0, 10) as LocalDate;
  for (const [index, order] of orders.entries()) {
    const isAccepted = index !== 1 || isParticular;
    put(`997-${index + 1}.x12`, next('997', [acknowledgement(order, { isAccepted })]));
    if (isAccepted && index % 2 === 0) put(`855-${index + 1}.x12`, next('855', [confirmation(order, today)]));
    if (index === 1 && isParticular)
      put('824-1.x12', next('824', [refusal(order, 'The delivery day is a holiday of ours')]));
  }
}

/** What coordinators meet on other days: wrong codes, a wrong address, junk, a file twice, a message nobody takes yet. */
function answerCarelessly(agreement: DemoAgreement, orders: readonly SentOrder[], now: Date): void {
  const { put, next, sender } = createMailbox(agreement, now);
  const today = now.toISOString().slice(0, 10) as LocalDate;
  const [first, second = first, third = second] = orders;
  if (first === undefined || second === undefined || third === undefined) return;
  put('ack.x12', next('997', [acknowledgement(first, { isAccepted: true })]));
  const wrong = next('855', [confirmation(first, today)])
    .toString('latin1')
    .replace('ACK*IA', 'ACK*ZQ');
  put('por.x12', wrong);
  const noDay = next('855', [confirmation(second, today), confirmation(third, today)]).toString('latin1');
  put('por-2.x12', noDay.replace(/(BAK\*00\*A[CDTK]\*[^*]*\*)\d{8}/, '$120261399'));
  const notice = next('856', [shipNotice(first, now)]);
  put('asn.x12', notice);
  put('asn-again.x12', notice);
  const stranger = { ...sender, partner: { ...sender.partner, isaId: 'HVFOODSTEST' } };
  put('test-system.x12', next('855', [confirmation(second, today)], stranger));
  put('readme.txt', 'Please find attached our price list. Best regards, the sales desk.\n');
}

/** Our AS2 key and the partner's certificates: one that ends within weeks, one that lasts. */
async function addCertificates(
  gateway: DemoGateway,
  { agreementId }: DemoAgreement,
  now: Date,
): Promise<void> {
  const dayMs = 86_400_000;
  for (const days of [19, 400]) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const certificatePem = makeCertificate({
      ...{ commonName: 'as2.alpine-dairy.example', publicKey, privateKey, serial: randomBytes(16) },
      validFrom: new Date(now.getTime() - (days < 100 ? 346 : 1) * dayMs),
      validUntil: new Date(now.getTime() + days * dayMs),
    });
    await call(gateway, `/agreements/${agreementId}/certificates`, { certificatePem, purpose: 'both' });
  }
  const make = { commonName: 'as2.northwind-grocers.example', validDays: 730 };
  await call(gateway, '/as2/identities', { localName: 'NORTHWIND', make });
}

/**
 * Partners of the demo network answer the orders that were sent to them, each in his manner, through their folders like
 * any partner. An agreement under which a partner has sent something is left alone.
 */
export async function fillTraffic(
  gateway: DemoGateway,
  { now, say }: { now: Date; say: (sentence: string) => void },
): Promise<void> {
  const { rows } = await call<{ rows: DemoAgreement[] }>(gateway, '/agreements');
  const demo: DemoAgreement[] = [];
  const answering = rows.filter(({ name }) => name in manners && manners[name] !== 'silent');
  for (const agreement of answering) {
    const known = await messagesOf(gateway, agreement);
    if (!known.some(({ direction, setType }) => direction === 'in' && setType !== null)) demo.push(agreement);
  }
  if (demo.length === 0) return;
  say('Partners answer by EDI …');
  const isSent = async (agreement: DemoAgreement): Promise<boolean> =>
    (await messagesOf(gateway, agreement)).every(({ state }) => !['queued', 'numbered'].includes(state));
  await settle(async () => (await Promise.all(demo.map(isSent))).every(Boolean));
  for (const agreement of demo) {
    const manner = manners[agreement.name];
    const orders = ordersFor(agreement);
    const isParticular = manner === 'particular';
    if (manner === 'prompt' || isParticular) answerPromptly(agreement, orders, { now, isParticular });
    if (manner === 'careless') answerCarelessly(agreement, orders, now);
    if (agreement.name.endsWith('Alpine Dairy')) await addCertificates(gateway, agreement, now);
  }
  const isTaken = async (agreement: DemoAgreement): Promise<boolean> =>
    readdirSync(agreement.folder.inbox).every((name) => name.startsWith('.')) &&
    (await messagesOf(gateway, agreement)).every(({ state }) => state !== 'waiting');
  await settle(async () => (await Promise.all(demo.map(isTaken))).every(Boolean));
}
