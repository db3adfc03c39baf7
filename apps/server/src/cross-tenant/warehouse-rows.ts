import { type ItemId, type LocationId, localDate, type OrganisationId } from '@coplan/kernel';
import { reserve } from '../fulfillment/index.ts';
import { placeOrder } from '../orders/index.ts';
import { recordLocations } from '../partners/index.ts';
import type { TestApp } from '../test-app.ts';

type Sides = { supplierId: OrganisationId; buyerId: OrganisationId; token: string };

/** One more order of the victim, with stock of the supplier reserved for it. */
async function reserveForNewOrder(app: TestApp, { supplierId, buyerId, token }: Sides) {
  const buyer = app.contextFor(app.actorOf(buyerId, 'admin'));
  const seller = app.contextFor(app.actorOf(supplierId, 'supplier-planner', 'admin'));
  const goods = { itemNumber: `${token}-ITEM-0`, own: `${token}-OWN-0` };
  const [bought] = await buyer.db.read<{ itemId: ItemId; shipToId: LocationId }>(
    `select item.id as "itemId", (select id from locations where org_id = $1 order by code limit 1) as "shipToId"
     from items item where item.org_id = $1 and item.item_number = $2`,
    [buyerId, goods.itemNumber],
  );
  const { orderId } = await buyer.db.transaction((tx) =>
    placeOrder(buyer, tx, {
      ...{ supplierId, shipToId: bought?.shipToId as LocationId, currency: 'EUR' },
      ...{ orderedOn: localDate('2026-11-20'), deliverOn: localDate('2026-12-04') },
      lines: [
        {
          ...{ itemId: bought?.itemId as ItemId, quantityMilli: 3_000, unit: 'EA' as const },
          ...{ unitPriceMicros: 1_234_567, proposalId: null },
        },
      ],
    }),
  );
  const { lines } = await app
    .createCaller(app.actorOf(supplierId, 'supplier-planner'))
    .orders.get({ orderId });
  const [stock] = await seller.db.read<{ itemId: ItemId; locationId: LocationId }>(
    `select item.id as "itemId", balance.location_id as "locationId" from items item
       join stock_balances balance on balance.org_id = item.org_id and balance.item_id = item.id
     where item.org_id = $1 and item.item_number = $2 and balance.state = 'available' limit 1`,
    [supplierId, goods.own],
  );
  const itemId = stock?.itemId as ItemId;
  const locationId = stock?.locationId as LocationId;
  await seller.db.transaction((tx) =>
    reserve(seller, tx, {
      commandId: `${token} wave`,
      reservations: [
        {
          ...{ hold: 'hard', orderKind: 'purchase-order', orderId, itemId, locationId, amountMilli: 3_000 },
          orderLineId: lines[0]?.orderLineId ?? '',
        },
      ],
    }),
  );
  return { orderId, itemId, locationId };
}

/** A transfer of the supplier's between its own places, half of it received. */
async function addTransfer(
  app: TestApp,
  {
    supplierId,
    token,
    itemId,
    locationId,
  }: { supplierId: OrganisationId; token: string; itemId: string; locationId: string },
): Promise<void> {
  const seller = app.contextFor(app.actorOf(supplierId, 'supplier-planner', 'admin'));
  await seller.db.transaction((tx) =>
    recordLocations(seller, tx, [{ code: `${token.slice(0, 20)}-2`, kind: 'warehouse' as const }]),
  );
  const { transfers } = app.createCaller({ ...app.actorOf(supplierId, 'clerk'), name: `${token} driver` });
  const { transferId } = await transfers.place({
    ...{ from: locationId, to: `${token.slice(0, 20)}-2`, deliverOn: '2099-01-01', note: token },
    lines: [{ item: itemId, quantityMilli: 2_000 }],
  });
  await transfers.ship({ transferId, expectedVersion: 1 });
  const [line] = (await transfers.get({ transferId })).lines;
  await transfers.receive({
    ...{ transferId, expectedVersion: 2 },
    lines: [{ lineId: line?.lineId ?? '', goodMilli: 1_000 }],
  });
}

/** The supplier's warehouse: a bin, a carton, a wave with a short pick, a count and a packed carton with its SSCC, signed for. */
export async function addWarehouseRows(app: TestApp, about: Sides): Promise<void> {
  const { token, supplierId } = about;
  const { orderId, itemId, locationId } = await reserveForNewOrder(app, about);
  const asked = { ...app.actorOf(supplierId, 'supplier-planner', 'admin'), name: `${token} picker` };
  const { warehouse } = app.createCaller(asked);
  await addTransfer(app, { supplierId, token, itemId, locationId });
  const binCode = 'A-1';
  await warehouse.setUp.setBins({
    locationId,
    bins: [{ code: binCode, zone: token.slice(0, 20), walkNumber: 1 }],
    faces: [{ itemId, binCode }],
  });
  const size = { lengthMm: 300, widthMm: 200, heightMm: 100 };
  await warehouse.setUp.setPackages({
    handling: [{ itemId, pieceMilli: 1_000, ...size, weightGrams: 900, keepApart: token }],
    cartonTypes: [
      {
        code: token.slice(0, 20),
        ...size,
        heightMm: 400,
        carriesGrams: 20_000,
        emptyGrams: 300,
        costMinor: 90,
      },
    ],
    ssccRange: { companyPrefix: '4006381', extensionDigit: 5 },
  });
  const { waves } = await warehouse.waves.release({
    ...{ locationId, orderIds: [orderId], method: 'zone', carrierCode: token.slice(0, 17) },
  });
  const { lists } = await warehouse.waves.get({ waveId: waves[0]?.waveId ?? '' });
  const [stop] = (await warehouse.picks.list({ listId: lists[0]?.listId ?? '' })).stops;
  const { taskId = '', version = 0 } = stop ?? {};
  await warehouse.picks.record({ taskId, foundMilli: 2_000, reason: token, expectedVersion: version });
  await warehouse.packing.plan({ orderId });
  const [carton] = (await warehouse.packing.get({ orderId })).cartons;
  await warehouse.packing.pack({ unitId: carton?.unitId ?? '', expectedVersion: carton?.version ?? 0 });
  const shipmentId = carton?.shipmentId ?? '';
  const packed = await warehouse.shipments.get({ shipmentId });
  await warehouse.shipments.confirm({
    ...{ shipmentId, expectedVersion: packed.version, orderVersion: packed.orderVersion },
    ...{ despatchedOn: '2026-11-22', deliverOn: '2026-12-04', carrierName: token.slice(0, 35) },
  });
  await warehouse.shipments.prove({
    ...{ shipmentId, expectedVersion: (await warehouse.shipments.get({ shipmentId })).version },
    ...{ deliveredAt: '2026-11-23T07:00:00Z', signedBy: token },
  });
  await addPickedSerial(app, { supplierId, token });
}

/** A unit with a serial number that was picked for the order. */
const addPickedSerial = (
  app: TestApp,
  { supplierId, token }: { supplierId: OrganisationId; token: string },
) =>
  app.contextFor(app.actorOf(supplierId, 'supplier-planner', 'admin')).db.transaction((tx) =>
    tx.query(
      `insert into outbound_serials (org_id, line_id, item_id, serial_id)
       select line.org_id, line.id, unit.item_id, unit.id from outbound_lines line
         join serial_units unit on unit.org_id = line.org_id
         join items item on item.org_id = unit.org_id and item.id = unit.item_id
       where line.org_id = $1 and item.item_number = $2 order by line.id, unit.id limit 1`,
      [supplierId, `${token}-SERIAL`],
    ),
  );
