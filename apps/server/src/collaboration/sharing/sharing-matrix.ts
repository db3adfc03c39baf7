import { type SharedMeasure, type SharingRule, sharedMeasures } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { notYourAgreement } from './sharing.errors.ts';

export const sharingMatrixInput = z.object({ agreementId: z.uuid() });

/** `closed` by its owner or with the agreement; `not-agreed`: no version in force shares it. */
export type SharingState = 'open' | 'closed' | 'not-agreed';

export type SharingRuleView = {
  ruleId: string;
  granularity: SharingRule['granularity'];
  latencyHours: number;
  depthDays: number;
  mayReshare: boolean;
  openedAt: string;
  closedAt: string | null;
  closedBy: 'owner' | 'agreement' | null;
  closedReason: string | null;
};

export type SharingMatrixRow = {
  measure: SharedMeasure;
  mine: SharingRuleView | null;
  theirs: SharingRuleView | null;
  mineState: SharingState;
  theirsState: SharingState;
};

type RuleRow = Omit<SharingRuleView, 'granularity' | 'openedAt' | 'closedAt'> & {
  measure: SharedMeasure;
  ownerId: string;
  place: SharingRule['granularity']['place'];
  item: SharingRule['granularity']['item'];
  bucketDays: 1 | 7;
  openedAt: Date;
  closedAt: Date | null;
};

const findRules = `
select rule.id as "ruleId", rule.measure, rule.owner_id as "ownerId", rule.place, rule.item,
  rule.bucket_days as "bucketDays", rule.latency_hours as "latencyHours", rule.depth_days as "depthDays",
  rule.may_reshare as "mayReshare", rule.opened_at as "openedAt", rule.closed_at as "closedAt",
  rule.closed_by as "closedBy", rule.closed_reason as "closedReason"
from sharing_rules rule join agreements agreement on agreement.active_version_id = rule.agreement_version_id
where agreement.id = $1`;

const toView = ({ place, item, bucketDays, measure: _, ownerId: __, ...rule }: RuleRow): SharingRuleView => ({
  ...rule,
  granularity: { place, item, bucketDays },
  openedAt: rule.openedAt.toISOString(),
  closedAt: rule.closedAt?.toISOString() ?? null,
});

const stateOf = (rule: RuleRow | undefined): SharingState =>
  rule === undefined ? 'not-agreed' : rule.closedAt === null ? 'open' : 'closed';

/** Per measure what each side shares under the version in force, and whether it is open now. */
export async function getSharingMatrix(
  { db, actor }: Context,
  { agreementId }: z.output<typeof sharingMatrixInput>,
): Promise<{ agreementId: string; partnerId: string; measures: SharingMatrixRow[] }> {
  const [agreements, rules] = await Promise.all([
    db.read<{ partnerId: string }>(
      `select case buyer_id when $2::uuid then supplier_id else buyer_id end as "partnerId"
       from agreements where id = $1`,
      [agreementId, actor.organisationId],
    ),
    db.read<RuleRow>(findRules, [agreementId]),
  ]);
  const [agreement] = agreements;
  if (agreement === undefined) throw notYourAgreement(agreementId);
  const measures = sharedMeasures.map((measure): SharingMatrixRow => {
    const mine = rules.find((rule) => rule.measure === measure && rule.ownerId === actor.organisationId);
    const theirs = rules.find((rule) => rule.measure === measure && rule.ownerId !== actor.organisationId);
    return {
      measure,
      mine: mine === undefined ? null : toView(mine),
      theirs: theirs === undefined ? null : toView(theirs),
      mineState: stateOf(mine),
      theirsState: stateOf(theirs),
    };
  });
  return { agreementId, partnerId: agreement.partnerId, measures };
}
