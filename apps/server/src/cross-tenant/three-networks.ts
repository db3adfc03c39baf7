import {
  dayNumber,
  gs1CheckDigit,
  type ItemId,
  type LocationId,
  localDate,
  type OrganisationId,
  toGtin14,
} from '@coplan/kernel';
import { newId } from '@coplan/platform';
import {
  listPlannedItemLocations,
  recordCalendar,
  recordCrossReferences,
  recordItemLocations,
  recordItems,
  recordTerms,
  setPlanningPolicy,
} from '../catalog/index.ts';
import { recordSales, recordScheduledReceipts, recordStockCounts } from '../inventory/index.ts';
import { placeOrder } from '../orders/index.ts';
import { recordLocations, registerOrganisation, startTrading } from '../partners/index.ts';
import type { Context, Role } from '../platform/index.ts';
import { startDailyRun } from '../replenishment/index.ts';
import type { TestApp } from '../test-app.ts';
import { addAccuracyRows } from './accuracy-rows.ts';
import { addAnswerAndDigestRows } from './answer-and-digest-rows.ts';
import { addBlanketRows } from './blanket-rows.ts';
import { addBusinessPlanRows } from './business-plan-rows.ts';
import { addCollaborationRows } from './collaboration-rows.ts';
import { addCommitAndScenarioRows } from './commit-and-scenario-rows.ts';
import { addExceptionRows } from './exception-rows.ts';
import { addForecastRows } from './forecast-rows.ts';
import { addOrderRows } from './order-rows.ts';
import { addPerformanceRows } from './performance-rows.ts';
import { addPlanRows } from './plan-rows.ts';
import { addStockRows } from './stock-rows.ts';
import { addWarehouseRows } from './warehouse-rows.ts';

/** In everything that only the victim and its own supplier may ever see. */
export const secretCanary = 'SECRETCANARY';
/** In what every supplier of the victim may see: its name and its places. */
export const openCanary = 'OPENCANARY';

type Network = { buyerId: OrganisationId; supplierId: OrganisationId };

export type ThreeNetworks = {
  /** Whose rows nobody else may reach. */
  victim: Network;
  /** Another buyer and its supplier, who have nothing to do with the victim. */
  attacker: Network;
  /** A supplier of the victim that delivers other items than the victim's supplier. */
  rivalId: OrganisationId;
  carrierId: OrganisationId;
  users: Record<string, string>;
};

const trades = { channel: 'portal', partnerNumber: '10' } as const;

async function addOrganisation(app: TestApp, name: string, kind: 'buyer' | 'supplier' | 'carrier') {
  const organisationId = newId<OrganisationId>();
  await app.accounts.createOrganisationAccount({ organisationId, name });
  const context = app.contextFor(app.actorOf(organisationId, 'admin'));
  await registerOrganisation(context, { name, kind, currency: 'EUR', timeZone: 'Europe/Oslo' });
  return organisationId;
}

type Named = { token: string; gtinStem: string };

async function recordGoods(context: Context, supplierId: OrganisationId, { token, gtinStem }: Named) {
  return context.db.transaction(async (tx) => {
    const gtins = [`${gtinStem}1`, `${gtinStem}2`].map((stem) => toGtin14(`${stem}${gs1CheckDigit(stem)}`));
    const items = gtins.map((gtin14, index) => ({
      itemNumber: `${token}-ITEM-${index}`,
      description: `${token} description ${index}`,
      category: `${token} category`,
      gtin14,
      packs: [{ unit: 'CS' as const, numerator: 12 }],
    }));
    const { idsByNumber } = await recordItems(context, tx, items);
    const itemIds = [...idsByNumber.values()];
    const terms = itemIds.map((itemId) => ({
      supplierId,
      itemId,
      leadTimeDays: 3,
      orderWeekdays: [1, 2, 3, 4, 5],
      cutOffTime: '15:00',
      rounding: 'up' as const,
      unitPriceMicros: 1_234_567,
      currency: 'EUR',
      validFrom: localDate('2026-01-01'),
    }));
    await recordTerms(context, tx, terms);
    const references = itemIds.map((itemId, index) => ({
      itemId,
      partnerId: supplierId,
      partnerItemNumber: `${token}-THEIR-${index}`,
      validFrom: localDate('2026-01-01'),
    }));
    await recordCrossReferences(context, tx, references);
    return itemIds;
  });
}

