import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { decode, read997 } from '@coplan/edi';
import { newId } from '@coplan/platform';
import { call, type GatewayProcess, type House, spawnGateway } from './gateway-process.ts';
import { agreement, agreementId, confirmationOf, orderEnvelopeOf } from './partner-files.ts';
import { type Partner, startPartner, type Way } from './partners.ts';
import { startRecorder } from './receiving-server.ts';

export type Result = {
  killCount: number;
  handedOver: number;
  lost: number;
  doubled: number;
  numberGaps: number;
  numberDoubles: number;
};

const stuckAfterMs = 120_000;
/** After it has started: long enough that a file in a folder has lain still and is taken. */
const aliveMsMax = 2_500;
const pauseBetweenFilesMs = 150;
const pauseBeforeRepeatingMs = 30;

/** How often each of the expected texts is missing, and how often one is there again. */
function compare(expected: readonly string[], found: readonly string[]): { lost: number; doubled: number } {
  const seen = new Set(found);
  return {
    lost: expected.filter((one) => !seen.has(one)).length,
    doubled: found.length - seen.size,
  };
}

/** What our files at the partner's say. */
function readFiles(files: readonly Buffer[]): { orders: string[]; answered: string[]; numbers: number[] } {
  const read = { orders: [] as string[], answered: [] as string[], numbers: [] as number[] };
  for (const { header, groups } of files.flatMap((bytes) => decode(bytes).interchanges)) {
    read.numbers.push(Number(header.reference));
    for (const message of groups.flatMap((group) => group.messages)) {
      if (message.type === '850') read.orders.push(message.segments[1]?.value(3) ?? '');
      if (message.type === '997') read.answered.push(read997(message)?.groupReference ?? '');
    }
  }
  return read;
}

/** The gateway of the moment: whoever calls it gets the one that lives. */
type Holder = { gateway: GatewayProcess; killCount: number };

async function repeat(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone().catch(() => false))) await pause(pauseBeforeRepeatingMs);
}

/** Hands a confirmation and an order to the gateway, again and again, each until it is taken. Gives the order numbers. */
async function load(holder: Holder, partner: Partner, isOver: () => boolean): Promise<string[]> {
  const sent: string[] = [];
  for (let number = 1; !isOver(); number++) {
    const poNumber = `PO-${number}`;
    const file = { name: `${number}.x12`, bytes: confirmationOf(number, poNumber) };
    await repeat(() => partner.give(holder.gateway, file));
    const envelope = orderEnvelopeOf(newId(), poNumber);
    await repeat(async () => (await call(holder.gateway.url, 'POST', '/documents', envelope)).status === 202);
    sent.push(poNumber);
    await pause(pauseBetweenFilesMs);
  }
  return sent;
}

async function killAtSteps(
  house: House,
  holder: Holder,
  { steps, rounds }: { steps: readonly string[]; rounds: number },
): Promise<void> {
  for (const step of steps) {
    for (let round = 0; round < rounds; round++) {
      await holder.gateway.kill();
      holder.gateway = spawnGateway(house, step);
      const came = holder.gateway.ended.then(() => true);
      if (!(await Promise.race([came, pause(stuckAfterMs, false, { ref: false })]))) {
        throw new Error(`the gateway never came to ${step}`);
      }
      holder.killCount += 1;
    }
  }
  await holder.gateway.kill();
  holder.gateway = spawnGateway(house);
}

/** At any moment from the beginning of the process on, starting included. */
async function killAtRandom(
  house: House,
  holder: Holder,
  { kills, random, startMs }: { kills: number; random: () => number; startMs: number },
): Promise<void> {
  for (let round = 0; round < kills; round++) {
    await pause(random() * (startMs + aliveMsMax));
    await holder.gateway.kill();
    holder.killCount += 1;
    holder.gateway = spawnGateway(house);
  }
}

/** What is there against what was handed over. */
function judge(sent: readonly string[], confirmed: readonly string[], partner: Partner) {
  const { orders, answered, numbers } = readFiles(partner.received());
  const groups = sent.map((_, index) => String(index + 1));
  const parts = [compare(sent, orders), compare(sent, confirmed), compare(groups, answered)];
  const all = [...parts, partner.faults()];
  const distinct = new Set(numbers);
  return {
    handedOver: 2 * sent.length,
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
    doubled: all.reduce((sum, { doubled }) => sum + doubled, 0),
    numberGaps: Math.max(0, ...numbers) - distinct.size,
    numberDoubles: numbers.length - distinct.size,
  };
}

async function openHouse(house: House, partner: Partner): Promise<Holder & { startMs: number }> {
  const began = performance.now();
  const gateway = spawnGateway(house);
  await gateway.started;
  const startMs = performance.now() - began;
  const agreed = { ...agreement, ...partner.settings };
  const put = await call(gateway.url, 'PUT', `/agreements/${agreementId}`, agreed);
  if (put.status !== 201) throw new Error(await put.text());
  await partner.setUp(gateway);
  return { gateway, killCount: 0, startMs };
}

/**
 * A partner and the server exchange confirmations and orders, one way, with a gateway that is killed again and again: at
 * each named step `roundsPerStep` times, then `randomKills` times at a random moment. Both sides repeat what was not
 * answered, as they do in life. When the last gateway has come to rest, everything has to be there once.
 */
export async function exchangeUnderKills(
  { way, ...place }: { way: Way; databaseUrl: string; dataFolder: string },
  {
    roundsPerStep,
    randomKills,
    random,
  }: { roundsPerStep: number; randomKills: number; random: () => number },
): Promise<Result> {
  const server = await startRecorder();
  const partner = await startPartner(way, { ...place, scratch: join(place.dataFolder, 'partner') });
  const house: House = { ...place, serverUrl: server.url, environment: partner.environment };
  const holder = await openHouse(house, partner);
  let isOver = false;
  const loading = load(holder, partner, () => isOver);
  try {
    await killAtSteps(house, holder, { steps: partner.steps, rounds: roundsPerStep });
    await killAtRandom(house, holder, { kills: randomKills, random, startMs: holder.startMs });
    isOver = true;
    const sent = await loading;
    const confirmed = (): string[] =>
      [...server.recorded.values()].flatMap(({ documentType, poNumber = '' }) =>
        documentType === 'order-confirmation' ? [poNumber] : [],
      );
    for (let waitedMs = 0; waitedMs < stuckAfterMs; waitedMs += 500) {
      const { orders, answered } = readFiles(partner.received());
      const isComplete = Math.min(orders.length, answered.length, confirmed().length) >= sent.length;
      if (isComplete && partner.faults().lost === 0) break;
      await pause(500);
    }
    // Whatever were to come twice would come now.
    await pause(3_000);
    return { killCount: holder.killCount, ...judge(sent, confirmed(), partner) };
  } finally {
    isOver = true;
    await holder.gateway.kill();
    await partner.close();
    server.close();
  }
}
