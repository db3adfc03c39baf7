import type { SharedMeasure } from '@coplan/collaboration';
import type { Context } from '../../platform/index.ts';

export type Reading = {
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
select case agreement.buyer_id when $1 then agreement.supplier_id else agreement.buyer_id end, $1, agreement.buyer_id,
  agreement.supplier_id, agreement.id, $3, $4, $5, $6, $7, $8, $9, $10
from agreements agreement where agreement.id = $2 and $1 in (agreement.buyer_id, agreement.supplier_id)`;

/**
 * Notes for the other side of an agreement that the organisation has read rows of it which are no shared series: a published plan, an event
 * of the business plan. Reading nothing is not noted.
 */
export async function noteReading({ db, actor, clock }: Context, reading: Reading): Promise<void> {
  const { agreementId, measure, purpose, rowCount, fromOn, toOn } = reading;
  if (rowCount === 0) return;
  await db.transaction((tx) =>
    tx.query(insertReading, [
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
