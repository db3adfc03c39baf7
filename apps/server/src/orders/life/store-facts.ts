import type { LocalDate } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { storeRelease } from '../blanket/store-release.ts';
import { findContractPrices } from '../contracts/agree-contract.ts';
import { findOrderedItems, type OrderedItem } from '../find-ordered-items.ts';
import type { Order } from '../order.entity.ts';
import { waits } from './issues.ts';
import type { NewFacts } from './judge-document.ts';
import type { InvoiceFact, OrderedLine, ReceiptFact } from './order-facts.ts';

/** By which way something came, and the document behind it. */
export type Channel = { channel: 'portal' | 'edi' | 'system'; documentId: string | null };

export type Storing = { context: Context; tx: Transaction; order: Order; by: Channel };

const head = ({ context, order, by }: Storing): unknown[] => [
  order.buyerId,
  order.supplierId,
  order.id,
  by.documentId,
  context.clock.now(),
  context.actor.name,
];

async function storeAdded(
  { context, tx, order }: Storing,
  added: readonly { line: OrderedLine; item: OrderedItem }[],
): Promise<void> {
  if (added.length === 0) return;
  const prices = await findContractPrices(tx, {
    supplierId: order.supplierId,
    currency: order.currency,
    on: context.clock.now().toISOString().slice(0, 10) as LocalDate,
    lines: added.map(({ line, item }) => ({ itemId: item.itemId, quantityMilli: line.quantityMilli })),
  });
  const rows = added.map(({ line, item }, index) => ({
    ...line,
    ...item,
    contractPriceMicros: prices[index] ?? null,
    id: context.newId(),
    scheduleId: context.newId(),
  }));
  await tx.query(
    `with given as (
       select * from jsonb_to_recordset($4::jsonb) as given(id uuid, "scheduleId" uuid, "lineNumber" text,
         "itemId" uuid, "itemNumber" text, "supplierItemNumber" text, description text, gtin14 text,
         "quantityMilli" bigint, unit text, "unitPriceMicros" bigint, "requestedOn" date, "addedBy" uuid,
         "contractPriceMicros" bigint)
     ), lines as (
       insert into order_lines (id, org_id, supplier_id, order_id, line_number, item_id, item_number,
         supplier_item_number, description, gtin14, quantity_milli, unit, unit_price_micros, added_by,
         contract_price_micros)
       select id, $1, $2, $3, "lineNumber", "itemId", "itemNumber", "supplierItemNumber", description, gtin14,
         "quantityMilli", unit, "unitPriceMicros", "addedBy", "contractPriceMicros" from given
     )
     insert into schedule_lines (id, org_id, supplier_id, order_id, order_line_id, requested_on, quantity_milli, state)
     select "scheduleId", $1, $2, $3, id, "requestedOn", "quantityMilli", 'open' from given`,
    [order.buyerId, order.supplierId, order.id, JSON.stringify(rows)],
  );
}

type Change = Extract<NewFacts, { kind: 'change' }>;

