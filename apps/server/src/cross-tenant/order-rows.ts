import { envelop } from '@coplan/documents';
import { addDays, type LocalDate, type OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import type { TestApp } from '../test-app.ts';
import { addTradeRows } from './trade-rows.ts';

type Pair = { buyerId: OrganisationId; supplierId: OrganisationId };

/** A document about an order that nobody placed: it waits. */
async function addWaitingDocument(app: TestApp, { buyerId, supplierId, token }: Pair & { token: string }) {
  const { key } = await app.accounts.createApiKey({
    organisationId: supplierId,
    name: token,
    roles: ['edi'],
  });
  const body = {
    documentType: 'order-confirmation',
    poNumber: `${token}-PO`.slice(0, 22),
    confirmedOn: '2026-11-22' as LocalDate,
    outcome: 'accepted',
    lines: [],
  } as const;
  const envelope = envelop(
    { ...body, lines: [] },
    {
      documentId: newId(),
      senderOrganisationId: supplierId,
      receiverOrganisationId: buyerId,
      createdAt: '2026-11-22T10:00:00Z',
    },
  );
  await app.hono.request('/api/v1/documents', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(envelope),
  });
}

/** An order of the victim on which everything happens once: change, decision, shipment, receipt, invoice, payment. */
export async function addOrderRows(app: TestApp, { buyerId, supplierId, token }: Pair & { token: string }) {
  const asBuyer = { ...app.actorOf(buyerId, 'buyer', 'approver', 'clerk'), name: `${token} buyer` };
  const buyer = app.createCaller(asBuyer);
  const supplier = app.createCaller({
    ...app.actorOf(supplierId, 'supplier-planner'),
    name: `${token} miller`,
  });
  const [row] = (await buyer.orders.list({})).rows;
  const orderId = row?.orderId ?? '';
  const read = () => buyer.orders.get({ orderId });
  const version = async () => ({ orderId, expectedVersion: (await read()).version });
  const { lines, deliverOn } = await read();
  const ids = lines.map(({ orderLineId }) => orderLineId as string);
  const [orderLineId = ''] = ids;
  await addTradeRows(app, { buyerId, supplierId, token, orderId });
  const promisedOn = addDays(deliverOn, 9);
  const late = { orderLineId, outcome: 'changed' as const, promisedOn, reason: token };
  await supplier.orders.confirm({ ...(await version()), lines: [late] });
  await buyer.orders.decideChange({ ...(await version()), decision: 'accept', reason: token });
  const changed = [{ orderLineId, quantityMilli: 48_000 }];
  await buyer.orders.change({ ...(await version()), lines: changed, reason: token });
  await supplier.orders.ship({
    ...(await version()),
    shipmentNumber: `${token}-1`.slice(-30),
    despatchedOn: '2026-11-23',
    lines: [{ orderLineId, quantityMilli: 24_000 }],
  });
  await buyer.orders.arrivals.record({
    ...{ orderId, shipmentNumber: `${token}-1`.slice(-30), note: token },
    arrivedAt: '2026-11-23T07:00:00Z',
  });
  await buyer.orders.receive({
    ...(await version()),
    receivedOn: '2026-11-26',
    lines: [{ orderLineId, receivedMilli: 24_000 }],
  });
  const invoiceNumber = token.slice(0, 22);
  const billed = [{ orderLineId, quantityMilli: 24_000, unitPriceMicros: 9_000_000 }];
  await supplier.orders.invoice({
    ...(await version()),
    invoiceNumber,
    invoicedOn: '2026-11-27',
    lines: billed,
  });
  const [invoice] = (await read()).invoices;
  await buyer.orders.decideInvoice({
    ...(await version()),
    invoiceId: invoice?.invoiceId ?? '',
    decision: 'dispute',
    reason: token,
  });
  await buyer.orders.pay({
    supplierId,
    paymentNumber: invoiceNumber,
    paidOn: '2026-11-30',
    method: 'transfer',
    currency: 'EUR',
    items: [{ invoiceNumber, paidMinor: 100 }],
  });
  await buyer.orders.closeShort({ ...(await version()), reason: token });
  await addWaitingDocument(app, { buyerId, supplierId, token });
}
