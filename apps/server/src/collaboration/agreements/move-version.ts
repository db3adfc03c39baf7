import { type AgreementState, agreementLifecycle } from '@coplan/collaboration';
import { type LocalDate, localDateAt, nextState } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { readOpenRules, tellSharingChanges } from '../sharing/index.ts';
import type { VersionRow, WholeVersion } from './agreement-rows.ts';
import { agreementEventNotAllowed, agreementOverlaps } from './agreements.errors.ts';
import { agreementNews } from './agreements.events.ts';

type AgreementEvent = keyof UnionOfMoves<(typeof agreementLifecycle.table)[AgreementState]>;
type UnionOfMoves<Moves> = Moves extends unknown ? { [Event in keyof Moves]: string } : never;

const update = `
update agreement_versions set state = $2, changed_at = $3, version = version + 1, reason = coalesce($4, reason),
  proposed_at = case $2 when 'proposed' then $3 else proposed_at end,
  expires_at = case $2 when 'proposed' then $5::timestamptz else expires_at end,
  activated_at = case when $2 = 'active' and activated_at is null then $3 else activated_at end,
  suspended_by_id = case $2 when 'suspended' then $6::uuid else null end,
  ended_at = case when $7 then $3 else ended_at end
where id = $1`;

const isOver = (state: AgreementState): boolean => Object.keys(agreementLifecycle.table[state]).length === 0;

export const proposalDays = 30;
const dayMs = 86_400_000;

/**
 * The only way to change a version's state: by an event of the lifecycle, told to both sides, with the sharing rules
 * that opened or closed by it.
 */
export async function moveVersion(
  context: Context,
  tx: Transaction,
  version: VersionRow,
  event: string,
  { reason = null }: { reason?: string | null } = {},
): Promise<AgreementState> {
  const { clock, actor } = context;
  const state = nextState(agreementLifecycle, version.state, event as AgreementEvent as never);
  if (state === undefined) throw agreementEventNotAllowed({ state: version.state, event });
  const { agreementId, agreementVersionId, buyerId, supplierId } = version;
  const before = await readOpenRules(tx, agreementId);
  const now = clock.now();
  await tx
    .query(update, [
      agreementVersionId,
      state,
      now,
      reason,
      new Date(now.getTime() + proposalDays * dayMs),
      actor.organisationId,
      isOver(state),
    ])
    .catch(explainOverlap);
  await tx.audit({
    command: `agreements.${event}`,
    subject: { kind: 'agreement', id: agreementId },
    before: { state: version.state },
    after: { state, agreementVersionId, contentHash: version.contentHash },
    ...(reason === null ? {} : { reason }),
  });
  const isOwnDraft = version.state === 'draft' && state !== 'proposed';
  const audience = isOwnDraft ? [actor.organisationId] : [buyerId, supplierId];
  await tx.publish(agreementNews({ agreementId, agreementVersionId, state, audience }));
  await tellSharingChanges(tx, { agreementId, before, after: await readOpenRules(tx, agreementId) });
  return state;
}

/** The database refuses to plan one item-location under two agreements. */
function explainOverlap(error: Error & { code?: string; detail?: string }): never {
  if (error.code === 'CPOVL') throw agreementOverlaps(error.detail ?? '');
  throw error;
}

export const todayOf = (context: Context, { content }: Pick<WholeVersion, 'content'>): LocalDate =>
  localDateAt(context.clock.now(), content.calendar.timeZone);

/** Puts an agreed version in force; the version before is superseded in the same transaction. */
export async function activateVersion(
  context: Context,
  tx: Transaction,
  version: WholeVersion,
): Promise<void> {
  const [present] = await tx.query<VersionRow>(
    `select id as "agreementVersionId", agreement_id as "agreementId", buyer_id as "buyerId",
       supplier_id as "supplierId", state, content_hash as "contentHash"
     from agreement_versions where agreement_id = $1 and state in ('active', 'suspended') for update`,
    [version.agreementId],
  );
  if (present !== undefined) await moveVersion(context, tx, present, 'supersede');
  await moveVersion(context, tx, { ...version, state: 'agreed' }, 'activate');
}
