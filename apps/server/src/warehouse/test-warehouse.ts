import { envelop, type PurchaseOrder, purchaseOrder } from '@coplan/documents';
import type { ItemId, LocalDate, LocationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { recordItems } from '../catalog/index.ts';
import { reserve } from '../fulfillment/index.ts';
import { moveStock, recordLots } from '../inventory/index.ts';
import { recordLocations } from '../partners/index.ts';
import { gtinOf, openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import type { Context } from '../platform/index.ts';

type Caller = ReturnType<PlanningWorld['callerOf']>;
type Trade = { world: PlanningWorld; buyer(): Caller; supplier(): Caller };

/** For tests: a supplier with a warehouse that is set up, and a buyer who orders three of its items. */
export type TestWarehouse = {
  trade: Trade;
  locationId: LocationId;
  itemIds: readonly ItemId[];
  context(): Context;
  /** A purchase order of 100, 50 and 20 pieces, with a lot of each reserved for it. */
  order(poNumber: string, change?: Partial<PurchaseOrder>): Promise<string>;
  /** Pieces by state, all items together; states without any are left out. */
  balances(): Promise<Record<string, number>>;
  /** One wave of the order with one list. */
  release(orderId: string): Promise<{ waveId: string; listId: string }>;
  /** Takes everything of a list that is open. */
  pickAll(listId: string): Promise<void>;
  /** Every carton of the order as it is planned; answers its shipment. */
  packAll(orderId: string): Promise<string>;
};

const itemNumbers = ['OATS', 'RYE', 'WHEAT'];

async function stock(context: Context) {
  return context.db.transaction(async (tx) => {
    const given = itemNumbers.map((itemNumber, index) => ({
      itemNumber,
      description: `${itemNumber.toLowerCase()} flour`,
      gtin14: gtinOf(index),
    }));
    const { idsByNumber } = await recordItems(context, tx, given);
    const itemIds = itemNumbers.map((itemNumber) => idsByNumber.get(itemNumber) as ItemId);
    const places = await recordLocations(context, tx, [
      { code: 'W1', name: 'Mill dock', kind: 'warehouse', timeZone: 'Europe/Oslo' },
    ]);
    const locationId = places.idsByCode.get('W1') as LocationId;
    const lots = await recordLots(
      context,
      tx,
      itemIds.map((itemId, index) => ({
        itemId,
        lotNumber: `L-${index + 1}`,
        receivedOn: '2026-11-01' as LocalDate,
        expiresOn: '2027-05-31' as LocalDate,
      })),
    );
    const moves = itemIds.map((itemId, index) => ({
      ...{ move: 'receive' as const, itemId, lotId: lots[index] ?? null, locationId },
      quantityMilli: 1_000_000,
    }));
    await moveStock(context, tx, { commandId: 'opening', sourceKind: 'test', sourceId: '1', moves });
    return { itemIds, locationId };
  });
}

const asked = [100_000, 50_000, 20_000];

async function openTrade(): Promise<Trade> {
  const world = await openPlanningWorld(
    itemNumbers.map((itemNumber) => ({ itemNumber, level: 10, stockMilli: 0, supplier: 'portal' as const })),
  );
  return {
    world,
    buyer: () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer', 'approver', 'clerk'])),
    supplier: () => world.callerOf(world.person(world.portalSupplierId, 'Miller', ['supplier-planner'])),
  };
}

/** Posts an order of 100, 50 and 20 pieces as the buyer's system does. */
async function postOrder({ world }: Trade, poNumber: string, change: Partial<PurchaseOrder>): Promise<void> {
  const { app, buyerId, portalSupplierId } = world;
  const { key } = await app.accounts.createApiKey({
    organisationId: buyerId,
    name: poNumber,
    roles: ['edi'],
  });
  const body = purchaseOrder.parse({
    ...{
      documentType: 'purchase-order',
      purpose: 'original',
      poNumber,
      orderedOn: '2026-11-20',
      currency: 'NOK',
    },
    ...{ buyer: { name: 'Northern Grocers' }, supplier: { name: 'Valley Mill' }, shipTo: { code: 'S1' } },
    deliverOn: '2026-12-01',
    lines: asked.map((amountMilli, index) => ({
      ...{ lineNumber: String(index + 1), gtin: gtinOf(index), unitPriceMicros: 2_500_000 },
      ordered: { amountMilli, unit: 'EA' },
    })),
    ...change,
  });
  const sides = { senderOrganisationId: buyerId, receiverOrganisationId: portalSupplierId };
  await app.hono.request('/api/v1/documents', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(envelop(body, { ...sides, documentId: newId(), createdAt: '2026-11-22T10:00:00Z' })),
  });
}

type Packing = Caller['warehouse']['packing'];

async function packAll(packing: Packing, orderId: string): Promise<string> {
  const { shipmentId } = await packing.plan({ orderId });
  for (const { unitId, version, state } of (await packing.get({ orderId })).cartons)
    if (state === 'open') await packing.pack({ unitId, expectedVersion: version });
  return shipmentId;
}

export async function openTestWarehouse(): Promise<TestWarehouse> {
  const trade = await openTrade();
  const { world } = trade;
  const context = () =>
    world.app.contextFor(world.person(world.portalSupplierId, 'Miller', ['supplier-planner']));
  const { itemIds, locationId } = await stock(context());
  const { warehouse } = trade.supplier();
  await warehouse.setUp.setBins({
    locationId,
    bins: itemNumbers.map((_, index) => ({
      code: `A-0${index + 1}`,
      zone: index < 2 ? 'dry' : 'cool',
      walkNumber: index,
    })),
    faces: itemIds.map((itemId, index) => ({ itemId, binCode: `A-0${index + 1}` })),
  });
  await warehouse.setUp.setPackages({
    handling: itemIds.map((itemId) => ({
      ...{ itemId, pieceMilli: 10_000, lengthMm: 400, widthMm: 300, heightMm: 200, weightGrams: 5_000 },
    })),
    cartonTypes: [
      {
        code: 'BOX',
        lengthMm: 800,
        widthMm: 600,
        heightMm: 400,
        carriesGrams: 30_000,
        emptyGrams: 900,
        costMinor: 120,
      },
    ],
    ssccRange: { companyPrefix: '4006381', extensionDigit: 3 },
  });
  return {
    trade,
    locationId,
    itemIds,
    context,
    async order(poNumber, change = {}) {
      await postOrder(trade, poNumber, change);
      const [row] = (await trade.supplier().orders.list({ search: poNumber })).rows;
      const orderId = row?.orderId ?? '';
      const { lines } = await trade.supplier().orders.get({ orderId });
      await context().db.transaction((tx) =>
        reserve(context(), tx, {
          commandId: newId(),
          reservations: lines.map(({ orderLineId }, index) => ({
            ...{
              hold: 'hard' as const,
              orderKind: 'purchase-order' as const,
              orderId,
              orderLineId,
              locationId,
            },
            itemId: itemIds[index] as ItemId,
            amountMilli: asked[index] ?? 0,
          })),
        }),
      );
      return orderId;
    },
    async balances() {
      const rows = await context().db.read<{ state: string; pieces: number }>(
        `select state, (sum(quantity_milli) / 1000)::float8 as pieces from stock_balances
         where org_id = (select current_setting('app.org')::uuid) group by state having sum(quantity_milli) <> 0`,
      );
      return Object.fromEntries(rows.map(({ state, pieces }) => [state, pieces]));
    },
    async release(orderId) {
      const { waves } = await trade
        .supplier()
        .warehouse.waves.release({ locationId, orderIds: [orderId], method: 'order' });
      const waveId = waves[0]?.waveId ?? '';
      const { lists } = await trade.supplier().warehouse.waves.get({ waveId });
      return { waveId, listId: lists[0]?.listId ?? '' };
    },
    async pickAll(listId) {
      const { picks } = trade.supplier().warehouse;
      for (const { taskId, quantityMilli, state, version } of (await picks.list({ listId })).stops) {
        if (state === 'open')
          await picks.record({ taskId, foundMilli: quantityMilli, expectedVersion: version });
      }
    },
    packAll: (orderId) => packAll(trade.supplier().warehouse.packing, orderId),
  };
}
