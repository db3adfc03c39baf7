import type { OrganisationId } from '@coplan/kernel';
import type { TestApp } from '../test-app.ts';

type Pair = { buyerId: OrganisationId; supplierId: OrganisationId; agreementId: string; canary: string };

const newestPlan = `
select id from forecast_plans where agreement_id = $1 and (party_id is null or party_id = (select current_setting('app.org')::uuid))
order by issued_at desc, id limit 1`;

const insertEdit = `
insert into cell_edits (id, plan_id, buyer_id, supplier_id, item_location_id, bucket_index, layer, after_milli, outcome,
  reason, actor_org_id, actor_name, operation_id, at)
select $2, plan.id, plan.buyer_id, plan.supplier_id, scope.item_location_id, 0, 'override', 77300, 'applied', $3,
  (select current_setting('app.org')::uuid), $3, $3, $4
from forecast_plans plan join agreement_item_locations scope on scope.agreement_id = plan.agreement_id
where plan.id = $1 order by scope.item_location_id limit 1`;

const insertConsent = `
insert into plan_consents (plan_id, buyer_id, supplier_id, org_id, actor_name, edit_number, at)
select id, buyer_id, supplier_id, (select current_setting('app.org')::uuid), $2, 0, $3 from forecast_plans where id = $1`;

const insertAmendment = `
insert into plan_amendments (id, plan_id, buyer_id, supplier_id, proposed_by_id, proposed_by, proposed_at, cells, reason)
select $2, id, buyer_id, supplier_id, (select current_setting('app.org')::uuid), $3, $4, '[]', $3
from forecast_plans where id = $1`;

/** An edit, a consent and an amendment of the victim in a plan of its own, every text with the canary in it. */
export async function addPlanRows(app: TestApp, { buyerId, agreementId, canary }: Pair): Promise<void> {
  const context = app.contextFor(app.actorOf(buyerId, 'admin'));
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    const [plan] = await tx.query<{ id: string }>(newestPlan, [agreementId]);
    if (plan === undefined) throw new Error('the victim has no plan: add plans first');
    await tx.query(insertEdit, [plan.id, context.newId(), canary, now]);
    await tx.query(insertConsent, [plan.id, canary, now]);
    await tx.query(insertAmendment, [plan.id, context.newId(), canary, now]);
  });
}
