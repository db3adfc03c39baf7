import { type BusinessDocument, documentEnvelope, envelop, purchaseOrder } from '@coplan/documents';
import type { ItemId, LocalDate, LocationId, OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentReaders } from '../document-readers.ts';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import { placeOrder } from './place-order.ts';
import type { Taken } from './take-document.ts';

let world: PlanningWorld;
beforeAll(async () => {
  world = await openPlanningWorld([
    { itemNumber: 'A', level: 40, stockMilli: 0, supplier: 'edi' },
    { itemNumber: 'B', level: 20, stockMilli: 0, supplier: 'edi' },
  ]);
  await world.runOnce();
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer']));

/** As the documents' entrance does it: the organisation of the key, the reader's schema, then the use case. */
const receive = (from: OrganisationId, to: OrganisationId, body: BusinessDocument) => {
  const context = world.app.contextFor({
    organisationId: from,
    kind: 'api-key',
    userId: null,
    roles: ['edi'],
    name: 'EDI',
  });
  const envelope = envelop(body, {
    documentId: newId(),
    senderOrganisationId: from,
    receiverOrganisationId: to,
    createdAt: '2026-11-22T10:00:00Z',
  });
  const reader = documentReaders.find(({ documentType }) => documentType === body.documentType);
  if (reader === undefined) throw new Error(`nobody reads ${body.documentType}`);
  return reader.run(context, reader.schema.parse(body) as never, documentEnvelope.parse(envelope));
};

const placed = async () => {
  const { rows } = await buyer().proposals.list({});
  await buyer().proposals.approve({
    proposals: rows.map(({ proposalId, version }) => ({ proposalId, expectedVersion: version })),
  });
  const [order] = (await buyer().orders.list({})).rows;
  if (order === undefined) throw new Error('no order was placed');
  return buyer().orders.get({ orderId: order.orderId });
};

test('an order by EDI is handed over, reported, answered with changes and decided', async () => {
  const order = await placed();
  expect(order).toMatchObject({ state: 'approved', channel: 'edi', poNumber: '100001' });
  const [document] = await world.app.database.asOwner<{ id: string; body: { lines: unknown[] } }>(
    'select id, body from platform.documents',
  );
  expect(document?.body.lines).toHaveLength(2);
  expect(purchaseOrder.safeParse(document?.body).error).toBeUndefined();
  const report = (status: 'delivered' | 'accepted') =>
    receive(world.buyerId, world.buyerId, {
      documentType: 'delivery-report',
      documentId: document?.id ?? '',
      status,
      issues: [],
    });
  await report('accepted');
  expect(await report('delivered')).toEqual({ isUnchanged: true });
  expect(await buyer().orders.get({ orderId: order.orderId })).toMatchObject({ state: 'sent' });

  const confirm = (promisedOn: string) =>
    receive(world.ediSupplierId, world.buyerId, {
      documentType: 'order-confirmation',
      poNumber: order.poNumber,
      confirmedOn: '2026-11-23' as never,
      lines: order.lines.map(({ lineNumber, quantityMilli }, index) => ({
        lineNumber,
        outcome: index === 0 ? 'changed' : 'accepted',
        schedule: [
          {
            quantity: { amountMilli: quantityMilli, unit: 'EA' },
            deliverOn: (index === 0 ? promisedOn : order.deliverOn) as never,
          },
        ],
      })),
    });
  await confirm('2026-12-20');
  expect(await confirm('2026-12-20')).toEqual([
    { isUnchanged: true, state: 'changes-proposed', issue: null },
  ]);
  await world.app.runPending();
  const changed = await buyer().orders.get({ orderId: order.orderId });
  expect(changed).toMatchObject({ state: 'changes-proposed', promisedOn: '2026-12-20', isLate: true });
  expect(changed.lines.map((line) => line.schedule[0]?.state)).toEqual(['negotiating', 'promised']);
  expect(changed.lines[0]?.schedule[0]?.promises).toHaveLength(1);
  const due = await world.app.database.asOwner<{ dueOn: string }>(
    `select due_on::text as "dueOn" from scheduled_receipts order by due_on`,
  );
  expect(due.map((row) => row.dueOn)).toEqual([order.deliverOn, '2026-12-20']);

  await buyer().orders.decideChange({
    orderId: order.orderId,
    decision: 'accept',
    reason: 'The shelf can wait',
    expectedVersion: changed.version,
  });
  const accepted = await buyer().orders.get({ orderId: order.orderId });
  expect(accepted.state).toBe('acknowledged');
  expect(accepted.timeline.map((entry) => entry.type)).toEqual([
    'placed',
    'accepted',
    'change-proposed',
    'change-accepted',
  ]);

  await confirm('2026-12-22');
  const promisedAgain = await buyer().orders.get({ orderId: order.orderId });
  expect(promisedAgain.lines[0]?.schedule[0]?.promises.map((promise) => promise.promisedOn)).toEqual([
    '2026-12-20',
    '2026-12-22',
  ]);
  expect(promisedAgain.lines[0]?.schedule[0]?.requestedOn).toBe(order.deliverOn);
});

test('a confirmation of an unknown order or line says which and what there is', async () => {
  const answer = (poNumber: string, lineNumber: string) =>
    receive(world.ediSupplierId, world.buyerId, {
      documentType: 'order-confirmation',
      poNumber,
      confirmedOn: '2026-11-23' as never,
      lines: [{ lineNumber, outcome: 'rejected', schedule: [] }],
    });
  const issueOf = async (poNumber: string, lineNumber: string) =>
    ((await answer(poNumber, lineNumber)) as Taken[]).map(({ issue }) => issue?.text);
  expect(await issueOf('999', '1')).toEqual([
    expect.stringMatching(/no order 999 between you and that buyer/),
  ]);
  expect(await issueOf('100001', '7')).toEqual([
    expect.stringMatching(/Order 100001 has no line 7: its lines are 1, 2/),
  ]);
});

test('another supplier cannot answer the order, nor learn that it exists', async () => {
  const answer = (poNumber: string) =>
    receive(world.portalSupplierId, world.buyerId, {
      documentType: 'order-confirmation',
      poNumber,
      confirmedOn: '2026-11-23' as never,
      outcome: 'accepted',
      lines: [],
    }) as Promise<Taken[]>;
  const [ofOthers] = await answer('100001');
  const [ofNobody] = await answer('100002');
  expect(ofOthers).toEqual({
    isUnchanged: false,
    state: null,
    issue: expect.objectContaining({ code: 'order-unknown' }),
  });
  expect(ofOthers?.issue?.text.replace('100001', '100002')).toBe(ofNobody?.issue?.text);
});

test('promises cannot be rewritten, not even by the owner of the database', async () => {
  await expect(world.app.database.asOwner('update promises set quantity_milli = 1')).rejects.toThrow(
    /append-only/,
  );
  await expect(world.app.database.asOwner('delete from promises')).rejects.toThrow(/append-only/);
});

test('a cancelled order is no longer coming and its supplier is told', async () => {
  const [order] = (await buyer().orders.list({})).rows;
  const { orderId, version } = await buyer().orders.get({ orderId: order?.orderId ?? '' });
  await buyer().orders.cancel({ orderId, reason: 'Season is over', expectedVersion: version });
  expect(await world.app.database.asOwner('select 1 from scheduled_receipts')).toEqual([]);
  const purposes = await world.app.database.asOwner<{ purpose: string }>(
    `select body ->> 'purpose' as purpose from platform.documents order by created_at, id`,
  );
  expect(purposes.map((row) => row.purpose)).toContain('cancellation');
  await expect(
    buyer().orders.cancel({ orderId, reason: 'Twice', expectedVersion: version + 1 }),
  ).rejects.toThrow(/not possible any more/);
});

/** A second order with the supplier that reads EDI: ten of item A. */
async function placeAnother() {
  const { app, buyerId, ediSupplierId: supplierId } = world;
  const [goods] = await app.database.asOwner<{ itemId: ItemId; shipToId: LocationId; gtin: string }>(
    `select planned.item_id as "itemId", planned.location_id as "shipToId", item.gtin14 as gtin
     from item_locations planned join items item on item.id = planned.item_id order by item.item_number limit 1`,
  );
  if (goods === undefined) throw new Error('the world plans nothing');
  const context = app.contextFor({ ...app.actorOf(buyerId, 'buyer'), name: 'Buyer' });
  const day = '2026-12-10' as LocalDate;
  const placedNow = await context.db.transaction((tx) =>
    placeOrder(context, tx, {
      ...{ supplierId, shipToId: goods.shipToId, orderedOn: '2026-11-23' as LocalDate, deliverOn: day },
      currency: 'NOK',
      lines: [
        {
          itemId: goods.itemId,
          quantityMilli: 10_000,
          unit: 'EA',
          unitPriceMicros: 2_000_000,
          proposalId: null,
        },
      ],
    }),
  );
  return { ...placedNow, gtin: goods.gtin };
}

test('each act of the buyer goes out as its document, and each document of either side is read', async () => {
  const { orderId, poNumber, gtin } = await placeAnother();
  const clerk = () => world.callerOf(world.person(world.buyerId, 'Clerk', ['buyer', 'clerk']));
  const about = async () => ({ orderId, expectedVersion: (await clerk().orders.get({ orderId })).version });
  const [line] = (await clerk().orders.get({ orderId })).lines;
  const orderLineId = line?.orderLineId ?? '';
  await clerk().orders.change({
    ...{ ...(await about()), reason: 'Fewer' },
    lines: [{ orderLineId, quantityMilli: 8_000 }],
  });
  await clerk().orders.receive({
    ...{ ...(await about()), receivedOn: '2026-12-10' },
    lines: [{ orderLineId, receivedMilli: 8_000 }],
  });
  await receive(world.ediSupplierId, world.buyerId, {
    ...{ documentType: 'invoice', kind: 'invoice', invoiceNumber: 'I-1', invoicedOn: '2026-12-11' as never },
    ...{ poNumber, currency: 'NOK', charges: [], taxes: [], totalMinor: 1_600 },
    lines: [
      {
        ...{ lineNumber: '1', gtin, unitPriceMicros: 2_000_000, charges: [] },
        invoiced: { amountMilli: 8_000, unit: 'EA' },
      },
    ],
  });
  await clerk().orders.pay({
    ...{ supplierId: world.ediSupplierId, paymentNumber: 'Z-1', paidOn: '2026-12-20', method: 'transfer' },
    ...{ currency: 'NOK', items: [{ invoiceNumber: 'I-1', paidMinor: 1_600 }] },
  });
  expect((await clerk().orders.get({ orderId })).invoices).toMatchObject([{ state: 'paid', variances: [] }]);
  const sent = await world.app.database.asOwner<{ type: string }>(
    'select distinct document_type as type from platform.documents order by 1',
  );
  const ofBuyer = ['purchase-order', 'purchase-order-change', 'receiving-advice', 'remittance-advice'];
  const ofSupplier = ['order-confirmation', 'despatch-advice', 'invoice'];
  expect(sent.map(({ type }) => type)).toEqual(ofBuyer);
  // X12 wants the day of the order in an 860.
  const [change] = await world.app.database.asOwner<{ orderedOn: string }>(
    `select body ->> 'orderedOn' as "orderedOn" from platform.documents
     where document_type = 'purchase-order-change'`,
  );
  expect(change?.orderedOn).toBe('2026-11-23');
  for (const type of [...ofBuyer, ...ofSupplier]) {
    expect(documentReaders.map(({ documentType }) => documentType)).toContain(type);
  }
});
