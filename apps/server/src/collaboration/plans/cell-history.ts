import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { bucketOf } from './edit-rules.ts';
import { getPlanRow } from './load-plan.ts';

export const cellHistoryInput = z.object({
  planId: z.uuid(),
  itemLocationId: z.uuid(),
  bucketIndex: z.int().min(0).max(799),
});

export type CellHistoryEntry = {
  editNumber: number;
  planId: string;
  versionNumber: number;
  layer: 'base' | 'event' | 'override';
  beforeMilli: number | null;
  afterMilli: number | null;
  outcome: 'applied' | 'conflict';
  reason: string | null;
  actorName: string;
  actorOrgId: string;
  at: string;
};
type Row = Omit<CellHistoryEntry, 'at'> & { at: Date };

const findEdits = `
select edit.edit_number as "editNumber", edit.plan_id as "planId", version.version_number as "versionNumber", edit.layer,
  edit.before_milli as "beforeMilli", edit.after_milli as "afterMilli", edit.outcome, edit.reason,
  edit.actor_name as "actorName", edit.actor_org_id as "actorOrgId", edit.at
from forecast_plans version
  join cell_edits edit on edit.buyer_id = version.buyer_id and edit.plan_id = version.id and edit.item_location_id = $6
    and edit.bucket_index = ($7::date - version.starts_on) / version.bucket_days
where version.buyer_id = $1 and version.agreement_id = $2 and version.purpose = $3 and version.kind = $4
  and version.party_id is not distinct from $5::uuid and $7::date >= version.starts_on
  and ($4 <> 'scenario' or version.id = $8)
order by edit.edit_number desc limit 200`;

/** Who changed a cell to what, over all versions of the plan that the asking side may see, newest first. */
export async function cellHistory(
  { db }: Context,
  { planId, itemLocationId, bucketIndex }: z.output<typeof cellHistoryInput>,
): Promise<{ startsOn: LocalDate; entries: CellHistoryEntry[] }> {
  const plan = await getPlanRow(db, planId);
  const { startsOn } = bucketOf(plan, bucketIndex);
  const rows = await db.read<Row>(findEdits, [
    plan.buyerId,
    plan.agreementId,
    plan.purpose,
    plan.kind,
    plan.partyId,
    itemLocationId,
    startsOn,
    planId,
  ]);
  return { startsOn, entries: rows.map((row) => ({ ...row, at: row.at.toISOString() })) };
}
