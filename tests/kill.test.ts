/** SIGKILL at each named step of the story, and new starts: nothing is lost and nothing is doubled. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, localDate } from '@coplan/kernel';
import { type KillPoint, killPoints } from '@coplan/platform';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, signIn } from './harness/api.ts';
import { coplan } from './harness/coplan.ts';
import { write855, write997 } from './harness/edi.ts';
import { openMailbox, sent997s } from './harness/mailbox.ts';
import { openProduct, type RunningProduct } from './harness/product.ts';
import { waitFor } from './harness/wait.ts';

const email = 'buyer@northwind-grocers.example';
const mailboxes: Record<string, string> = {
  'Alpine Dairy': 'northwind-grocers-alpine-dairy',
  'Brightside Household': 'northwind-grocers-brightside-household',
};
const serverSteps = /^(import|run|approve|outbox)\./;
/** Backtests and AS2 are no part of this story; their steps are killed at beside their code. */
const storySteps = killPoints.filter((step) => !/^(backtest|as2|sftp|https|webhook|advice)\./.test(step));
const ofServer = storySteps.filter((step) => serverSteps.test(step));
const ofGateway = storySteps.filter((step) => !serverSteps.test(step));
/** In each round of the story both apps are killed once: every step has its round. */
const rounds = Array.from(
  { length: Math.max(ofServer.length, ofGateway.length) },
  (_, round): [KillPoint, KillPoint, number] => [
    ofServer[round % ofServer.length] as KillPoint,
    ofGateway[round % ofGateway.length] as KillPoint,
    round,
  ],
);

let product: RunningProduct;
let api: Api;
let owner: pg.Client;

beforeAll(async () => {
  product = await openProduct();
  api = await signIn({ url: product.portalUrl, email, password: product.password });
  owner = new pg.Client({ connectionString: product.databases.server });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await product?.remove();
});

const patiently = <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> =>
  waitFor(what, ask, 90_000);

/** One week's sales of one item-location, written again under another number; the file may have to be sent again. */
async function importSales(round: number): Promise<void> {
  const { rows } = await patiently('the worklist', () =>
    api.proposals.list.query({ state: 'open', limit: 1 }),
  );
  const [first] = rows;
  const day = addDays(localDate(first?.orderOn ?? ''), -400);
  const sold = 1000 + round;
  const file = join(product.dataFolder, `sales-${round}.csv`);
  writeFileSync(
    file,
    `item,location,date,quantity,in_stock\n${first?.itemNumber},${first?.locationCode},${day},${sold},true\n`,
  );
  await patiently('the import', () =>
    coplan(product.dataFolder, 'import', 'sales', file, '--organisation', 'Northwind Grocers'),
  );
  const { rows: facts } = await owner.query(
    `select count(*)::integer as found from sales_series s join item_locations l on l.id = s.item_location_id
     join items i on i.id = l.item_id where i.item_number = $1 and $2::bigint = any(s.sold_milli)`,
    [first?.itemNumber, sold * 1000],
  );
  expect(facts[0].found).toBe(1);
}

/** Asks for a run until one that was asked for here is done; a killed run is taken up again or asked for again. */
async function run(): Promise<void> {
  const started = await patiently('a run to start', () => api.runs.start.mutate({}));
  const ended = await patiently('the run to end', async () => {
    const found = await api.runs.get.query({ runId: started.runId });
    return found.state === 'queued' || found.state === 'running' ? undefined : found;
  });
  expect(ended.state).toBe('done');
}

/** Approves the smallest open proposal of a supplier with EDI, clicking again until the server has answered. */
async function approve(): Promise<{ proposalId: string; orderId: string }> {
  const proposalId = await patiently('a proposal', async () => {
    const { rows } = await api.proposals.list.query({ state: ['in-review'], sort: 'value', limit: 200 });
    return rows.filter((row) => row.supplierName in mailboxes).at(-1)?.proposalId;
  });
  const orderId = await patiently('the order', async () => {
    const found = await api.proposals.get.query({ proposalId });
    if (found.orderId !== null) return found.orderId;
    await api.proposals.approve.mutate({ proposals: [{ proposalId, expectedVersion: found.version }] });
    return undefined;
  });
  return { proposalId, orderId };
}

async function answer(orderId: string, round: number): Promise<void> {
  const getOrder = () => patiently('the order', () => api.orders.get.query({ orderId }));
  const { poNumber, deliverOn, supplierName } = await getOrder();
  const mailbox = openMailbox(product.dataFolder, mailboxes[supplierName] as string);
  const received = await patiently('the 850', async () => mailbox.find850(poNumber)[0]);
  const promisedOn = addDays(localDate(deliverOn), 1);
  const controlNumber = 8000 + 2 * round;
  const changedLine = received.lines[0]?.number as string;
  const stamp = promisedOn.replaceAll('-', '');
  mailbox.drop(
    `answer-${round}.x12`,
    write855({ order: received, controlNumber, promisedOn: stamp, changedLine }),
  );
  mailbox.drop(`receipt-${round}.x12`, write997(received, controlNumber + 1));
  const promisesOf = (order: Awaited<ReturnType<typeof getOrder>>) =>
    order.lines.map(({ schedule }) => schedule.flatMap(({ promises }) => promises));
  await patiently('the promise', async () => {
    const promises = promisesOf(await getOrder());
    return promises.flat().some((promise) => promise.promisedOn === promisedOn) || undefined;
  });
  const ours = () => sent997s(mailbox).filter(({ group }) => group === String(controlNumber));
  await patiently('our 997', async () => ours()[0]);
  expect(promisesOf(await getOrder()).every((promises) => promises.length === 1)).toBe(true);
  expect(ours()).toEqual([{ group: String(controlNumber), verdict: 'A' }]);
  expect(mailbox.find850(poNumber)).toHaveLength(1);
}

/** Control numbers of all interchanges ever written to either supplier: none twice, none missing. */
function expectGaplessNumbers(): void {
  for (const folder of Object.values(mailboxes)) {
    const numbers = openMailbox(product.dataFolder, folder).sentNumbers();
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
}

test.each(rounds)(
  'kills of the server at %s and of the gateway at %s lose nothing and double nothing',
  async (serverStep, gatewayStep, round) => {
    const { server, gateway } = product;
    const deathsBefore = [server.deathCount(), gateway.deathCount()];
    await Promise.all([
      server.relaunch({ COPLAN_KILL_AT: serverStep }),
      gateway.relaunch({ COPLAN_KILL_AT: gatewayStep }),
    ]);
    await importSales(round);
    await run();
    const { proposalId, orderId } = await approve();
    await answer(orderId, round);
    expect([server.deathCount(), gateway.deathCount()]).toEqual(deathsBefore.map((count) => count + 1));
    const { rows } = await owner.query(
      'select count(distinct order_id)::integer as orders, count(*)::integer as lines from order_lines where proposal_id = $1',
      [proposalId],
    );
    expect(rows[0]).toEqual({ orders: 1, lines: 1 });
    expectGaplessNumbers();
  },
);
