import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../partners/open-test-server.ts';
import { cutOffAfterEach } from './cut-off-app.ts';
import { demoRetailers } from './demo-companies.ts';
import { demoActor } from './demo-people.ts';
import { fillDemo } from './fill-demo.ts';

let server: TestServer;
let dataFolder: string;
const fill = (app = server.app) =>
  fillDemo(app, { dataFolder, url: 'http://localhost:3000', gateway: null, say: () => undefined });

/** Each is carried out for the third time when the fill is cut off, and is found done when it goes on. */
const cuts = [
  'proposals.approve',
  'businessPlans.saveTargets',
  'businessPlans.events.create',
  'plans.edit',
  'threads.post',
];
let cutCount: number;

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'coplan-demo-'));
  server = await openTestServer();
  cutCount = await cutOffAfterEach(server.app, cuts, fill);
}, 600_000);
afterAll(async () => {
  await server.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('a fill that is cut off, again and again, goes on where it was and comes to a whole network', async () => {
  expect(cutCount).toBe(cuts.length);
  const buyer = buyerOf('northwind-grocers');
  const { rows } = await buyer.agreements.list();
  const stages = await Promise.all(
    rows.map(async ({ agreementId, name }) => {
      const [plan, events, { rows: plans }] = await Promise.all([
        buyer.businessPlans.get({ agreementId }),
        buyer.businessPlans.events.list({ agreementId }),
        buyer.plans.list({ agreementId, purpose: 'sales' }),
      ]);
      return {
        name,
        revisions: plan.history.map(({ state }) => state),
        events: events.rows.map(({ state }) => state).sort(),
        isAgreed: plans.some(({ kind, state }) => kind === 'joint' && state === 'consensus'),
        sides: plans.filter(
          ({ kind, publishedAt, source }) =>
            kind === 'party' && publishedAt !== null && source.kind !== 'demo',
        ).length,
      };
    }),
  );
  expect(stages.map(({ revisions }) => revisions)).toEqual(stages.map(() => ['agreed']));
  expect(stages.map(({ events }) => events)).toEqual(stages.map(() => ['agreed', 'draft', 'proposed']));
  expect(stages.map(({ sides }) => sides).sort()).toEqual([0, 1, 2, 2, 2]);
  expect(stages.filter(({ isAgreed }) => isAgreed)).toHaveLength(1);
});

const buyerOf = (key: string) => server.app.createCaller(demoActor(key, ['buyer', 'approver', 'admin']));

test.each(demoRetailers.map(({ key }) => [key]))(
  'a buyer of %s finds proposals to decide, orders on their way and stock',
  async (key) => {
    const buyer = buyerOf(key);
    const proposals = await buyer.proposals.list({ state: 'open' });
    expect(proposals.totals.count).toBeGreaterThan(10);
    expect(proposals.totals.moneyAtRiskMinor).toBeGreaterThan(0);
    expect((await buyer.orders.list({})).rows.length).toBeGreaterThan(2);
    expect((await buyer.inventory.stock.list({})).rows.length).toBeGreaterThan(20);
    const [first] = proposals.rows;
    const proposal = await buyer.proposals.get({ proposalId: first?.proposalId ?? '' });
    expect(proposal.history?.soldMilli.length).toBeGreaterThan(8);
  },
);

test('a buyer finds a policy that was tried on last year’s demand', async () => {
  await server.app.runPending();
  const buyer = buyerOf(demoRetailers[0]?.key ?? '');
  const { rows } = await buyer.backtests.list({});
  expect(rows.map(({ state }) => state)).toEqual(['done']);
  const { result } = await buyer.backtests.get({ backtestId: rows[0]?.backtestId ?? '' });
  expect(result?.seriesCount).toBeGreaterThan(20);
  expect(result?.today.fillRate).toBeGreaterThan(0.85);
});

test('a supplier finds orders to confirm, what it has confirmed and a shared forecast', async () => {
  const supplier = server.app.createCaller(demoActor('clearwater', ['supplier-planner']));
  const home = await supplier.supplier.home();
  expect(home.recent.length).toBeGreaterThan(0);
  expect(home.forecastItemCount).toBeGreaterThan(10);
  expect((await supplier.supplier.forecast({})).rows.length).toBeGreaterThan(10);
});

test('a buyer finds an order in every state of its life, and documents that wait', async () => {
  const buyer = buyerOf(demoRetailers[0]?.key ?? '');
  const { rows } = await buyer.orders.list({ search: '45' });
  expect([...new Set(rows.map(({ state }) => state))]).toEqual(
    expect.arrayContaining([
      'closed',
      'received',
      'shipped',
      'partially-shipped',
      'change-pending',
      'changes-proposed',
      'acknowledged',
      'cancelled',
    ]),
  );
  const waiting = await buyer.orders.waiting.list({});
  expect(waiting.rows.map(({ issueCode }) => issueCode)).toEqual(['order-unknown', 'order-unknown']);
  expect((await buyer.orders.worklists())['to-match']).toBeGreaterThan(0);
});

test('a buyer finds twelve weeks of orders judged: most perfect, some not, each failure with its cause and cost', async () => {
  const { perfectOrder, trend, causes } = await buyerOf(demoRetailers[0]?.key ?? '').performance.dashboard(
    {},
  );
  expect(perfectOrder.denominator).toBeGreaterThan(20);
  expect(perfectOrder.numerator).toBeGreaterThan(perfectOrder.denominator / 2);
  expect(perfectOrder.numerator).toBeLessThan(perfectOrder.denominator);
  expect(trend.length).toBeGreaterThan(8);
  expect(causes.length).toBeGreaterThan(2);
  const { rows } = await buyerOf(demoRetailers[0]?.key ?? '').runs.list({ limit: 1 });
  expect(rows[0]?.requestedBy).not.toBe('Daily run');
});

test('a supplier with a warehouse finds goods packed and goods to be picked', async () => {
  const { warehouse } = server.app.createCaller(demoActor('golden-crust', ['supplier-planner']));
  const { rows } = await warehouse.waves.list({});
  expect(rows.some(({ openStopCount }) => openStopCount > 0)).toBe(true);
  const { orders } = await warehouse.packing.list({});
  expect(orders.some(({ packedLineCount }) => packedLineCount > 0)).toBe(true);
});

test('the allocation board of a supplier shows customers with rules of their own; stock is kept for some', async () => {
  const { fulfillment } = server.app.createCaller(demoActor('golden-crust', ['supplier-planner']));
  const { rules, pools, substitutes } = await fulfillment.rules.get();
  expect(rules[0]).toMatchObject({ customerName: 'Hillside Hospital', priority: 1 });
  expect(pools.map(({ name }) => name)).toContain('Hospital’s week');
  expect(substitutes.length).toBeGreaterThan(0);
  const { items } = await fulfillment.board({});
  const lines = items.flatMap((item) => item.lines);
  const hospital = lines.filter(({ customerName }) => customerName === 'Hillside Hospital');
  expect(hospital.map(({ priority }) => priority)).toContain(1);
});

test('the hospital’s first order is on its way, the second has its stock', async () => {
  const { salesOrders } = server.app.createCaller(demoActor('golden-crust', ['supplier-planner']));
  const { rows } = await salesOrders.list({});
  const statesOf = (reference: string) =>
    rows.filter(({ customerReference }) => customerReference === reference).map(({ states }) => states);
  expect(statesOf('HH-16')).toEqual([{ shipped: 1 }]);
  expect(Object.keys(statesOf('HH-17')[0] ?? {})).toEqual([
    expect.stringMatching(/allocated|released|picked|packed/),
  ]);
});

test('goods of the first retailer are on their way between its places, in every state', async () => {
  const { transfers } = server.app.createCaller(demoActor(demoRetailers[0]?.key ?? '', ['buyer']));
  const { rows } = await transfers.list({});
  expect(rows.map(({ state }) => state).sort()).toEqual([
    'cancelled',
    'closed-short',
    'in-transit',
    'partly-received',
    'placed',
    'received',
  ]);
});

test('no order of the past is late any more: what was short or broken is no longer awaited', async () => {
  const buyer = buyerOf(demoRetailers[0]?.key ?? '');
  const { rows } = await buyer.orders.list({ search: '44', limit: 200 });
  const past = rows.filter(({ poNumber }) => poNumber.startsWith('44'));
  expect(past.map(({ state }) => state)).toContain('closed-short');
  expect(past.filter(({ state }) => /^partially-/.test(state))).toEqual([]);
  const late = await buyer.orders.list({ worklist: 'late', limit: 200 });
  expect(late.rows.filter(({ poNumber }) => poNumber.startsWith('44'))).toEqual([]);
});

test('the key file of the command line can be read by its owner only', () => {
  expect(statSync(join(dataFolder, 'cli.json')).mode & 0o777).toBe(0o600);
  const { password, signIns } = JSON.parse(readFileSync(join(dataFolder, 'demo.json'), 'utf8'));
  expect(password).toBe('coplan-demo');
  expect(signIns).toContainEqual({
    role: 'Buyer',
    organisation: 'Northwind Grocers',
    email: 'buyer@northwind-grocers.example',
  });
});

test('filling again changes no row of any business table', async () => {
  // Looking whether something is there is noted where it is the partner's.
  const countAll = () =>
    server.database.asOwner(
      `select relname, (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || oid::regclass, false, true, '')))[1]::text as n
       from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'sharing_reads' order by 1`,
    );
  const before = await countAll();
  rmSync(join(dataFolder, 'demo.json'));
  await fill();
  expect(await countAll()).toEqual(before);
});
