import type { Api } from './api.ts';
import type { SignIn } from './product.ts';

const salesOf = (agreementId: string) => ({ agreementId, purpose: 'sales' as const });

/** One's own working sales forecast, begun where there is none. */
export async function openWorkingPlan(api: Api, agreementId: string) {
  const { plans } = await api.plans.grid.query(salesOf(agreementId));
  const mine = plans.find(({ measure, state }) => measure === 'mine' && state === 'working');
  return mine ?? (await api.plans.startRevision.mutate(salesOf(agreementId)));
}

/** A joint sales plan of the demo that both sides are negotiating, and who plans for the supplier. */
export async function findJointPlan(
  buyer: Api,
  signIns: readonly SignIn[],
): Promise<{ agreementId: string; planId: string; supplierEmail: string }> {
  const { rows } = await buyer.agreements.list.query();
  for (const { agreementId, supplierName, state } of rows) {
    const planner = signIns.find(
      ({ organisation, role }) => organisation === supplierName && role === 'Supplier planner',
    );
    if (state !== 'active' || planner === undefined) continue;
    const { plans } = await buyer.plans.grid.query(salesOf(agreementId));
    const joint = plans.find((plan) => plan.measure === 'joint' && plan.state === 'in-review');
    if (joint !== undefined) return { agreementId, planId: joint.planId, supplierEmail: planner.email };
  }
  throw new Error('The demo has no joint plan in review: this test edits one');
}
