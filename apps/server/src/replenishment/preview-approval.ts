import type { ProposalId, UserId } from '@coplan/kernel';
import { z } from 'zod';
import { findApprovalLimits } from '../orders/index.ts';
import type { Context } from '../platform/index.ts';
import { judgeApproval } from './judge-approval.ts';
import type { ProposalState } from './proposal.lifecycle.ts';

export const previewApprovalInput = z.object({ proposalIds: z.array(z.uuid()).min(1).max(2_000) });

export type ApprovalPreview = {
  count: number;
  unitsMilli: number;
  valueMinor: number;
  currency: string;
  bySupplier: { supplierId: string; name: string; count: number; valueMinor: number }[];
  needSecondCount: number;
  refusedCount: number;
};

type Row = {
  id: ProposalId;
  state: ProposalState;
  supplierId: string;
  supplierName: string;
  quantityMilli: number;
  valueMinor: number;
  currency: string;
  cutOffAt: Date;
  firstApprovedBy: UserId | null;
  isLookingBack: boolean;
};

/** What approving these proposals now would do, without doing it: the same judgement as the act. */
export async function previewApproval(
  { db, actor, clock }: Context,
  { proposalIds }: z.output<typeof previewApprovalInput>,
): Promise<ApprovalPreview> {
  const rows = await db.read<Row>(
    `select proposal.id, proposal.state, proposal.supplier_id as "supplierId", supplier.name as "supplierName",
       proposal.quantity_milli as "quantityMilli", proposal.value_minor as "valueMinor", proposal.currency,
       proposal.cut_off_at as "cutOffAt", proposal.first_approved_by as "firstApprovedBy",
       run.parameters ->> 'asOf' is not null as "isLookingBack"
     from proposals proposal join runs run on run.id = proposal.run_id
       join organisations supplier on supplier.id = proposal.supplier_id
     where proposal.org_id = (select current_setting('app.org')::uuid) and proposal.state <> 'new'
       and proposal.id = any ($1::uuid[])`,
    [proposalIds],
  );
  const limits = await findApprovalLimits({ query: db.read }, actor);
  const now = clock.now();
  const judged = rows.map((row) => ({
    row,
    judgement: judgeApproval({ proposal: row, isLookingBack: row.isLookingBack }, { actor, limits, now }),
  }));
  const accepted = judged.filter(({ judgement }) => 'event' in judgement);
  const suppliers = Map.groupBy(accepted, ({ row }) => row.supplierId);
  const sum = (entries: typeof accepted, of: (row: Row) => number): number =>
    entries.reduce((total, { row }) => total + of(row), 0);
  return {
    count: accepted.length,
    unitsMilli: sum(accepted, (row) => row.quantityMilli),
    valueMinor: sum(accepted, (row) => row.valueMinor),
    currency: accepted[0]?.row.currency ?? '',
    bySupplier: [...suppliers]
      .map(([supplierId, entries]) => ({
        supplierId,
        name: entries[0]?.row.supplierName ?? '',
        count: entries.length,
        valueMinor: sum(entries, (row) => row.valueMinor),
      }))
      .sort((left, right) => right.valueMinor - left.valueMinor),
    needSecondCount: accepted.filter(
      ({ judgement }) => 'event' in judgement && judgement.event === 'ask-second',
    ).length,
    refusedCount: proposalIds.length - accepted.length,
  };
}
