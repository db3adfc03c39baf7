import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../partners/open-test-server.ts';
import { demoRetailers } from './demo-companies.ts';
import { demoActor } from './demo-people.ts';
import { fillDemo } from './fill-demo.ts';

let server: TestServer;
let dataFolder: string;
const fill = () =>
  fillDemo(server.app, { dataFolder, url: 'http://localhost:3000', gateway: null, say: () => undefined });

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'coplan-demo-'));
  server = await openTestServer();
  await fill();
});
afterAll(async () => {
  await server.close();
  rmSync(dataFolder, { recursive: true, force: true });
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
  const countAll = () =>
    server.database.asOwner(
      `select relname, (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || oid::regclass, false, true, '')))[1]::text as n
       from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
  const before = await countAll();
  rmSync(join(dataFolder, 'demo.json'));
  await fill();
  expect(await countAll()).toEqual(before);
});
