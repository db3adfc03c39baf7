import type { LocalDate, OrganisationId } from '@coplan/kernel';
import type { TestApp } from '../test-app.ts';

type Victim = { buyerId: OrganisationId; supplierId: OrganisationId; token: string; orderId: string };

const insertResourcing = `
insert into order_resourcings (org_id, order_id, line_number, new_order_id, at) values ($1, $2, '1', $2, now())`;

/** Around an order of the victim: a hold that was released, rules, a contract, a view, answers that go out by EDI. */
export async function addTradeRows(app: TestApp, { buyerId, supplierId, token, orderId }: Victim) {
  const buyer = app.createCaller(app.actorOf(buyerId, 'buyer', 'approver', 'admin'));
  const supplier = app.createCaller(app.actorOf(supplierId, 'supplier-planner'));
  await supplier.orders.answersByEdi.set({ buyerId, isOn: true });
  const hold = async () => ({
    ...{ orderId, kind: 'other' as const, reason: token },
    expectedVersion: (await buyer.orders.get({ orderId })).version,
  });
  await buyer.orders.hold(await hold());
  await buyer.orders.releaseHold(await hold());
  await buyer.orders.holdRules.set({
    ...{ creditMinor: 99_000_000_000, priceRatio: null, duplicateDays: null },
    expectedVersion: 0,
  });
  const [line] = await app.database.asOwner<{ itemId: string }>(
    'select item_id as "itemId" from order_lines where order_id = $1 limit 1',
    [orderId],
  );
  await buyer.orders.contracts.agree({
    ...{ supplierId, contractNumber: token, itemId: line?.itemId ?? '', currency: 'EUR' },
    validFrom: '2030-01-01' as LocalDate,
    tiers: [{ fromMilli: 0, unitPriceMicros: 1_000_000 }],
  });
  await buyer.orders.views.save({ name: token, filter: { search: token } });
  await app.database.asOwner(insertResourcing, [buyerId, orderId]);
}
