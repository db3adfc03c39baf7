import type { LocalDate } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { order850 } from './life/test-documents.ts';
import { openTrade, ssccOf, type Trade } from './test-trade.ts';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade?.world.app.remove());

const asAdmin = () => trade.world.callerOf(trade.world.person(trade.world.buyerId, 'Admin', ['admin']));
const asClerkOf = (roles: ('buyer' | 'approver')[]) =>
  trade.world.callerOf(trade.world.person(trade.world.buyerId, 'Person', roles));

async function open(poNumber: string, changes: Partial<typeof order850> = {}) {
  await trade.post('buyer', { ...order850, ...changes, poNumber });
  const [row] = (await trade.buyer().orders.list({ search: poNumber })).rows;
  const orderId = row?.orderId ?? '';
  const read = () => trade.buyer().orders.get({ orderId });
  const about = async () => ({ orderId, expectedVersion: (await read()).version });
  return { orderId, read, about };
}
type Opened = Awaited<ReturnType<typeof open>>;

const ship = async ({ read, about }: Opened, poNumber: string, serial: number) => {
  const [line] = (await read()).lines;
  return trade.supplier().orders.ship({
    ...(await about()),
    ...{ shipmentNumber: `SH-${poNumber}`, despatchedOn: '2026-11-28' },
    lines: [{ orderLineId: line?.orderLineId ?? '', quantityMilli: 10_000, sscc: ssccOf(serial) }],
  });
};

test('an order on hold is not shipped, and goes on when the right role releases it', async () => {
  const order = await open('H1');
  const hold = { kind: 'credit' as const, reason: 'The limit is used up' };
  await trade.buyer().orders.hold({ ...(await order.about()), ...hold });
  await expect(trade.buyer().orders.hold({ ...(await order.about()), ...hold })).rejects.toThrow(
    /on hold for this already/,
  );
  await expect(ship(order, 'H1', 201)).rejects.toThrow(/on hold \(credit\)/);
  expect(
    (await trade.buyer().orders.list({ worklist: 'held' })).rows.map(({ poNumber }) => poNumber),
  ).toEqual(['H1']);
  const release = { ...(await order.about()), kind: 'credit' as const, reason: 'Paid' };
  await expect(asClerkOf(['buyer']).orders.releaseHold(release)).rejects.toThrow(/released by: approver/);
  expect(await asClerkOf(['approver']).orders.releaseHold(release)).toEqual({ kinds: [] });
  await ship(order, 'H1', 201);
  const { holds, timeline } = await order.read();
  expect(holds).toMatchObject([{ kind: 'credit', releaseReason: 'Paid', releasedBy: 'Person' }]);
  expect(timeline.map(({ type }) => type)).toEqual(['placed', 'sent', 'held', 'released', 'shipped']);
});

test('rules hold a double order and a dear one before anybody is told; released, the supplier reads it', async () => {
  await asAdmin().orders.holdRules.set({
    ...{ creditMinor: 100_000, priceRatio: 0, duplicateDays: 7, expectedVersion: 0 },
  });
  await open('H2', { deliverOn: '2026-12-07' as LocalDate });
  const twin = await open('H3', { deliverOn: '2026-12-07' as LocalDate });
  expect(await twin.read()).toMatchObject({
    state: 'approved',
    isHeld: true,
    holds: [{ kind: 'duplicate' }],
  });
  expect((await twin.read()).holds[0]?.reason).toBe('PO H2 orders the same for the same day');
  const release = { ...(await twin.about()), kind: 'duplicate' as const, reason: 'A second truck' };
  await asClerkOf(['buyer']).orders.releaseHold(release);
  expect(await twin.read()).toMatchObject({ state: 'sent', isHeld: false });
  const lines = order850.lines.map((line) => ({
    ...line,
    ordered: { ...line.ordered, amountMilli: 900_000 },
  }));
  const dear = await open('H4', { deliverOn: '2026-12-08' as LocalDate, lines });
  expect((await dear.read()).holds.map(({ kind }) => kind)).toEqual(['credit']);
  await asAdmin().orders.holdRules.set({
    ...{ creditMinor: null, priceRatio: null, duplicateDays: null, expectedVersion: 1 },
  });
});

