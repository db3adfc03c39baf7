import { addDays } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { type AgreementMove, movesOf } from './agreement-moves.ts';
import { findWholeVersion, readAgreements, sideOf, type WholeVersion } from './agreement-rows.ts';
import {
  agreementEventNotAllowed,
  agreementNotFound,
  notYourMove,
  onlySuspender,
  versionNotFound,
} from './agreements.errors.ts';
import { agreementNews } from './agreements.events.ts';
import { moveVersion, todayOf } from './move-version.ts';

const reason = z.string().min(1).max(1_000);

export const declineInput = z.object({ agreementVersionId: z.uuid(), reason: reason.optional() });
export const agreementReasonInput = z.object({ agreementId: z.uuid(), reason });
export const resumeInput = z.object({ agreementId: z.uuid() });

async function lockVersion(tx: Transaction, agreementVersionId: string): Promise<WholeVersion> {
  const version = await findWholeVersion(tx, agreementVersionId, { lock: true });
  if (version === undefined) throw versionNotFound(agreementVersionId);
  return version;
}

async function lockInForce(
  tx: Transaction,
  agreementId: string,
  event: AgreementMove,
): Promise<WholeVersion> {
  const [agreement] = await readAgreements(tx, agreementId);
  if (agreement === undefined) throw agreementNotFound(agreementId);
  if (agreement.activeVersionId === null) throw agreementEventNotAllowed({ state: agreement.state, event });
  return lockVersion(tx, agreement.activeVersionId);
}

/** Turns the other side's proposal down, or takes one's own back. */
export const declineAgreement = (
  context: Context,
  event: 'reject' | 'withdraw',
  input: z.output<typeof declineInput>,
) =>
  context.db.transaction(async (tx) => {
    const version = await lockVersion(tx, input.agreementVersionId);
    const side = sideOf(version, context.actor.organisationId);
    const isAuthor = version.authorId === context.actor.organisationId;
    if (isAuthor !== (event === 'withdraw')) throw notYourMove({ event, side });
    return { state: await moveVersion(context, tx, version, event, { reason: input.reason ?? null }) };
  });

/** Stops planning and sharing under the agreement until whoever stopped it resumes it. */
export const suspendAgreement = (context: Context, input: z.output<typeof agreementReasonInput>) =>
  context.db.transaction(async (tx) => {
    const version = await lockInForce(tx, input.agreementId, 'suspend');
    return { state: await moveVersion(context, tx, version, 'suspend', { reason: input.reason }) };
  });

export const resumeAgreement = (context: Context, input: z.output<typeof resumeInput>) =>
  context.db.transaction(async (tx) => {
    const version = await lockInForce(tx, input.agreementId, 'resume');
    if (version.state === 'suspended' && !movesOf(version, context.actor).includes('resume'))
      throw onlySuspender();
    return { state: await moveVersion(context, tx, version, 'resume') };
  });

const giveNotice = `
update agreement_versions set terminates_on = $2, notice_by_id = $3, reason = $4, changed_at = $5,
  version = version + 1 where id = $1`;

/**
 * Gives notice: the agreement ends after the days that it names. Where the other side has given notice already, or no
 * days are agreed, it ends at once.
 */
export const terminateAgreement = (context: Context, input: z.output<typeof agreementReasonInput>) =>
  context.db.transaction(async (tx) => {
    const version = await lockInForce(tx, input.agreementId, 'terminate');
    const { actor, clock } = context;
    if (version.noticeById === actor.organisationId)
      throw notYourMove({ event: 'terminate', side: sideOf(version, actor.organisationId) });
    const noticeDays = version.content.governance.terminationNoticeDays;
    if (version.noticeById !== null || noticeDays === 0) {
      const state = await moveVersion(context, tx, version, 'terminate', { reason: input.reason });
      return { state, terminatesOn: todayOf(context, version) };
    }
    const terminatesOn = addDays(todayOf(context, version), noticeDays);
    const { agreementId, agreementVersionId, state } = version;
    await tx.query(giveNotice, [
      agreementVersionId,
      terminatesOn,
      actor.organisationId,
      input.reason,
      clock.now(),
    ]);
    await tx.audit({
      command: 'agreements.give-notice',
      subject: { kind: 'agreement', id: agreementId },
      after: { terminatesOn },
      reason: input.reason,
    });
    const audience = [version.buyerId, version.supplierId];
    await tx.publish(agreementNews({ agreementId, agreementVersionId, state, audience }));
    return { state, terminatesOn };
  });