async function storeChange(storing: Storing, { change, added, closing }: Change): Promise<void> {
  const { context, tx } = storing;
  // Before anything is written: an unknown item makes the whole change wait.
  const items = await findOrderedItems(tx, added);
  if (closing !== null) {
    await tx.query(
      `insert into order_closings (org_id, supplier_id, order_id, document_id, recorded_at, recorded_by, id, kind,
         line_numbers, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [...head(storing), context.newId(), closing.kind, closing.lineNumbers, 'By the buyer'],
    );
  }
  if (change === null) return;
  await tx.query(
    `insert into order_changes (org_id, supplier_id, order_id, document_id, recorded_at, recorded_by, id, change_number,
       changed_on, is_replacement, content_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...head(storing),
      change.changeId,
      change.changeNumber,
      change.changedOn,
      change.isReplacement,
      change.contentHash,
    ],
  );
  await storeAdded(
    storing,
    added.map((line, index) => ({ line, item: items[index] as OrderedItem })),
  );
  await tx.query(
    `insert into order_change_lines (org_id, supplier_id, order_id, change_id, line_number, is_deleted, requested_on,
       quantity_milli, unit_price_micros)
     select $1, $2, $3, $4, "lineNumber", "isDeleted", "requestedOn", "quantityMilli", "unitPriceMicros"
     from jsonb_to_recordset($5::jsonb) as asked("lineNumber" text, "isDeleted" boolean, "requestedOn" date,
       "quantityMilli" bigint, "unitPriceMicros" bigint)`,
    [...head(storing).slice(0, 3), change.changeId, JSON.stringify(change.lines)],
  );
}

/** Facts of one order that are to be written down. */
export type Stored = Pick<Storing, 'order' | 'by'> & { added: NewFacts };

const insertPromises = `
insert into promises (id, org_id, supplier_id, order_id, schedule_line_id, promise_number, part_number, outcome,
  promised_on, quantity_milli, source, reason, recorded_at, about_change_id, unit_price_micros)
select part.id, part."buyerId", part."supplierId", part."orderId", schedule.id, part."promiseNumber",
  part."partNumber", part.outcome, part."promisedOn", part."quantityMilli", part.source, part.reason, $1, part.about,
  part."unitPriceMicros"
from jsonb_to_recordset($2::jsonb) as part(id uuid, "buyerId" uuid, "supplierId" uuid, "orderId" uuid, source text,
    "lineNumber" text, "promiseNumber" integer, "partNumber" integer, outcome text, "promisedOn" date,
    "quantityMilli" bigint, reason text, about uuid, "unitPriceMicros" bigint)
  join order_lines line on line.org_id = part."buyerId" and line.order_id = part."orderId"
    and line.line_number = part."lineNumber"
  join schedule_lines schedule on schedule.org_id = line.org_id and schedule.order_id = line.order_id
    and schedule.order_line_id = line.id`;

async function storeAnswers(
  { newId, clock }: Context,
  tx: Transaction,
  stored: readonly Stored[],
): Promise<void> {
  const rows = stored.flatMap(({ order, by, added }) => {
    if (added.kind !== 'answers') return [];
    const { id: orderId, buyerId, supplierId } = order;
    const about = { orderId, buyerId, supplierId, source: by.channel === 'edi' ? 'edi' : 'portal' };
    return added.answers.flatMap(({ parts, ...answer }) =>
      parts.map((part, index) => ({ ...answer, ...part, ...about, id: newId(), partNumber: index + 1 })),
    );
  });
  if (rows.length > 0) await tx.query(insertPromises, [clock.now(), JSON.stringify(rows)]);
}

const insertNotices = `
with given as (
  select * from jsonb_to_recordset($3::jsonb) as given("shipmentId" uuid, "buyerId" uuid, "supplierId" uuid,
    "orderId" uuid, "documentId" uuid, "shipmentNumber" text, purpose text, "writtenOn" date, "despatchedOn" date,
    "deliverOn" date, "carrierReference" text, "contentHash" text, lines jsonb)
), notices as (
  insert into ship_notices (org_id, supplier_id, order_id, document_id, recorded_at, recorded_by, id,
    shipment_number, purpose, written_on, despatched_on, deliver_on, carrier_reference, content_hash)
  select "buyerId", "supplierId", "orderId", "documentId", $1, $2, "shipmentId", "shipmentNumber", purpose,
    "writtenOn", "despatchedOn", "deliverOn", "carrierReference", "contentHash" from given
)
insert into ship_notice_lines (org_id, supplier_id, order_id, notice_id, id, line_number, shipped_milli,
  lot_number, expires_on, pallet_sscc, ssccs, serial_numbers)
select given."buyerId", given."supplierId", given."orderId", given."shipmentId", line.id, line."lineNumber",
  line."shippedMilli", line."lotNumber", line."expiresOn", line."palletSscc",
  array(select jsonb_array_elements_text(line.ssccs)),
  array(select jsonb_array_elements_text(coalesce(line."serialNumbers", '[]')))
from given, jsonb_to_recordset(given.lines) as line(id uuid, "lineNumber" text, "shippedMilli" bigint,
  "lotNumber" text, "expiresOn" date, "palletSscc" text, ssccs jsonb, "serialNumbers" jsonb)`;

async function storeShipments(
  { newId, clock, actor }: Context,
  tx: Transaction,
  stored: readonly Stored[],
): Promise<void> {
  const rows = stored.flatMap(({ order, by, added }) => {
    if (added.kind !== 'shipment') return [];
    const { id: orderId, buyerId, supplierId } = order;
    const lines = added.shipment.lines.map((line) => ({ ...line, id: newId() }));
    return { ...added.shipment, lines, orderId, buyerId, supplierId, documentId: by.documentId };
  });
  if (rows.length > 0) await tx.query(insertNotices, [clock.now(), actor.name, JSON.stringify(rows)]);
}

async function storeReceipt(storing: Storing, { lines, ...receipt }: ReceiptFact): Promise<void> {
  const { context, tx } = storing;
  await tx.query(
    `insert into receipts (org_id, supplier_id, order_id, document_id, recorded_at, recorded_by, id, receipt_number,
       purpose, shipment_number, received_on, content_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...head(storing),
      receipt.receiptId,
      receipt.receiptNumber,
      receipt.purpose,
      receipt.shipmentNumber,
      receipt.receivedOn,
      receipt.contentHash,
    ],
  );
  await tx.query(
    `insert into receipt_lines (org_id, supplier_id, order_id, receipt_id, id, line_number, received_milli, deviations,
       lot_number, expires_on, sscc, serials)
     select $1, $2, $3, $4, id, "lineNumber", "receivedMilli", deviations, "lotNumber", "expiresOn", sscc,
       coalesce(serials, '[]')
     from jsonb_to_recordset($5::jsonb) as line(id uuid, "lineNumber" text, "receivedMilli" bigint, deviations jsonb,
       "lotNumber" text, "expiresOn" date, sscc text, serials jsonb)`,
    [
      ...head(storing).slice(0, 3),
      receipt.receiptId,
      JSON.stringify(lines.map((line) => ({ ...line, id: context.newId() }))),
    ],
  );
}

/** A number counts once per buyer and supplier: for another order only as a part of the same invoice. */
async function refuseUsedNumber(
  { tx, order }: Storing,
  { invoiceNumber, wholeHash }: Omit<InvoiceFact, 'lines'>,
): Promise<void> {
  const about = [order.buyerId, order.supplierId, invoiceNumber];
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4712))', [about.join(' ')]);
  const [other] = await tx.query(
    `select 1 from invoices where org_id = $1 and supplier_id = $2 and invoice_number = $3
       and (whole_hash is null or whole_hash is distinct from $4) limit 1`,
    [...about, wholeHash],
  );
  if (other === undefined) return;
  waits(
    'invoice-number-used',
    `Invoice ${invoiceNumber} was received before, for another order: give the new one its own number`,
  );
}

async function storeInvoice(storing: Storing, { lines, ...billed }: InvoiceFact): Promise<void> {
  const { context, tx, order } = storing;
  await refuseUsedNumber(storing, billed);
  await tx.query(
    `insert into invoices (org_id, supplier_id, order_id, document_id, recorded_at, recorded_by, id, invoice_number,
       kind, invoiced_on, currency, total_minor, content_hash, whole_hash, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'waiting')`,
    [
      ...head(storing),
      billed.invoiceId,
      billed.invoiceNumber,
      billed.kind,
      billed.invoicedOn,
      order.currency,
      billed.totalMinor,
      billed.contentHash,
      billed.wholeHash,
    ],
  );
  await tx.query(
    `insert into invoice_lines (org_id, supplier_id, order_id, invoice_id, id, position, line_number, gtin14,
       buyer_item_number, supplier_item_number, invoiced_milli, unit, unit_price_micros)
     select $1, $2, $3, $4, id, position, "lineNumber", gtin, "buyerItemNumber", "supplierItemNumber",
       "invoicedMilli", unit, "unitPriceMicros"
     from jsonb_to_recordset($5::jsonb) as line(id uuid, position integer, "lineNumber" text, gtin text,
       "buyerItemNumber" text, "supplierItemNumber" text, "invoicedMilli" bigint, unit text, "unitPriceMicros" bigint)`,
    [
      ...head(storing).slice(0, 3),
      billed.invoiceId,
      JSON.stringify(lines.map((line, position) => ({ ...line, position, id: context.newId() }))),
    ],
  );
}

async function storeReleaseAndChange(
  storing: Storing,
  added: Extract<NewFacts, { kind: 'release' }>,
): Promise<void> {
  // Before anything is written: an unknown item makes the whole release wait.
  await findOrderedItems(storing.tx, added.added);
  await storeRelease(storing, added);
  await storeChange(storing, { ...added, kind: 'change', closing: null });
}

/** Kinds of facts that are written down order by order, because they may find that they have to wait. */
export const isStoredAlone = ({ kind }: NewFacts): boolean =>
  kind === 'change' || kind === 'invoice' || kind === 'release' || kind === 'receipt';

/** Writes down what documents or people added to orders; nothing that was there changes. */
export async function storeFacts(
  context: Context,
  tx: Transaction,
  stored: readonly Stored[],
): Promise<void> {
  await storeAnswers(context, tx, stored);
  await storeShipments(context, tx, stored);
  for (const { order, by, added } of stored) {
    const storing = { context, tx, order, by };
    if (added.kind === 'change') await storeChange(storing, added);
    if (added.kind === 'receipt') await storeReceipt(storing, added.receipt);
    if (added.kind === 'invoice') await storeInvoice(storing, added.invoice);
    if (added.kind === 'release') await storeReleaseAndChange(storing, added);
  }
}
