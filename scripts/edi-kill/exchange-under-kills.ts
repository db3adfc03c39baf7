import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { decode, read997 } from '@coplan/edi';
import { newId } from '@coplan/platform';
import { type GatewayProcess, gatewayKey, startGatewayProcess } from './gateway-process.ts';
import { agreement, agreementId, confirmationOf, orderEnvelopeOf } from './partner-files.ts';
import { startRecorder } from './receiving-server.ts';

export type Result = {
  killCount: number;
  handedOver: number;
  lost: number;
  doubled: number;
  numberGaps: number;
  numberDoubles: number;
};

/** Steps of receiving and sending by folder; those of AS2, SFTP and HTTPS are killed at in their own tests. */
export const steps = [
  ...['document.stored', '850.numbered', '850.file-written', '850.recorded'],
  ...['inbound.archived', 'inbound.parsed', 'inbound.posted', '997.written'],
] as const;

const stuckAfterMs = 120_000;
const call = (url: string, method: string, path: string, body: unknown): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${gatewayKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });

/** How often each of the expected texts is missing, and how often one is there again. */
function compare(expected: readonly string[], found: readonly string[]): { lost: number; doubled: number } {
  const seen = new Set(found);
  return {
    lost: expected.filter((one) => !seen.has(one)).length,
    doubled: found.length - seen.size,
  };
}

function readOutbox(outbox: string): { orders: string[]; answered: string[]; numbers: number[] } {
  const read = { orders: [] as string[], answered: [] as string[], numbers: [] as number[] };
  for (const name of readdirSync(outbox).filter((one) => one.endsWith('.x12'))) {
    const decoded = decode(readFileSync(join(outbox, name)));
    for (const { header, groups } of decoded.interchanges) {
      read.numbers.push(Number(header.reference));
      for (const message of groups.flatMap((group) => group.messages)) {
        if (message.type === '850') read.orders.push(message.segments[1]?.value(3) ?? '');
        if (message.type === '997') read.answered.push(read997(message)?.groupReference ?? '');
      }
    }
  }
  return read;
}

type House = { databaseUrl: string; dataFolder: string; serverUrl: string };
/** The gateway of the moment: whoever calls it gets the one that lives. */
type Holder = { gateway: GatewayProcess; killCount: number };
type Folders = { inbox: string; outbox: string };

/** Hands a confirmation and an order to the gateway, again and again, each until it is taken. Gives the order numbers. */
async function load(holder: Holder, { inbox }: Folders, isOver: () => boolean): Promise<string[]> {
  const sent: string[] = [];
  for (let number = 1; !isOver(); number++) {
    const poNumber = `PO-${number}`;
    writeFileSync(join(inbox, `${number}.x12.tmp`), confirmationOf(number, poNumber));
    renameSync(join(inbox, `${number}.x12.tmp`), join(inbox, `${number}.x12`));
    const envelope = orderEnvelopeOf(newId(), poNumber);
    for (;;) {
      const answer = await call(holder.gateway.url, 'POST', '/documents', envelope).catch(() => undefined);
      if (answer?.status === 202) break;
      await pause(30);
    }
    sent.push(poNumber);
    await pause(150);
  }
  return sent;
}

async function killAtSteps(house: House, holder: Holder, rounds: number): Promise<void> {
  for (const step of steps) {
    for (let round = 0; round < rounds; round++) {
      await holder.gateway.kill();
      holder.gateway = await startGatewayProcess(house, step);
      const came = holder.gateway.ended.then(() => true);
      if (!(await Promise.race([came, pause(stuckAfterMs, false, { ref: false })]))) {
        throw new Error(`the gateway never came to ${step}`);
      }
      holder.killCount += 1;
    }
  }
  await holder.gateway.kill();
  holder.gateway = await startGatewayProcess(house);
}

async function killAtRandom(
  house: House,
  holder: Holder,
  { kills, random }: { kills: number; random: () => number },
): Promise<void> {
  for (let round = 0; round < kills; round++) {
    await pause(random() * 700);
    await holder.gateway.kill();
    holder.killCount += 1;
    holder.gateway = await startGatewayProcess(house);
  }
}

/** What is there against what was handed over. */
function judge(sent: readonly string[], confirmed: readonly string[], outbox: string) {
  const { orders, answered, numbers } = readOutbox(outbox);
  const groups = sent.map((_, index) => String(index + 1));
  const parts = [compare(sent, orders), compare(sent, confirmed), compare(groups, answered)];
  const distinct = new Set(numbers);
  return {
    handedOver: 2 * sent.length,
    lost: parts.reduce((sum, { lost }) => sum + lost, 0),
    doubled: parts.reduce((sum, { doubled }) => sum + doubled, 0),
    numberGaps: Math.max(0, ...numbers) - distinct.size,
    numberDoubles: numbers.length - distinct.size,
  };
}

/**
 * A partner and the server exchange confirmations and orders with a gateway that is killed again and again: at each
 * named step `roundsPerStep` times, then `randomKills` times at a random moment. Both sides repeat what was not
 * answered, as they do in life. When the last gateway has come to rest, everything has to be there once.
 */
export async function exchangeUnderKills(
  place: { databaseUrl: string; dataFolder: string },
  {
    roundsPerStep,
    randomKills,
    random,
  }: { roundsPerStep: number; randomKills: number; random: () => number },
): Promise<Result> {
  const server = await startRecorder();
  const house: House = { ...place, serverUrl: server.url };
  const base = join(place.dataFolder, 'edi/mill');
  const folders: Folders = { inbox: join(base, 'inbox'), outbox: join(base, 'outbox') };
  const holder: Holder = { gateway: await startGatewayProcess(house), killCount: 0 };
  const put = await call(holder.gateway.url, 'PUT', `/agreements/${agreementId}`, agreement);
  if (put.status !== 201) throw new Error(await put.text());
  mkdirSync(folders.inbox, { recursive: true });
  let isOver = false;
  const loading = load(holder, folders, () => isOver);
  try {
    await killAtSteps(house, holder, roundsPerStep);
    await killAtRandom(house, holder, { kills: randomKills, random });
    isOver = true;
    const sent = await loading;
    const confirmed = (): string[] =>
      [...server.recorded.values()].flatMap(({ documentType, poNumber = '' }) =>
        documentType === 'order-confirmation' ? [poNumber] : [],
      );
    for (let waitedMs = 0; waitedMs < stuckAfterMs; waitedMs += 500) {
      const { orders, answered } = readOutbox(folders.outbox);
      if (Math.min(orders.length, answered.length, confirmed().length) >= sent.length) break;
      await pause(500);
    }
    // Whatever were to come twice would come now.
    await pause(3_000);
    return { killCount: holder.killCount, ...judge(sent, confirmed(), folders.outbox) };
  } finally {
    isOver = true;
    await holder.gateway.kill();
    server.close();
  }
}
