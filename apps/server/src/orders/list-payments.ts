import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';

export const listPayableInput = z.object({ limit: z.int().min(1).max(500).default(200) });

/** An invoice that may be paid: matched or decided, and not paid yet. A credit note takes off. */
export type PayableInvoice = {
  invoiceId: string;
  orderId: string;
  poNumber: string;
  supplierId: string;
  supplierName: string;
  invoiceNumber: string;
  kind: string;
  invoicedOn: LocalDate;
  state: string;
  totalMinor: number;
  takenOffMinor: number;
  payableMinor: number;
  currency: string;
};

const payable = `
select billed.id as "invoiceId", billed.order_id as "orderId", placed.po_number as "poNumber",
  billed.supplier_id as "supplierId", placed.supplier_name as "supplierName",
  billed.invoice_number as "invoiceNumber", billed.kind, billed.invoiced_on as "invoicedOn", billed.state,
  billed.total_minor as "totalMinor", memo.taken as "takenOffMinor", billed.currency,
  case billed.kind when 'credit-note' then -billed.total_minor else billed.total_minor end - memo.taken as "payableMinor"
from invoices billed
  join orders placed on placed.org_id = billed.org_id and placed.id = billed.order_id
  cross join lateral (select coalesce(sum(amount_minor), 0)::float8 as taken from invoice_decisions decided
    where decided.org_id = billed.org_id and decided.invoice_id = billed.id) memo
where billed.org_id = $1 and billed.state in ('matched', 'approved')
order by placed.supplier_name, billed.invoiced_on, billed.invoice_number limit $2`;

/** What the buyer may pay now. */
export const listPayable = async (
  { db, actor }: Context,
  { limit }: z.output<typeof listPayableInput>,
): Promise<{ rows: PayableInvoice[] }> => ({
  rows: await db.read<PayableInvoice>(payable, [actor.organisationId, limit]),
});

export const listPaymentsInput = z.object({
  before: z.iso.date().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type PaidItem = {
  invoiceNumber: string;
  orderId: string;
  poNumber: string;
  totalMinor: number;
  paidMinor: number;
  deductions: { reason: string; amountMinor: number }[];
  /** Debits of the buyer and credits of the supplier. */
  memos: { kind: string; amountMinor: number; reason: string }[];
};

export type PaymentRow = {
  paymentNumber: string;
  partnerName: string;
  paidOn: LocalDate;
  paidMinor: number;
  currency: string;
  /** The remittance advice (820, REMADV) that told of it. */
  documentId: string | null;
  items: PaidItem[];
};

const payments = `
select paid.payment_number as "paymentNumber", paid.paid_on as "paidOn", sum(paid.paid_minor)::float8 as "paidMinor",
  billed.currency, (array_agg(paid.document_id) filter (where paid.document_id is not null))[1] as "documentId",
  case when paid.org_id = $1 then placed.supplier_name else placed.buyer_name end as "partnerName",
  json_agg(json_build_object('invoiceNumber', billed.invoice_number, 'orderId', billed.order_id,
    'poNumber', placed.po_number, 'totalMinor', billed.total_minor, 'paidMinor', paid.paid_minor,
    'deductions', paid.deductions, 'memos', (
      select coalesce(json_agg(json_build_object('kind', kind, 'amountMinor', amount_minor, 'reason', reason)
        order by told_number), '[]') from invoice_decisions memo
      where memo.org_id = billed.org_id and memo.invoice_id = billed.id and amount_minor is not null))
    order by billed.invoice_number, placed.po_number) as items
from invoice_payments paid
  join invoices billed on billed.org_id = paid.org_id and billed.id = paid.invoice_id
  join orders placed on placed.org_id = paid.org_id and placed.id = paid.order_id
where (paid.org_id = $1 or paid.supplier_id = $1) and ($2::date is null or paid.paid_on < $2)
group by paid.org_id, paid.supplier_id, paid.payment_number, paid.paid_on, billed.currency, "partnerName"
order by paid.paid_on desc, paid.payment_number desc limit $3`;

/** What was paid, payment by payment with its invoices, as both parties read it. Newest first. */
export const listPayments = async (
  { db, actor }: Context,
  { before, limit }: z.output<typeof listPaymentsInput>,
): Promise<{ rows: PaymentRow[] }> => ({
  rows: await db.read<PaymentRow>(payments, [actor.organisationId, before ?? null, limit]),
});