/** Mondays of sixty weeks. */
const weeks = Array.from({ length: 60 }, (_, index) => dayNumber(localDate('2025-09-29')) + index * 7);

async function recordFacts(
  context: Context,
  goods: { supplierId: OrganisationId; itemIds: ItemId[]; locationId: LocationId; token: string },
): Promise<void> {
  const { supplierId, itemIds, locationId, token } = goods;
  await context.db.transaction(async (tx) => {
    await recordItemLocations(
      context,
      tx,
      itemIds.map((itemId) => ({ itemId, locationId, supplierId })),
    );
    const counts = itemIds.map((itemId) => ({
      itemId,
      locationId,
      state: 'available' as const,
      quantityMilli: 5_000,
    }));
    await recordStockCounts(context, tx, counts, { sourceKind: 'import', sourceId: token });
    const receipts = itemIds.map((itemId, index) => ({
      itemId,
      locationId,
      supplierId,
      kind: 'in-transit' as const,
      dueOn: localDate('2026-11-30'),
      quantityMilli: 7_000,
      sourceKind: 'import' as const,
      sourceId: `${token}-${index}`,
      sourceLabel: `${token} receipt ${index}`,
    }));
    await recordScheduledReceipts(context, tx, receipts);
  });
  const planned = await listPlannedItemLocations(context.db, {});
  const policy = { rule: { kind: 'time-phased' }, target: { kind: 'service-level' } } as const;
  await setPlanningPolicy(context, { itemLocationId: null, policy, expectedVersion: 0 });
  const facts = planned.map(({ itemLocationId }) => ({
    itemLocationId,
    rowNumbers: weeks.map((_, index) => index),
    points: {
      days: weeks,
      soldMilli: weeks.map((_, index) => 1_000_000 + index * 3_700),
      inStock: weeks.map(() => true),
    },
  }));
  await context.db.transaction((tx) => recordSales(context, tx, { bucketDays: 7, facts }));
}

/** A buyer with places, items, terms, facts, forecasts and an order at one supplier. */
async function addNetwork(
  app: TestApp,
  token: string,
  placeToken: string,
  gtinStem: string,
): Promise<Network> {
  const buyerId = await addOrganisation(app, `${placeToken} buyer`, 'buyer');
  const supplierId = await addOrganisation(app, `${token} supplier`, 'supplier');
  const context = app.contextFor(app.actorOf(buyerId, 'admin'));
  await startTrading(context, { ...trades, channel: 'edi', partnerId: supplierId, kind: 'supplier' });
  const locationId = await context.db.transaction(async (tx) => {
    await recordCalendar(context, tx, {
      code: `${token}-CALENDAR`,
      workingWeekdays: [1, 2, 3, 4, 5],
      holidays: [],
    });
    const place = {
      code: `${placeToken}-DC`,
      name: `${placeToken} DC`,
      kind: 'distribution-centre' as const,
    };
    return [...(await recordLocations(context, tx, [place])).idsByCode.values()][0] as LocationId;
  });
  const itemIds = await recordGoods(context, supplierId, { token, gtinStem });
  await recordFacts(context, { supplierId, itemIds, locationId, token });
  await context.db.transaction((tx) =>
    placeOrder(context, tx, {
      supplierId,
      shipToId: locationId,
      orderedOn: localDate('2026-11-20'),
      deliverOn: localDate('2026-11-27'),
      currency: 'EUR',
      lines: itemIds.map((itemId) => ({
        itemId,
        quantityMilli: 24_000,
        unit: 'EA' as const,
        unitPriceMicros: 1_234_567,
        proposalId: null,
      })),
    }),
  );
  return { buyerId, supplierId };
}

async function addUsers(app: TestApp, organisationIds: readonly OrganisationId[], roles: readonly Role[]) {
  const users: Record<string, string> = {};
  for (const organisationId of organisationIds) {
    const email = `admin-${organisationId}@${secretCanary.toLowerCase()}.example`;
    const user = { email, password: 'a long enough password', name: `${secretCanary} administrator` };
    users[organisationId] = await app.accounts.createUser({ ...user, organisationId, roles });
    await app.accounts.createApiKey({ organisationId, name: `${secretCanary} key`, roles: ['edi'] });
  }
  return users;
}

