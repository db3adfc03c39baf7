import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';

/** A document or event of the order that shows what happened; `documentId` names the message behind it, if there is one. */
export type Evidence = {
  kind: 'order' | 'change' | 'promise' | 'shipment' | 'receipt' | 'invoice';
  reference: string;
  label: string;
  documentId: string | null;
  at: string;
};

const instant = `to_char(told.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const everything = `
select told.kind, told.reference::text as reference, told.label, told.document_id as "documentId", ${instant} as at
from (
  select 'order' as kind, placed.id as reference, 'PO ' || placed.po_number || ' as placed' as label,
    (select document_id from order_events one where one.org_id = placed.org_id and one.order_id = placed.id
     order by told_number limit 1) as document_id, placed.placed_at as at, null::text[] as lines
  from orders placed where placed.org_id = $1 and placed.id = $2
  union all
  select 'change', change.id, 'Change ' || coalesce(change_number, '') || ' of ' || changed_on, document_id,
    recorded_at, (select array_agg(line_number) from order_change_lines asked
      where asked.org_id = change.org_id and asked.change_id = change.id)
  from order_changes change where change.org_id = $1 and change.order_id = $2
  union all
  select 'promise', made.id, 'Promise ' || promise_number || ' for line ' || line.line_number || ': '
      || coalesce(promised_on::text, 'no day'), null, recorded_at, array[line.line_number]
  from promises made
    join schedule_lines schedule on schedule.org_id = made.org_id and schedule.id = made.schedule_line_id
    join order_lines line on line.org_id = schedule.org_id and line.id = schedule.order_line_id
  where made.org_id = $1 and made.order_id = $2
  union all
  select 'shipment', notice.id, 'Ship notice ' || shipment_number || case purpose when 'original' then '' else
      ' (' || purpose || ')' end, document_id, recorded_at, (select array_agg(line_number) from ship_notice_lines line
      where line.org_id = notice.org_id and line.notice_id = notice.id)
  from ship_notices notice where notice.org_id = $1 and notice.order_id = $2
  union all
  select 'receipt', receipt.id, 'Receipt ' || receipt_number || case purpose when 'cancellation' then ' taken back' else
      ' of ' || received_on end, document_id, recorded_at, (select array_agg(line_number) from receipt_lines line
      where line.org_id = receipt.org_id and line.receipt_id = receipt.id)
  from receipts receipt where receipt.org_id = $1 and receipt.order_id = $2
  union all
  select 'invoice', billed.id, initcap(replace(kind, '-', ' ')) || ' ' || invoice_number || ' of ' || invoiced_on,
    document_id, recorded_at, null
  from invoices billed where billed.org_id = $1 and billed.order_id = $2
) told
where $3::text is null or told.lines is null or $3 = any (told.lines)
order by told.at, told.kind`;

/** Everything that was said and counted about the order, or about one line of it, oldest first. */
export const collectEvidence = (
  source: Database | Transaction,
  { buyerId, orderId, lineNumber }: { buyerId: string; orderId: string; lineNumber: string | null },
): Promise<Evidence[]> => rowsOf<Evidence>(source, everything, [buyerId, orderId, lineNumber]);
