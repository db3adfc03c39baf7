import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type IssueCode, resolvesItself } from '../life/issues.ts';
import { type WaitingState, waitingStates } from './waiting-document.lifecycle.ts';

export const listWaitingInput = z.object({
  state: z.enum(waitingStates).default('waiting'),
  poNumber: z.string().max(22).optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type WaitingRow = {
  waitingId: string;
  documentType: string;
  poNumber: string;
  buyerName: string;
  supplierName: string;
  /** Whether the reader's own organisation sent it. */
  isOwn: boolean;
  state: WaitingState;
  issueCode: IssueCode;
  issueText: string;
  /** It is taken when what is missing comes; nobody has to do anything. */
  resolvesItself: boolean;
  cameAt: string;
  version: number;
};

/** Documents about orders that wait, of both parties, newest first. */
export async function listWaiting(
  { db, actor }: Context,
  { state, poNumber, cursor, limit }: z.output<typeof listWaitingInput>,
): Promise<{ rows: WaitingRow[]; nextCursor: string | null }> {
  const rows = await db.read<Omit<WaitingRow, 'resolvesItself'>>(
    `select waiting.id as "waitingId", document_type as "documentType", po_number as "poNumber",
       buyer.name as "buyerName", supplier.name as "supplierName", sender_id = $1 as "isOwn", waiting.state,
       issue_code as "issueCode", issue_text as "issueText", waiting.version,
       to_char(came_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "cameAt"
     from waiting_documents waiting
       join organisations buyer on buyer.id = waiting.buyer_id
       join organisations supplier on supplier.id = waiting.supplier_id
     where (sender_id = $1 or receiver_id = $1) and waiting.state = $2
       and ($3::text is null or po_number = $3) and ($4::uuid is null or waiting.id < $4)
     order by waiting.id desc limit $5`,
    [actor.organisationId, state, poNumber ?? null, cursor ?? null, limit + 1],
  );
  const page = rows
    .slice(0, limit)
    .map((row) => ({ ...row, resolvesItself: resolvesItself.has(row.issueCode) }));
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.waitingId ?? null) : null };
}
