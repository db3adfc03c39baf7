import { type ItemId, type LocalDate, type LocationId, type OrganisationId, toGtin14 } from '@coplan/kernel';
import { recordItems } from '../catalog/index.ts';
import { moveStock, recordLots, takeInSerials } from '../inventory/index.ts';
import { recordLocations } from '../partners/index.ts';
import type { Context } from '../platform/index.ts';
import type { TestApp } from '../test-app.ts';

type Supplier = { supplierId: OrganisationId; buyerId: OrganisationId; token: string };

/** Two units of an item with serial numbers. */
const addSerialRows = (context: Context, { token, locationId }: { token: string; locationId: LocationId }) =>
  context.db.transaction(async (tx) => {
    const itemNumber = `${token}-SERIAL`;
    const { idsByNumber } = await recordItems(context, tx, [{ itemNumber, isSerialTracked: true }]);
    const itemId = idsByNumber.get(itemNumber) as ItemId;
    const serialNumbers = [1, 2].map((number) => `${token.slice(0, 30)}-${number}`);
    const coming = { place: 'test', itemId, itemNumber, isSerialTracked: true, quantityMilli: 2_000 };
    const [serialIds] = await takeInSerials(context, tx, [{ ...coming, serialNumbers }]);
    const move = {
      ...{ move: 'receive' as const, itemId, lotId: null, locationId },
      ...{ quantityMilli: 2_000, serialIds },
    };
    const source = { sourceKind: 'test', sourceId: token };
    await moveStock(context, tx, { commandId: `${token} serials`, moves: [move], ...source });
  });

/** The supplier's own side of its orders: a warehouse, lots, rules, a customer's order, reservations, an allocation. */
export async function addStockRows(app: TestApp, { supplierId, buyerId, token }: Supplier): Promise<void> {
  const context = app.contextFor(app.actorOf(supplierId, 'supplier-planner', 'admin'));
  const caller = app.createCaller(app.actorOf(supplierId, 'supplier-planner', 'admin'));
  const bought = await caller.orders.list({});
  const order = await caller.orders.get({ orderId: bought.rows[0]?.orderId ?? '' });
  const { itemIds, locationId } = await context.db.transaction(async (tx) => {
    const items = order.lines.map(({ gtin14, description }, index) => ({
      itemNumber: `${token}-OWN-${index}`,
      description,
      ...(gtin14 === null ? {} : { gtin14: toGtin14(gtin14) }),
    }));
    const { idsByNumber } = await recordItems(context, tx, items);
    const places = await recordLocations(context, tx, [{ code: `${token}-W`, kind: 'warehouse' }]);
    return {
      itemIds: [...idsByNumber.values()] as ItemId[],
      locationId: [...places.idsByCode.values()][0] as LocationId,
    };
  });
  const [itemId, otherId] = itemIds as [ItemId, ItemId];
  const rule = {
    priority: 3,
    rotation: 'FEFO' as const,
    remainingDays: 0,
    isSingleLot: false,
    isShipComplete: false,
  };
  await caller.fulfillment.rules.set({
    policy: 'fair-share',
    rules: [
      { ...rule, customerId: buyerId, acceptsSubstitutes: true, cancelAfterDays: null, shortageMicros: 1 },
    ],
    pools: [
      { name: token, itemId, locationId, reservedMilli: 1_000, customerIds: [buyerId], releasesOn: null },
    ],
    substitutes: [{ itemId, substituteId: otherId, position: 1, numerator: 1, denominator: 1 }],
    places: [{ locationId, position: 1, shipmentMinor: 100, perUnitMinor: 1, transitDays: 1 }],
    expectedVersion: 0,
  });
  await context.db.transaction(async (tx) => {
    const lot = { itemId, lotNumber: `${token}-LOT`, receivedOn: '2026-11-20' as LocalDate, expiresOn: null };
    const [lotId = null] = await recordLots(context, tx, [lot]);
    const move = { move: 'receive' as const, itemId, lotId, locationId, quantityMilli: 9_000 };
    await moveStock(context, tx, { commandId: token, moves: [move], sourceKind: 'test', sourceId: token });
  });
  await addSerialRows(context, { token, locationId });
  await caller.salesOrders.place({
    customerNumber: token,
    customerName: `${token} shop`,
    currency: 'EUR',
    lines: [
      { item: `${token}-OWN-0`, quantityMilli: 2_000, unitPriceMicros: 1_000_000, requestedOn: '2026-12-01' },
    ],
  });
  await caller.fulfillment.allocate({});
  const board = await caller.fulfillment.board({});
  const orderLineId = board.items.flatMap(({ lines }) => lines)[0]?.orderLineId ?? '';
  await caller.fulfillment.setPriority({ orderLineId, priority: 1, reason: token });
}
