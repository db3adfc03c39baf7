import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { planEventInvalid } from './business-plans.errors.ts';
import { planEventNews } from './business-plans.events.ts';
import { type AgreementInForce, loadAgreement } from './load-agreement.ts';
import { checkPlanEventContent, type PlanEventContent, planEventContent } from './plan-event-content.ts';
import { spanOf } from './store-plan-event.ts';

export const createPlanEventInput = z.object({ agreementId: z.uuid(), content: planEventContent });

/** Throws when the event names items or places that the agreement does not cover. */
export async function checkScope(
  tx: Transaction,
  { agreementId }: Pick<AgreementInForce, 'agreementId'>,
  content: PlanEventContent,
): Promise<void> {
  const itemIds = [...content.items, ...content.cannibalised].map(({ itemId }) => itemId);
  const [strangers] = await tx.query<{ items: string[]; places: string[] }>(
    `select array(select named from unnest($2::uuid[]) named where not exists (
         select 1 from agreement_item_locations scope where scope.agreement_id = $1 and scope.item_id = named)) as items,
       array(select named from unnest($3::uuid[]) named where not exists (
         select 1 from agreement_item_locations scope where scope.agreement_id = $1 and scope.location_id = named)
       ) as places`,
    [agreementId, itemIds, content.locationIds ?? []],
  );
  const [item] = strangers?.items ?? [];
  if (item !== undefined)
    throw planEventInvalid({ place: 'items', remedy: `item ${item} is not in the agreement’s scope` });
  const [place] = strangers?.places ?? [];
  if (place !== undefined)
    throw planEventInvalid({ place: 'locations', remedy: `place ${place} is not in the agreement’s scope` });
}

/** A draft that only its owner sees. */
export async function createPlanEvent(
  context: Context,
  { agreementId, content }: z.output<typeof createPlanEventInput>,
): Promise<{ planEventId: string; version: number }> {
  const { actor, clock } = context;
  checkPlanEventContent(content);
  return context.db.transaction(async (tx) => {
    const agreement = await loadAgreement(context, tx, agreementId);
    await checkScope(tx, agreement, content);
    const planEventId = context.newId();
    const { startsOn, endsBefore } = spanOf(content);
    await tx.query(
      `insert into plan_events (id, buyer_id, supplier_id, agreement_id, agreement_version_id, owner_id, state, content,
         starts_on, ends_before, lock_on, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, $11, $12)`,
      [
        planEventId,
        agreement.buyerId,
        agreement.supplierId,
        agreementId,
        agreement.agreementVersionId,
        actor.organisationId,
        JSON.stringify(content),
        startsOn,
        endsBefore,
        content.lockOn,
        actor.name,
        clock.now(),
      ],
    );
    const subject = { kind: 'plan-event', id: planEventId };
    await tx.audit({ command: 'collaboration.create-plan-event', subject, after: { name: content.name } });
    const payload = { agreementId, name: content.name, state: 'draft' };
    await tx.publish(planEventNews({ planEventId, audience: [actor.organisationId], payload }));
    return { planEventId, version: 1 };
  });
}