test('a contract’s tier is what may be billed, and a promise up to it binds at once', async () => {
  const placed = await open('K0');
  const [line] = await trade.world.app.database.asOwner<{ itemId: string }>(
    `select item_id as "itemId" from order_lines where order_id = $1 and line_number = '1'`,
    [placed.orderId],
  );
  const contract = {
    ...{ supplierId: trade.world.portalSupplierId, contractNumber: 'K-1', currency: 'NOK' },
    ...{
      itemId: line?.itemId ?? '',
      validFrom: '2026-11-01' as LocalDate,
      validBefore: '2027-01-01' as LocalDate,
    },
    tiers: [
      { fromMilli: 0, unitPriceMicros: 2_700_000 },
      { fromMilli: 100_000, unitPriceMicros: 2_400_000 },
    ],
  };
  const asApprover = asClerkOf(['approver']);
  await asApprover.orders.contracts.agree(contract);
  await expect(asApprover.orders.contracts.agree({ ...contract, contractNumber: 'K-2' })).rejects.toThrow(
    /holds in that time already/,
  );
  for (const caller of [trade.buyer(), trade.supplier()]) {
    expect((await caller.orders.contracts.list({ on: '2026-12-01' as LocalDate })).rows).toMatchObject([
      { contractNumber: 'K-1', currency: 'NOK', tiers: contract.tiers },
    ]);
  }
  const order = await open('K1');
  const [first, second] = (await order.read()).lines;
  await trade.supplier().orders.invoice({
    ...(await order.about()),
    ...{ invoiceNumber: 'I-K1', invoicedOn: '2026-12-02' },
    lines: [{ orderLineId: first?.orderLineId ?? '', quantityMilli: 100_000, unitPriceMicros: 2_500_000 }],
  });
  expect((await order.read()).invoices[0]?.variances).toMatchObject([
    { kind: 'price', expected: 2_400_000, invoiced: 2_500_000, amountMinor: 1_000 },
  ]);
  const small = await open('K2', {
    lines: order850.lines.map((one) => ({ ...one, ordered: { ...one.ordered, amountMilli: 10_000 } })),
  });
  const answer = async (orderLineId: string, unitPriceMicros: number) =>
    trade.supplier().orders.confirm({
      ...(await small.about()),
      lines: [{ orderLineId, outcome: 'accepted', unitPriceMicros }],
    });
  const [cheap, other] = (await small.read()).lines;
  await answer(cheap?.orderLineId ?? '', 2_700_000);
  await answer(other?.orderLineId ?? '', 2_700_000);
  expect((await small.read()).lines.map(({ state }) => state)).toEqual(['promised', 'negotiating', 'open']);
  expect(second?.unitPriceMicros).toBe(2_500_000);
});

test('what a cancellation takes away is shown before, and several orders are cancelled or accepted at once', async () => {
  const [first, second] = [await open('M1'), await open('M2')];
  const preview = await trade.buyer().orders.previewCancel({ orderId: first.orderId });
  expect(preview).toMatchObject({ isSupplierTold: 'portal', openMinor: 41_500, currency: 'NOK' });
  expect(preview.lines.map(({ openMilli }) => openMilli)).toEqual([100_000, 50_000, 20_000]);
  for (const { runsOutOn, runsOutWithItOn } of preview.lines) {
    if (runsOutOn !== null && runsOutWithItOn !== null) expect(runsOutOn <= runsOutWithItOn).toBe(true);
  }
  const orderIds = [first.orderId, second.orderId];
  const accepted = await trade.supplier().orders.many.accept({ orderIds });
  expect(accepted.results.map(({ error }) => error)).toEqual([null, null]);
  expect((await second.read()).state).toBe('acknowledged');
  const cancelled = await trade.buyer().orders.many.cancel({ orderIds, reason: 'The shop closes' });
  expect(cancelled.results.map(({ poNumber, error }) => [poNumber, error])).toEqual([
    ['M1', null],
    ['M2', null],
  ]);
  const again = await trade.buyer().orders.many.cancel({ orderIds, reason: 'The shop closes' });
  expect(again.results.every(({ error }) => /not possible any more/.test(error ?? ''))).toBe(true);
});

