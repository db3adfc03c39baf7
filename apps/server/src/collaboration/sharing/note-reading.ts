import type { SharedMeasure } from '@coplan/collaboration';
import type { Context } from '../../platform/index.ts';

export type Reading = {
  ownerId: string;
  agreementId: string;
  measure: SharedMeasure;
  /** What it was read for, as the owner will see it, e.g. `planning grid`. */
  purpose: string;
  rowCount: number;
  fromOn?: string | null;
  toOn?: string | null;
};

const insertReading = `
insert into sharing_reads (owner_id, reader_id, buyer_id, supplier_id, agreement_id, measure, purpose, actor_user_id,
  actor_name, row_count, from_on, to_on, at)
select $1, $2, agreement.buyer_id, agreement.supplier_id, agreement.id, $4, $5, $6, $7, $8, $9, $10, $11
from agreements agreement where agreement.id = $3`;

/**
 * Notes for the owner that the organisation has read rows of it which are no shared series: a published plan, an event
 * of the business plan. Reading one's own, or nothing, is not noted.
 */
export async function noteReading({ db, actor, clock }: Context, reading: Reading): Promise<void> {
  const { ownerId, agreementId, measure, purpose, rowCount, fromOn, toOn } = reading;
  if (ownerId === actor.organisationId || rowCount === 0) return;
  await db.transaction((tx) =>
    tx.query(insertReading, [
      ownerId,
      actor.organisationId,
      agreementId,
      measure,
      purpose,
      actor.userId,
      actor.name,
      rowCount,
      fromOn ?? null,
      toOn ?? null,
      clock.now(),
    ]),
  );
}
