import { localDateAt } from '@coplan/kernel';
import type { App } from '../app.ts';
import { startTrading } from '../partners/index.ts';
import { addAgreements, type GatewayAddress } from './demo-agreements.ts';
import { tryPolicy } from './demo-backtest.ts';
import { tellBlanketOrder } from './demo-blanket.ts';
import { addCatalog, addPartnersAndPlaces, itemsOf } from './demo-catalog.ts';
import { addCollaboration } from './demo-collaboration.ts';
import { type DemoRetailer, demoRetailers, demoSuppliers, trialRetailer } from './demo-companies.ts';
import { addFacts } from './demo-facts.ts';
import { hasNotes, writeCommandLineKeys, writeSignIns } from './demo-note.ts';
import { scoreOrders, tellOrderHistory } from './demo-order-history.ts';
import { tellOrderLives } from './demo-order-lives.ts';
import { addPastAccuracy } from './demo-past-accuracy.ts';
import { addPeople, demoActor, demoSignIns, organisationIdOf, type SignIn } from './demo-people.ts';
import { tellSerials } from './demo-serials.ts';
import { addSellersStock, sellersOfDemo } from './demo-stock.ts';
import { tellStory } from './demo-story.ts';
import { tellTransfers } from './demo-transfers.ts';
import { tellWarehouse } from './demo-warehouse.ts';
import { tellWeek } from './demo-week.ts';

export type DemoSettings = {
  dataFolder: string;
  /** Where the server is reached, for the command line's file. */
  url: string;
  /** Without it no EDI agreements are made. */
  gateway: GatewayAddress | null;
  say(sentence: string): void;
};

/**
 * Fills a system with the demo network. Every step looks first whether it has been done, so filling again changes
 * nothing, and a fill that was cut off is completed by the next.
 */
export async function fillDemo(app: App, settings: DemoSettings): Promise<SignIn[]> {
  const { say, gateway } = settings;
  if (await isFilled(app, settings.dataFolder)) {
    if (gateway !== null) await addAgreements(app.accounts, gateway);
    await addCollaboration(app);
    return demoSignIns();
  }
  say('Companies and people …');
  await addPeople(app);
  say('Catalogs, two years of sales, stock …');
  await Promise.all(demoRetailers.map((retailer) => addRetailer(app, retailer)));
  await addTrialRetailer(app);
  say('Collaboration agreements …');
  await addCollaboration(app);
  if (gateway !== null) {
    say('EDI agreements …');
    await addAgreements(app.accounts, gateway);
  }
  for (const retailer of demoRetailers) {
    say(`Forecast, plan and first orders of ${retailer.name} …`);
    await tellStory(app, retailer);
    say(`This week’s planning of ${retailer.name} with its suppliers …`);
    await tellWeek(app, retailer);
    await tellPastOrders(app, retailer, say);
    await tellOrderLives(app, retailer);
    await scoreOrders(app, retailer);
  }
  say('Suppliers’ stock, and who gets it …');
  for (const [index, key] of sellersOfDemo().entries()) {
    await addSellersStock(app, key);
    // GS1 keeps the prefix 952 for demonstrations.
    await tellWarehouse(app, key, `952${5_000 + index}`);
  }
  const [first] = demoRetailers;
  const baker = demoSuppliers.find(({ key }) => key === 'golden-crust');
  if (first !== undefined && baker !== undefined)
    await tellSerials({ app, retailer: first, supplier: baker });
  if (first !== undefined) {
    await addPastAccuracy(app, first);
    await tryPolicy(app, first);
  }
  await writeCommandLineKeys(app.accounts, settings);
  await writeSignIns(settings.dataFolder);
  return demoSignIns();
}

/** The first retailer has a past that can be judged; the others show how pages look to those who have just begun. */
async function tellPastOrders(
  app: App,
  retailer: DemoRetailer,
  say: (sentence: string) => void,
): Promise<void> {
  if (retailer.key !== demoRetailers[0]?.key) return;
  say(`Twelve weeks of orders of ${retailer.name} …`);
  await tellOrderHistory(app, retailer);
  await tellBlanketOrder(app, retailer);
  await tellTransfers(app, retailer);
}

/** The files are written last, and the database may be another one than theirs: both are asked. */
async function isFilled(app: App, dataFolder: string): Promise<boolean> {
  if (!hasNotes(dataFolder)) return false;
  const orders = await Promise.all(
    demoRetailers.map(({ key }) => app.createCaller(demoActor(key, ['buyer'])).orders.list({ limit: 1 })),
  );
  return orders.every(({ rows }) => rows.length > 0);
}

async function addRetailer(app: App, retailer: DemoRetailer): Promise<void> {
  const context = app.contextFor(demoActor(retailer.key, ['buyer', 'admin']));
  const items = itemsOf(retailer);
  const today = localDateAt(context.clock.now(), retailer.timeZone);
  await addPartnersAndPlaces(context, retailer);
  await addCatalog(context, items, retailer.currency);
  await addFacts(context, { retailer, items, today });
}

async function addTrialRetailer(app: App): Promise<void> {
  const context = app.contextFor(demoActor(trialRetailer.key, ['buyer', 'admin']));
  const { key, number } = trialRetailer.supplier;
  const relation = { partnerId: organisationIdOf(key), partnerNumber: number };
  await startTrading(context, { ...relation, kind: 'supplier', channel: 'portal' });
}
