import {
  addDays,
  dayNumber,
  gs1CheckDigit,
  type ItemId,
  type LocalDate,
  type LocationId,
  type OrganisationId,
} from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { createFakeClock, type FakeClock } from '@coplan/testkit';
import { recordItemLocations, recordItems, recordTerms } from './catalog/index.ts';
import { recordSales, recordStockCounts } from './inventory/index.ts';
import { recordLocations, registerOrganisation, startTrading } from './partners/index.ts';
import type { Actor, Context, Role } from './platform/index.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** For tests: a buyer with a store, two suppliers (portal and EDI), items with two years of weekly sales and stock. */
export type PlanningWorld = {
  app: TestApp;
  clock: FakeClock;
  buyerId: OrganisationId;
  portalSupplierId: OrganisationId;
  ediSupplierId: OrganisationId;
  /** One person who keeps its id over all calls. */
  person(organisationId: OrganisationId, name: string, roles: readonly Role[]): Actor;
  callerOf(actor: Actor): ReturnType<TestApp['createCaller']>;
  /** Starts a run and works until it has ended. */
  runOnce(input?: { asOf?: string }): Promise<string>;
  countStock(itemNumber: string, quantityMilli: number): Promise<void>;
};

const historyWeeks = 104;
const lastMonday = '2026-11-16' as LocalDate;

/** A GTIN-14 of a numbered item. */
export const gtinOf = (index: number): string => {
  const digits = `0400638${String(index).padStart(6, '0')}`;
  return digits + gs1CheckDigit(digits);
};

/** Regular weekly demand around `level` units with a mild wave, the same every time. */
const demandOf = (level: number, index: number) => (week: number) =>
  Math.max(0, Math.round(level + (level / 4) * Math.sin((week + index) * 1.7)) * 1000);

type Goods = { itemNumber: string; level: number; stockMilli: number; supplier: 'portal' | 'edi' };
type Suppliers = Pick<PlanningWorld, 'portalSupplierId' | 'ediSupplierId'>;
type Catalog = { locationId: LocationId; itemIds: Map<string, ItemId> };

async function fillCatalog(
  context: Context,
  goods: readonly Goods[],
  { portalSupplierId, ediSupplierId }: Suppliers,
): Promise<Catalog> {
  const supplierOf = ({ supplier }: Goods) => (supplier === 'edi' ? ediSupplierId : portalSupplierId);
  return context.db.transaction(async (tx) => {
    const places = await recordLocations(context, tx, [
      { code: 'S1', name: 'Store One', timeZone: 'Europe/Oslo' },
    ]);
    const locationId = places.idsByCode.get('S1') as LocationId;
    const { idsByNumber: itemIds } = await recordItems(
      context,
      tx,
      goods.map(({ itemNumber }, index) => ({
        itemNumber,
        description: `Goods ${itemNumber}`,
        gtin14: gtinOf(index),
      })),
    );
    const idOf = ({ itemNumber }: Goods): ItemId => itemIds.get(itemNumber) as ItemId;
    const terms = goods.map((one) => ({
      supplierId: supplierOf(one),
      itemId: idOf(one),
      leadTimeDays: 3,
      orderWeekdays: [1, 3, 5],
      cutOffTime: '12:00',
      multipleMilli: 6_000,
      rounding: 'up' as const,
      unitPriceMicros: 2_500_000,
      currency: 'NOK',
      validFrom: '2024-01-01' as LocalDate,
    }));
    await recordTerms(context, tx, terms);
    const planned = goods.map((one) => ({ itemId: idOf(one), locationId, supplierId: supplierOf(one) }));
    await recordItemLocations(context, tx, planned);
    const counts = goods.map((one) => ({
      itemId: idOf(one),
      locationId,
      state: 'available' as const,
      quantityMilli: one.stockMilli,
    }));
    await recordStockCounts(context, tx, counts, { sourceKind: 'test', sourceId: 'opening' });
    return { locationId, itemIds };
  });
}

async function fillSales(context: Context, goods: readonly Goods[], { itemIds }: Catalog): Promise<void> {
  await context.db.transaction(async (tx) => {
    const planned = await tx.query<{ id: string; itemId: ItemId }>(
      'select id, item_id as "itemId" from item_locations',
    );
    const days = Array.from({ length: historyWeeks }, (_, week) =>
      dayNumber(addDays(lastMonday, (week - historyWeeks) * 7)),
    );
    const facts = goods.map(({ itemNumber, level }, index) => ({
      itemLocationId: planned.find((row) => row.itemId === itemIds.get(itemNumber))?.id ?? '',
      rowNumbers: days.map((_, week) => week),
      points: {
        days,
        soldMilli: days.map((_, week) => demandOf(level, index)(week)),
        inStock: days.map(() => true),
      },
    }));
    await recordSales(context, tx, { bucketDays: 7, facts });
  });
}

export async function openPlanningWorld(goods: readonly Goods[]): Promise<PlanningWorld> {
  const clock = createFakeClock('2026-11-22T09:00:00Z');
  const app = await startTestApp({ clock });
  const addOrganisation = async (name: string, kind: 'buyer' | 'supplier'): Promise<OrganisationId> => {
    const organisationId = newId<OrganisationId>();
    await app.accounts.createOrganisationAccount({ organisationId, name });
    const particulars = { name, kind, currency: 'NOK', timeZone: 'Europe/Oslo' };
    await registerOrganisation(app.contextFor(app.actorOf(organisationId, 'admin')), particulars);
    return organisationId;
  };
  const buyerId = await addOrganisation('Northern Grocers', 'buyer');
  const portalSupplierId = await addOrganisation('Valley Mill', 'supplier');
  const ediSupplierId = await addOrganisation('Harbour Foods', 'supplier');
  const context = app.contextFor(app.actorOf(buyerId, 'buyer', 'admin'));
  const trade = { kind: 'supplier' } as const;
  await startTrading(context, {
    ...trade,
    partnerId: portalSupplierId,
    channel: 'portal',
    partnerNumber: 'V-100',
  });
  await startTrading(context, { ...trade, partnerId: ediSupplierId, channel: 'edi', partnerNumber: 'V-200' });
  const catalog = await fillCatalog(context, goods, { portalSupplierId, ediSupplierId });
  await fillSales(context, goods, catalog);
  const person: PlanningWorld['person'] = (organisationId, name, roles) => ({
    ...app.actorOf(organisationId, ...roles),
    name,
  });
  const callerOf: PlanningWorld['callerOf'] = (actor) => app.createCaller(actor);
  const planner = callerOf(person(buyerId, 'Planner', ['buyer', 'admin']));
  return {
    app,
    clock,
    buyerId,
    portalSupplierId,
    ediSupplierId,
    person,
    callerOf,
    async runOnce(input = {}) {
      const { runId } = await planner.runs.start(input);
      for (let tries = 0; tries < 20; tries++) {
        await app.runPending();
        const { state } = await planner.runs.get({ runId });
        if (state !== 'queued' && state !== 'running') return runId;
      }
      throw new Error('the run did not end');
    },
    countStock: (itemNumber, quantityMilli) =>
      context.db.transaction(async (tx) => {
        const count = {
          itemId: catalog.itemIds.get(itemNumber) as ItemId,
          locationId: catalog.locationId,
          state: 'available',
          quantityMilli,
        } as const;
        await recordStockCounts(context, tx, [count], { sourceKind: 'test', sourceId: context.newId() });
      }),
  };
}
