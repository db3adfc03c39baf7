import type { Database } from '../platform/index.ts';

type Grain = { place: string; item: string; bucketDays: number; depthDays: number; isOpen: boolean };

const findRule = `
select rule.place, rule.item, rule.bucket_days as "bucketDays", rule.depth_days as "depthDays",
  rule.closed_at is null as "isOpen"
from agreements agreement join sharing_rules rule on rule.agreement_version_id = agreement.active_version_id
where agreement.id = $1 and rule.owner_id = agreement.buyer_id and rule.measure = 'forecast'`;

type Buckets = { bucketDays: number; bucketCount: number } | null;

/** The grain in which a supplier can answer; the same that decides whether it is asked. */
export function explainNoCommits(rule: Grain | undefined, plan: Buckets): string | null {
  const why = (reason: string): string => `The supplier is not asked to commit: ${reason}`;
  const remedy = 'A new version of the agreement can change that.';
  if (rule === undefined) return why(`the agreement does not share the buyer\u2019s forecast. ${remedy}`);
  if (!rule.isOpen) return why('the buyer has closed the sharing of its forecast. It can open it again.');
  if (rule.item !== 'item') return why(`the buyer shares its forecast by category only. ${remedy}`);
  if (rule.place !== 'location')
    return why(`the buyer shares its forecast for all places together. ${remedy}`);
  if (plan === null) return null;
  if (rule.bucketDays > plan.bucketDays)
    return why(`the buyer shares its forecast by week, and this order forecast is by day. ${remedy}`);
  const planDays = plan.bucketDays * plan.bucketCount;
  return planDays > rule.depthDays + 7
    ? why(
        `the order forecast reaches ${planDays} days, and the agreement opens ${rule.depthDays} of them. ${remedy}`,
      )
    : null;
}

/** Why the supplier of an agreement owes no commits, in a sentence for both sides; null where it is asked. */
export async function whyNoCommits(db: Database, agreementId: string, plan: Buckets): Promise<string | null> {
  const [rule] = await db.read<Grain>(findRule, [agreementId]);
  return explainNoCommits(rule, plan);
}