/** Limits of a person, automatic approval of nothing, and a tolerance, each for the victim's own supplier. */
async function setRules(app: TestApp, { buyerId, supplierId }: Network, userId: string): Promise<void> {
  const admin = app.createCaller(app.actorOf(buyerId, 'admin'));
  const value = { valueMinorMax: 0, currency: 'EUR' };
  await admin.rules.setDelegationLimits({
    limits: [{ holder: { kind: 'user', userId }, ...value }],
    expectedVersion: 0,
  });
  await admin.rules.setAutoApprovalRules({
    rules: [{ supplierId, ...value, isActive: true }],
    expectedVersion: 1,
  });
  await admin.tolerances.set({
    tolerances: [{ supplierId, earlyDays: 1, lateDays: 1, shortRatio: 0 }],
    expectedVersion: 0,
  });
}

/** Rows that come about only by working: a run with its forecast and proposals, promises, an import with bad rows. */
async function fillEverything(app: TestApp, { buyerId, supplierId }: Network): Promise<void> {
  const actor = app.actorOf(buyerId, 'admin', 'buyer', 'approver');
  const supplier = app.createCaller(app.actorOf(supplierId, 'supplier-planner'));
  await startDailyRun(app.contextFor(actor));
  await app.createCaller(actor).backtests.ask({
    scope: { kind: 'supplier', supplierId },
    alternative: { kind: 'fill-rate', fillRate: 0.98 },
  });
  await app.runPending();
  const { rows } = await supplier.orders.list({});
  for (const { orderId } of rows) {
    const { version, lines } = await supplier.orders.get({ orderId });
    const answers = lines.map(({ orderLineId }) => ({ orderLineId, outcome: 'accepted' as const }));
    await supplier.orders.confirm({ orderId, lines: answers, expectedVersion: version });
  }
  await addOrderRows(app, { buyerId, supplierId, token: secretCanary });
  const { key } = await app.accounts.createApiKey({
    organisationId: buyerId,
    name: secretCanary,
    roles: ['edi'],
  });
  await app.hono.request('/api/v1/imports/sales', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: `item,location,date,quantity\n${secretCanary}-UNKNOWN,nowhere,2026-11-16,1\n`,
  });
  await app.hono.request('/api/v1/runs', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': secretCanary,
      'content-type': 'application/json',
    },
    body: '{}',
  });
  await app.runPending();
}

/** Fills the database with a victim that has at least one row of everything, and with those who try to reach it. */
export async function addThreeNetworks(app: TestApp): Promise<ThreeNetworks> {
  const victim = await addNetwork(app, secretCanary, openCanary, '40063813339');
  const attacker = await addNetwork(app, 'ATTACKER', 'ATTACKER', '40063813338');
  const rivalId = await addOrganisation(app, 'RIVAL supplier', 'supplier');
  const carrierId = await addOrganisation(app, 'RIVAL carrier', 'carrier');
  const buyer = app.contextFor(app.actorOf(victim.buyerId, 'admin'));
  await startTrading(buyer, { ...trades, partnerId: rivalId, kind: 'supplier', partnerNumber: '11' });
  await startTrading(buyer, { ...trades, partnerId: carrierId, kind: 'carrier', partnerNumber: '12' });
  const users = await addUsers(app, [victim.buyerId, victim.supplierId], ['admin']);
  await buyer.db.transaction((tx) =>
    tx.sendDocument({
      documentType: 'purchase-order',
      receiverOrganisationId: victim.supplierId,
      body: { text: secretCanary },
      subject: { kind: 'order', id: secretCanary },
    }),
  );
  await setRules(app, victim, users[victim.buyerId] ?? '');
  const { agreementId } = await addCollaborationRows(app, { ...victim, token: secretCanary });
  await addExceptionRows(app, { ...victim, agreementId, canary: secretCanary });
  await addAnswerAndDigestRows(app, [victim.buyerId, victim.supplierId], secretCanary);
  await fillEverything(app, victim);
  await addAccuracyRows(app, { buyerId: victim.buyerId, canary: secretCanary });
  await addForecastRows(app, { ...victim, canary: secretCanary });
  await addCommitAndScenarioRows(app, { ...victim, agreementId, canary: secretCanary });
  await addPlanRows(app, { ...victim, agreementId, canary: secretCanary });
  await addBusinessPlanRows(app, { ...victim, agreementId, canary: secretCanary });
  await addStockRows(app, { ...victim, token: secretCanary });
  await addPerformanceRows(app, { ...victim, token: secretCanary });
  await addWarehouseRows(app, { ...victim, token: secretCanary });
  await addBlanketRows(app, { ...victim, token: secretCanary });
  return { victim, attacker, rivalId, carrierId, users };
}
