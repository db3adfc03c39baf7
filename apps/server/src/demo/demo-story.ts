import { addDays, type LocalDate } from '@coplan/kernel';
import type { App } from '../app.ts';
import type { Context } from '../platform/index.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { demoActor } from './demo-people.ts';

const runTimeoutMs = 120_000;
const pauseMs = 200;

/** Above this a buyer needs a second person, in minor units of the retailer's currency. */
const buyerLimitMinor: Record<string, number> = { USD: 150_000, EUR: 50_000, NOK: 300_000 };

type Caller = ReturnType<App['createCaller']>;

/** Forecasts, plans and orders something for a retailer, once; the server and this process share the work. */
export async function tellStory(app: App, retailer: DemoRetailer): Promise<void> {
  const buyer = app.createCaller(demoActor(retailer.key, ['buyer', 'approver']));
  const context = app.contextFor(demoActor(retailer.key, ['buyer', 'approver']));
  await limitBuyers(context, retailer.currency);
  await planOnce(app, buyer);
  await orderSome(buyer, retailer);
  await answerSome(app, buyer, retailer);
}

/** A buyer alone may approve so much; an approver more. */
async function limitBuyers({ db, newId }: Context, currency: string): Promise<void> {
  await db.transaction((tx) =>
    tx.query(
      `insert into delegation_limits (id, org_id, role, value_minor_max, currency)
       values ($1, (select current_setting('app.org')::uuid), 'buyer', $2, $3) on conflict do nothing`,
      [newId(), buyerLimitMinor[currency] ?? 150_000, currency],
    ),
  );
}

async function planOnce(app: App, buyer: Caller): Promise<void> {
  const { rows } = await buyer.runs.list({ limit: 1 });
  const last = rows[0];
  if (last?.state === 'done') return;
  const isUnderWay = last?.state === 'queued' || last?.state === 'running';
  const runId = isUnderWay ? last.runId : (await buyer.runs.start({})).runId;
  const waitUntil = performance.now() + runTimeoutMs;
  for (;;) {
    await app.runPending();
    const run = await buyer.runs.get({ runId });
    if (run.state === 'done') return;
    if (run.state === 'failed' || run.state === 'cancelled') {
      throw new Error(`The run ended as ${run.state}: ${run.error ?? 'without a reason'}`);
    }
    if (performance.now() > waitUntil) {
      throw new Error(`The run is still in phase ${run.phase} after ${runTimeoutMs / 1000} seconds`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Some of the smaller proposals of each supplier become orders; the urgent ones are left for whoever signs in. */
async function orderSome(buyer: Caller, retailer: DemoRetailer): Promise<void> {
  const { facets } = await buyer.proposals.list({ state: 'open', limit: 1 });
  const { rows: placed } = await buyer.orders.list({ limit: 100 });
  const ordered = new Set(placed.map(({ supplierName }) => supplierName));
  for (const supplier of facets.suppliers.slice(0, retailer.suppliers.length)) {
    if (ordered.has(supplier.name)) continue;
    const { rows } = await buyer.proposals.list({
      state: 'open',
      supplierId: supplier.id,
      sort: 'money-at-risk',
      limit: 100,
    });
    const chosen = rows.slice(-Math.min(6, Math.ceil(rows.length / 4)));
    if (chosen.length === 0) continue;
    await buyer.proposals.approve({
      proposals: chosen.map(({ proposalId, version }) => ({ proposalId, expectedVersion: version })),
    });
  }
}

/** Portal suppliers answer: one order as asked, one with a later day for a line; at least one waits for an answer. */
async function answerSome(app: App, buyer: Caller, retailer: DemoRetailer): Promise<void> {
  const { rows } = await buyer.orders.list({ limit: 100 });
  for (const { key, channel } of retailer.suppliers) {
    if (channel !== 'portal') continue;
    const supplier = app.createCaller(demoActor(key, ['supplier-planner']));
    const own = new Set(rows.map((order) => order.orderId));
    const { toConfirm, recent } = await supplier.supplier.home();
    if (recent.some((order) => own.has(order.orderId) && order.promisedOn !== null)) continue;
    const waiting = toConfirm.filter((order) => own.has(order.orderId)).slice(1, 3);
    for (const [index, { orderId }] of waiting.entries()) {
      const order = await supplier.orders.get({ orderId });
      const isLater = index === 1;
      await supplier.orders.confirm({
        orderId,
        expectedVersion: order.version,
        lines: order.lines.map(({ orderLineId }, at) =>
          isLater && at === 0
            ? {
                orderLineId,
                outcome: 'changed',
                promisedOn: addDays(order.deliverOn as LocalDate, 3),
                reason: 'Production is one shift behind',
              }
            : { orderLineId, outcome: 'accepted', promisedOn: order.deliverOn },
        ),
      });
    }
  }
}
