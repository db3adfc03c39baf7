import type { SharedMeasure } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { ruleNotFound, ruleNotInForce } from './sharing.errors.ts';
import { sharingNews } from './sharing.events.ts';

export const closeRuleInput = z.object({ ruleId: z.uuid(), reason: z.string().min(1).max(500) });
export const reopenRuleInput = z.object({ ruleId: z.uuid() });

type Rule = {
  ruleId: string;
  ownerId: OrganisationId;
  readerId: OrganisationId;
  agreementId: string;
  measure: SharedMeasure;
  isOpen: boolean;
  isInForce: boolean;
};

async function lockOwnRule(context: Context, tx: Transaction, ruleId: string): Promise<Rule> {
  const [rule] = await tx.query<Rule>(
    `select rule.id as "ruleId", rule.owner_id as "ownerId", rule.reader_id as "readerId",
       rule.agreement_id as "agreementId", rule.measure, rule.closed_at is null as "isOpen",
       exists (select 1 from agreement_versions version where version.buyer_id = rule.buyer_id
         and version.id = rule.agreement_version_id and version.state = 'active') as "isInForce"
     from sharing_rules rule where rule.id = $1 and rule.owner_id = $2 for update of rule`,
    [ruleId, context.actor.organisationId],
  );
  if (rule === undefined) throw ruleNotFound(ruleId);
  return rule;
}

async function tell(tx: Transaction, what: 'opened' | 'closed', rule: Rule, reason?: string): Promise<void> {
  const { agreementId, ownerId, readerId, measure } = rule;
  await tx.publish(sharingNews(what, { agreementId, changes: [{ ownerId, readerId, measure }] }));
  await tx.audit({
    command: what === 'closed' ? 'sharing.close' : 'sharing.reopen',
    subject: { kind: 'sharing', id: agreementId },
    after: { ruleId: rule.ruleId, measure, readerId },
    ...(reason === undefined ? {} : { reason }),
  });
}

/** The owner stops sharing at once: rows are gone with the commit, and live followers are closed. Both sides are told. */
export const closeRule = (context: Context, { ruleId, reason }: z.output<typeof closeRuleInput>) =>
  context.db.transaction(async (tx) => {
    const rule = await lockOwnRule(context, tx, ruleId);
    if (!rule.isOpen) return { ruleId, state: 'closed' as const };
    await tx.query(
      `update sharing_rules set closed_at = $2, closed_by = 'owner', closed_reason = $3 where id = $1`,
      [ruleId, context.clock.now(), reason],
    );
    await tell(tx, 'closed', rule, reason);
    return { ruleId, state: 'closed' as const };
  });

/** Opens a rule again as it was agreed; anything else needs a version that both sign. */
export const reopenRule = (context: Context, { ruleId }: z.output<typeof reopenRuleInput>) =>
  context.db.transaction(async (tx) => {
    const rule = await lockOwnRule(context, tx, ruleId);
    if (rule.isOpen) return { ruleId, state: 'open' as const };
    if (!rule.isInForce) throw ruleNotInForce(rule.measure);
    await tx.query(
      `update sharing_rules set closed_at = null, closed_by = null, closed_reason = null where id = $1`,
      [ruleId],
    );
    await tell(tx, 'opened', rule);
    return { ruleId, state: 'open' as const };
  });