test('what one supplier rejects is ordered from another one, once', async () => {
  const { ediSupplierId, portalSupplierId, app } = trade.world;
  await app.database.asOwner(
    `insert into supplier_terms (id, org_id, supplier_id, item_id, lead_time_days, order_weekdays, multiple_milli,
       unit_price_micros, currency, valid_from)
     select gen_random_uuid(), org_id, $1, item_id, 30, order_weekdays, 12000, unit_price_micros, currency, valid_from
     from supplier_terms where supplier_id = $2`,
    [ediSupplierId, portalSupplierId],
  );
  const order = await open('R1');
  const { lines } = await order.read();
  await trade.supplier().orders.confirm({
    ...(await order.about()),
    lines: lines.map(({ orderLineId }) => ({ orderLineId, outcome: 'rejected' })),
  });
  expect(await order.read()).toMatchObject({ state: 'rejected', allowedEvents: ['reSource'] });
  const { rows } = await trade.buyer().orders.alternatives({ orderId: order.orderId });
  expect(rows.map(({ quantityMilli }) => quantityMilli)).toEqual([108_000, 60_000, 24_000]);
  expect(rows.every(({ isLate, supplierId }) => isLate && supplierId === ediSupplierId)).toBe(true);
  const lineNumbers = rows.map(({ lineNumber }) => lineNumber);
  const resource = async () =>
    trade.buyer().orders.reSource({ ...(await order.about()), supplierId: ediSupplierId, lineNumbers });
  const { poNumber } = await resource();
  await expect(resource()).rejects.toThrow();
  expect((await order.read()).timeline.at(-1)?.text).toContain(`PO ${poNumber}`);
});

test('a list is kept as a view of the person alone', async () => {
  const { world } = trade;
  const person = world.person(world.buyerId, 'Ada', ['buyer']);
  const other = world.person(world.buyerId, 'Bo', ['buyer']);
  await world.callerOf(person).orders.views.save({ name: 'Late here', filter: { worklist: 'late' } });
  await world.callerOf(person).orders.views.save({ name: 'Late here', filter: { worklist: 'at-risk' } });
  expect((await world.callerOf(person).orders.views.list()).rows).toEqual([
    { name: 'Late here', filter: { worklist: 'at-risk' } },
  ]);
  expect((await world.callerOf(other).orders.views.list()).rows).toEqual([]);
  await world.callerOf(person).orders.views.remove({ name: 'Late here' });
  expect((await world.callerOf(person).orders.views.list()).rows).toEqual([]);
});

test('where the supplier says that a buyer’s system reads EDI, its acts in the portal go there as documents', async () => {
  const { buyerId } = trade.world;
  await trade.supplier().orders.answersByEdi.set({ buyerId, isOn: true });
  const order = await open('E1');
  const [line] = (await order.read()).lines;
  await trade.supplier().orders.confirm({
    ...(await order.about()),
    lines: [{ orderLineId: line?.orderLineId ?? '', outcome: 'changed', promisedOn: '2026-12-02' }],
  });
  await ship(order, 'E1', 301);
  await trade.supplier().orders.invoice({
    ...(await order.about()),
    ...{ invoiceNumber: 'I-E1', invoicedOn: '2026-12-02' },
    lines: [{ orderLineId: line?.orderLineId ?? '', quantityMilli: 10_000 }],
  });
  await trade.supplier().orders.answersByEdi.set({ buyerId, isOn: false });
  const sent = await trade.world.app.database.asOwner<{ type: string; po: string }>(
    `select document_type as type, coalesce(body ->> 'poNumber', body -> 'orders' -> 0 ->> 'poNumber') as po
     from platform.documents where document_type in ('order-confirmation', 'despatch-advice', 'invoice') order by 1`,
  );
  expect(sent).toEqual(
    ['despatch-advice', 'invoice', 'order-confirmation'].map((type) => ({ type, po: 'E1' })),
  );
  const shown = (await order.read()).timeline.filter(({ documentId }) => documentId !== null);
  expect(shown.map(({ type }) => type)).toEqual(['placed', 'change-proposed', 'shipped', 'invoiced']);
});
