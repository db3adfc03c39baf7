import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { waitingNotFound } from '../orders.errors.ts';
import { waitingNews } from '../orders.events.ts';

const label = z.string().trim().min(1).max(22);

export const repairWaitingInput = z.object({
  waitingId: z.uuid(),
  /** The order that is meant; absent: as the document says. */
  poNumber: label.optional(),
  /** The document's line number → the order's. */
  lineNumbers: z.record(label, label).optional(),
  /** Why a release changes what was firm. */
  reason: z.string().trim().min(1).max(500).optional(),
  expectedVersion: z.int(),
});

export const dismissWaitingInput = z.object({
  waitingId: z.uuid(),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});

type Row = { documentId: string; buyerId: OrganisationId; supplierId: OrganisationId; poNumber: string };

async function lock(
  tx: Transaction,
  { waitingId, expectedVersion }: { waitingId: string; expectedVersion: number },
): Promise<Row> {
  const [row] = await tx.query<Row>(
    `select document_id as "documentId", buyer_id as "buyerId", supplier_id as "supplierId", po_number as "poNumber"
     from waiting_documents where id = $1 and state = 'waiting' and version = $2 for update`,
    [waitingId, expectedVersion],
  );
  if (row === undefined) throw waitingNotFound(waitingId);
  return row;
}

/** A person corrects how a document is read, or just asks to try it again. It is taken in the name of its sender. */
export function repairWaiting(
  { db }: Context,
  { waitingId, poNumber, lineNumbers, reason, expectedVersion }: z.output<typeof repairWaitingInput>,
): Promise<{ version: number }> {
  return db.transaction(async (tx) => {
    const row = await lock(tx, { waitingId, expectedVersion });
    const correction = {
      ...(lineNumbers === undefined ? {} : { lineNumbers }),
      ...(reason === undefined ? {} : { reason }),
    };
    await tx.query(
      `update waiting_documents set po_number = $2, correction = correction || $3::jsonb, version = version + 1
       where id = $1`,
      [waitingId, poNumber ?? row.poNumber, JSON.stringify(correction)],
    );
    const now = { ...row, poNumber: poNumber ?? row.poNumber };
    await tx.publish(waitingNews('orders.waiting-tried', now));
    await tx.audit({
      command: 'orders.repair-waiting',
      subject: { kind: 'document', id: row.documentId },
      before: { poNumber: row.poNumber },
      after: { poNumber: now.poNumber, ...correction },
    });
    return { version: expectedVersion + 1 };
  });
}

/** A document that was a mistake is set aside; it stays on record with the reason. */
export function dismissWaiting(
  { db, clock, actor }: Context,
  { waitingId, reason, expectedVersion }: z.output<typeof dismissWaitingInput>,
): Promise<{ version: number }> {
  return db.transaction(async (tx) => {
    const row = await lock(tx, { waitingId, expectedVersion });
    await tx.query(
      `update waiting_documents set state = 'dismissed', reason = $2, ended_at = $3, ended_by = $4,
         version = version + 1 where id = $1`,
      [waitingId, reason, clock.now(), actor.name],
    );
    await tx.publish(waitingNews('orders.waiting-ended', row));
    await tx.audit({
      command: 'orders.dismiss-waiting',
      subject: { kind: 'document', id: row.documentId },
      reason,
    });
    return { version: expectedVersion + 1 };
  });
}
