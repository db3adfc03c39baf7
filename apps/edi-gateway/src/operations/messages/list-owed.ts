import type { Sql } from '../../database.ts';

export type OwedRow = {
  messageId: string;
  agreementId: string;
  agreementName: string;
  setType: string | null;
  documentType: string | null;
  controlNumber: string | null;
  acknowledgement: 'expected' | 'overdue';
  dueAt: Date;
  sentAt: Date | null;
  /** How the file travelled: by AS2 a receipt may show that the partner has it. */
  sendBy: 'folder' | 'as2';
  isDelivered: boolean;
  numbers: { kind: string; number: string }[];
};

const owed = `select messages.message_id as "messageId", messages.agreement_id as "agreementId",
  agreements.name as "agreementName", set_type as "setType", document_type as "documentType",
  messages.control_number as "controlNumber", acknowledgement, acknowledgement_due_at as "dueAt",
  messages.ended_at as "sentAt", send_by as "sendBy",
  exists (select 1 from as2_messages where as2_messages.interchange_id = messages.interchange_id
    and as2_messages.state = 'delivered') as "isDelivered",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'number', number) order by kind, number), '[]')
   from (select kind, number from message_numbers where message_numbers.message_id = messages.message_id
     and kind <> 'control' order by kind, number limit 20) as own) as numbers
  from messages join agreements using (agreement_id)
  where acknowledgement in ('expected', 'overdue') and set_aside_at is null
  order by acknowledgement_due_at, messages.position limit $1`;

const rowsMax = 300;

/** What partners have still to acknowledge, whatever has been waited for longest first. */
export async function listOwed({ query }: Pick<Sql, 'query'>): Promise<{ rows: OwedRow[]; isCut: boolean }> {
  const rows = await query<OwedRow>(owed, [rowsMax + 1]);
  return { rows: rows.slice(0, rowsMax), isCut: rows.length > rowsMax };
}
