import { addDays, type ItemId, type LocalDate, type LocationId, localDateAt } from '@coplan/kernel';
import type { App } from '../app.ts';
import { recordItemLocations, recordItems } from '../catalog/index.ts';
import { moveStock, recordLots, recordScheduledReceipts } from '../inventory/index.ts';
import { recordLocations } from '../partners/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import { demoRetailers, demoSuppliers } from './demo-companies.ts';
import { demoActor } from './demo-people.ts';
import { addRules } from './demo-rules.ts';

const opening = 'demo-opening';

type Goods = { gtin14: string; description: string; unit: string; wantedMilli: number };

/** What buyers have ordered of the supplier, the most wanted first. */
const goodsOf = `
select line.gtin14, min(line.description) as description, min(line.unit) as unit,
  sum(schedule.quantity_milli) filter (where schedule.state in ('promised', 'backordered', 'part-shipped'))::float8
    as "wantedMilli"
from order_lines line
  join schedule_lines schedule on schedule.org_id = line.org_id and schedule.order_line_id = line.id
where line.supplier_id = (select current_setting('app.org')::uuid) and line.gtin14 is not null
group by line.gtin14 order by 4 desc nulls last, line.gtin14 limit 12`;

/** Of the first two there is too little, of the third exactly nothing but a delivery on its way, of the rest enough. */
const coverOf = (index: number): number => [0.45, 0.7, 0][index] ?? 1.6;

type Seller = { context: Context; tx: Transaction; today: LocalDate };

async function addPlaces({ context, tx }: Seller): Promise<[LocationId, LocationId]> {
  const { idsByCode } = await recordLocations(context, tx, [
    { code: 'W-1', name: 'Main warehouse', kind: 'warehouse' },
    { code: 'W-2', name: 'Overflow warehouse', kind: 'warehouse' },
  ]);
  return [idsByCode.get('W-1') as LocationId, idsByCode.get('W-2') as LocationId];
}

async function addLots(
  { context, tx, today }: Seller,
  about: { goods: readonly Goods[]; itemIds: readonly ItemId[]; places: readonly LocationId[] },
): Promise<void> {
  const { goods, itemIds, places } = about;
  const halves = [0, 1] as const;
  const lots = itemIds.flatMap((itemId, index) =>
    halves.map((half) => ({
      itemId,
      lotNumber: `L${String(260 + index * 7 + half * 31)}`,
      receivedOn: addDays(today, -20 + half * 12),
      expiresOn: addDays(today, 40 + half * 60 + index * 3),
    })),
  );
  const lotIds = await recordLots(context, tx, lots);
  const moves = itemIds.flatMap((itemId, index) =>
    halves.flatMap((half) => {
      const milli = Math.round(((goods[index]?.wantedMilli ?? 0) || 240_000) * coverOf(index));
      const quantityMilli = Math.floor((half === 0 ? milli * 0.6 : milli * 0.4) / 1_000) * 1_000;
      const locationId = places[half] as LocationId;
      const lotId = lotIds[index * 2 + half] ?? null;
      return quantityMilli === 0
        ? []
        : [{ move: 'receive' as const, itemId, lotId, locationId, quantityMilli }];
    }),
  );
  await moveStock(context, tx, { commandId: opening, moves, sourceKind: 'demo', sourceId: 'opening' });
}

/** Deliveries from the supplier's own makers, for what is short. */
async function addReceipts(
  { context, tx, today }: Seller,
  { itemIds, place }: { itemIds: readonly ItemId[]; place: LocationId },
): Promise<void> {
  await recordScheduledReceipts(
    context,
    tx,
    itemIds.slice(0, 3).map((itemId, index) => ({
      itemId,
      locationId: place,
      kind: 'on-order' as const,
      dueOn: addDays(today, 5 + index * 4),
      quantityMilli: 120_000,
      sourceKind: 'import' as const,
      sourceId: `demo-${index}`,
      sourceLabel: `Production order ${4_100 + index}`,
    })),
  );
}

