import type { OrganisationId } from '@coplan/kernel';
import type { TestApp } from '../test-app.ts';

/** A blanket order of the victim with one release that calls something off. */
export async function addBlanketRows(
  app: TestApp,
  { buyerId, supplierId, token }: { buyerId: OrganisationId; supplierId: OrganisationId; token: string },
): Promise<void> {
  const buyer = app.createCaller(app.actorOf(buyerId, 'buyer', 'approver'));
  const [goods] = await app.database.asOwner<{ itemId: string; shipToId: string }>(
    `select line.item_id as "itemId", placed.ship_to_id as "shipToId" from order_lines line
     join orders placed on placed.id = line.order_id
     where placed.org_id = $1 and placed.supplier_id = $2 limit 1`,
    [buyerId, supplierId],
  );
  const { orderId } = await buyer.orders.blankets.agree({
    ...{ supplierId, shipToId: goods?.shipToId ?? '', startsOn: '2026-11-16', endsOn: '2027-11-14' },
    ...{ currency: 'EUR', firmDays: 14, materialDays: 42, planningDays: 180 },
    ...{ contractNumber: token.slice(0, 30), cumulativeFrom: '2026-01-01', resetsYearly: true },
    items: [{ itemId: goods?.itemId ?? '', unit: 'EA', unitPriceMicros: 1_000_000 }],
  });
  const { version: expectedVersion } = await buyer.orders.get({ orderId });
  const week = { startsOn: '2026-11-23', endsBefore: '2026-11-30' };
  await buyer.orders.blankets.release({
    ...{ ...week, orderId, kind: 'forecast', reason: token, expectedVersion },
    items: [{ itemLine: '1', buckets: [{ ...week, amountMilli: 5_000, certainty: 'firm' }] }],
  });
}
