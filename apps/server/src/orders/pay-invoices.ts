import { deductionReasons, paymentMethods, type RemittanceAdvice, remittanceAdvice } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, JsonObject, Transaction } from '../platform/index.ts';
import { actAsDocument } from './act-as-document.ts';
import { refuseHeld } from './holds/hold-order.ts';
import { DocumentWaits, refusalOf, waits } from './life/issues.ts';
import { restateOrder } from './life/restate-order.ts';
import { shareOut } from './life/split-invoice.ts';
import type { Channel } from './life/store-facts.ts';
import { loadOrderForChange } from './load-order.ts';
import { orderNews } from './orders.events.ts';
import { recordOrderEvent } from './record-order-event.ts';

const amountMinor = z.int().min(-100_000_000_000).max(100_000_000_000);

export const payInvoicesInput = z.object({
  supplierId: z.uuid(),
  paymentNumber: z.string().trim().min(1).max(30),
  paidOn: z.iso.date(),
  method: z.enum(paymentMethods),
  currency: z.string().regex(/^[A-Z]{3}$/),
  items: z
    .array(
      z.object({
        invoiceNumber: z.string().trim().min(1).max(22),
        paidMinor: amountMinor,
        deductions: z
          .array(z.object({ reason: z.enum(deductionReasons), amountMinor }))
          .max(100)
          .default([]),
      }),
    )
    .min(1)
    .max(1_000),
});

type Row = { invoiceId: string; orderId: string; kind: 'invoice'; poNumber: string; totalMinor: number };

type Named = { supplierId: string; invoiceNumber: string };

/** The invoice of that number; one over several orders has a part at each. */
async function findParts(tx: Transaction, { supplierId, invoiceNumber }: Named): Promise<[Row, ...Row[]]> {
  const [first, ...others] = await tx.query<Row>(
    `select billed.id as "invoiceId", billed.order_id as "orderId", billed.kind, billed.total_minor as "totalMinor",
       placed.po_number as "poNumber"
     from invoices billed join orders placed on placed.org_id = billed.org_id and placed.id = billed.order_id
     where billed.org_id = (select current_setting('app.org')::uuid) and billed.supplier_id = $1
       and billed.invoice_number = $2
     order by billed.order_id`,
    [supplierId, invoiceNumber],
  );
  if (first === undefined) {
    waits(
      'invoice-unknown',
      `There is no invoice ${invoiceNumber} of that supplier: it has not come, or its number is wrong`,
    );
  }
  return [first, ...others];
}

type Payment = Pick<RemittanceAdvice, 'paymentNumber' | 'paidOn'> & {
  item: Pick<RemittanceAdvice['items'][number], 'invoiceNumber' | 'paidMinor' | 'deductions'>;
  part: Row;
  by: Channel;
};

async function payOne(context: Context, tx: Transaction, payment: Payment): Promise<void> {
  const { paymentNumber, paidOn, item, part, by } = payment;
  const { invoiceId, orderId } = part;
  const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer' });
  if (by.channel === 'portal') await refuseHeld(tx, order);
  const paid = await tx.query(
    `insert into invoice_payments (id, org_id, supplier_id, order_id, document_id, recorded_at, recorded_by, invoice_id,
       payment_number, paid_on, paid_minor, deductions) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (org_id, invoice_id, payment_number) do nothing returning id`,
    [
      context.newId(),
      order.buyerId,
      order.supplierId,
      order.id,
      by.documentId,
      context.clock.now(),
      context.actor.name,
      invoiceId,
      paymentNumber,
      paidOn,
      item.paidMinor,
      JSON.stringify(item.deductions),
    ],
  );
  if (paid.length === 0) return;
  await restateOrder({ context, tx, order, by });
  const text = `${order.buyerName} paid ${(item.paidMinor / 100).toFixed(2)} ${order.currency} of invoice ${item.invoiceNumber} (${paymentNumber}).`;
  await recordOrderEvent(context, tx, order, { type: 'paid', text, details: { paymentNumber } }, by);
  const { id, poNumber, buyerId, supplierId } = order;
  await tx.publish(orderNews('orders.invoice-decided', { orderId: id, poNumber, buyerId, supplierId }));
}

/** A payment of the buyer, invoice by invoice; those that were paid by it before stay as they are. */
export async function recordPayment(
  context: Context,
  tx: Transaction,
  { advice, supplierId, by }: { advice: RemittanceAdvice; supplierId: OrganisationId; by: Channel },
): Promise<void> {
  const { paymentNumber, paidOn } = advice;
  // All are looked up before the first is paid: the document waits as a whole or is taken as a whole.
  const found = [];
  for (const item of advice.items) {
    const parts = await findParts(tx, { supplierId, invoiceNumber: item.invoiceNumber });
    const weights = parts.map(({ totalMinor }) => totalMinor);
    const shares = shareOut(item.paidMinor, weights);
    const deducted = item.deductions.map((one) => shareOut(one.amountMinor, weights));
    for (const [index, part] of parts.entries()) {
      const deductions = item.deductions
        .map((one, at) => ({ ...one, amountMinor: deducted[at]?.[index] ?? 0 }))
        .filter(({ amountMinor: minor }) => minor !== 0);
      found.push({ part, item: { ...item, paidMinor: shares[index] ?? 0, deductions } });
    }
  }
  // Everybody locks orders in the order in which they were placed.
  found.sort((left, right) => left.part.orderId.localeCompare(right.part.orderId));
  for (const { item, part } of found) await payOne(context, tx, { paymentNumber, paidOn, item, part, by });
}

/** The buyer says in the portal what it pays; a supplier that reads EDI gets the remittance (820, REMADV). */
export function payInvoices(
  context: Context,
  input: z.output<typeof payInvoicesInput>,
): Promise<{ paidMinor: number }> {
  const supplierId = input.supplierId as OrganisationId;
  return context.db.transaction(async (tx) => {
    try {
      const items = [];
      for (const item of input.items) {
        const parts = await findParts(tx, { supplierId, invoiceNumber: item.invoiceNumber });
        const [{ kind, poNumber }] = parts;
        const invoicedMinor = parts.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
        // One over several orders names none of them.
        items.push({ ...item, kind, ...(parts.length === 1 ? { poNumber } : {}), invoicedMinor });
      }
      const paidMinor = items.reduce((sum, item) => sum + item.paidMinor, 0);
      const { paymentNumber, paidOn, method, currency } = input;
      const documentType = 'remittance-advice';
      const advice = actAsDocument(remittanceAdvice, {
        ...{ documentType, paymentNumber, paidOn, method, currency },
        items,
        totalMinor: paidMinor,
      });
      const documentId = await sendAdvice(tx, { advice, supplierId });
      await recordPayment(context, tx, { advice, supplierId, by: { channel: 'portal', documentId } });
      return { paidMinor };
    } catch (error) {
      throw error instanceof DocumentWaits ? refusalOf(error.issue) : error;
    }
  });
}

async function sendAdvice(
  tx: Transaction,
  { advice, supplierId }: { advice: RemittanceAdvice; supplierId: OrganisationId },
): Promise<string | null> {
  const [relation] = await tx.query<{ channel: string }>(
    `select channel from trading_relations where buyer_id = (select current_setting('app.org')::uuid)
       and partner_id = $1 and kind = 'supplier'`,
    [supplierId],
  );
  if (relation?.channel !== 'edi') return null;
  return tx.sendDocument({
    documentType: advice.documentType,
    receiverOrganisationId: supplierId,
    body: advice as unknown as JsonObject,
    subject: { kind: 'payment', id: advice.paymentNumber },
  });
}