/** Two customers of the supplier's own; what the hospital asks for last comes twice and is held. */
async function addCustomersOrders(
  app: App,
  key: string,
  about: { itemNumbers: readonly string[]; today: LocalDate },
) {
  const caller = app.createCaller(demoActor(key, ['supplier-planner', 'admin']));
  const { currency = 'EUR' } = demoSuppliers.find((one) => one.key === key) ?? {};
  const [first = '', second = '', , plenty = ''] = about.itemNumbers;
  const line = (item: string, pieces: number, days: number) => ({
    item,
    quantityMilli: pieces * 1_000,
    unitPriceMicros: 3_490_000,
    requestedOn: addDays(about.today, days),
  });
  const orders = [
    ['K-2', 'Hillside Hospital', 'HH-16', [line(plenty, 12, 0)]],
    ['K-2', 'Hillside Hospital', 'HH-17', [line(plenty, 24, 1)]],
    ['K-1', 'Riverside Canteens', 'RC-771', [line(first, 24, 4), line(second, 12, 4)]],
    ['K-2', 'Hillside Hospital', 'HH-18', [line(first, 60, 2)]],
    ['K-2', 'Hillside Hospital', 'HH-18', [line(first, 60, 2)]],
  ] as const;
  const placed = (await caller.salesOrders.list({})).rows.length;
  for (const [customerNumber, customerName, customerReference, lines] of orders.slice(placed)) {
    await caller.salesOrders.place({
      ...{ customerNumber, customerName, customerReference, currency },
      lines: [...lines],
    });
  }
}

/**
 * The suppliers in the portal have warehouses, lots, rules and customers of their own, and have given their stock to
 * their orders; of two items there is too little. Filling again changes nothing.
 */
export async function addSellersStock(app: App, key: string): Promise<void> {
  const context = app.contextFor(demoActor(key, ['supplier-planner', 'admin']));
  const today = localDateAt(
    context.clock.now(),
    demoSuppliers.find((one) => one.key === key)?.timeZone ?? 'UTC',
  );
  const goods = await context.db.read<Goods>(goodsOf);
  if (goods.length < 4) return;
  const itemNumbers = goods.map(({ gtin14 }) => `G-${gtin14.slice(-6, -1)}`);
  const places = await context.db.transaction(async (tx) => {
    const seller = { context, tx, today };
    const both = await addPlaces(seller);
    const [done] = await tx.query(
      `select 1 from stock_commands where org_id = (select current_setting('app.org')::uuid) and command_id = $1`,
      [opening],
    );
    if (done !== undefined) return both;
    const items = goods.map(({ gtin14, description }, index) => ({
      itemNumber: itemNumbers[index] ?? gtin14,
      gtin14,
      description,
    }));
    const { idsByNumber } = await recordItems(context, tx, items);
    const itemIds = itemNumbers.map((number) => idsByNumber.get(number) as ItemId);
    await recordItemLocations(
      context,
      tx,
      itemIds.flatMap((itemId) => both.map((locationId) => ({ itemId, locationId }))),
    );
    await addLots(seller, { goods, itemIds, places: both });
    await addReceipts(seller, { itemIds, place: both[0] });
    return both;
  });
  await addCustomersOrders(app, key, { itemNumbers, today });
  await addRules(app, key, { places, itemNumbers, today });
  const [given] = await context.db.read<unknown>(
    `select 1 from stock_reservations where org_id = (select current_setting('app.org')::uuid) limit 1`,
  );
  if (given !== undefined) return;
  await app.createCaller(demoActor(key, ['supplier-planner'])).fulfillment.allocate({});
}

/** Every supplier that works in the portal, once. */
export const sellersOfDemo = (): string[] => [
  ...new Set(
    demoRetailers.flatMap(({ suppliers }) =>
      suppliers.filter(({ channel }) => channel === 'portal').map(({ key }) => key),
    ),
  ),
];
