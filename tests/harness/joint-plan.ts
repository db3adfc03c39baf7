import type { Api } from './api.ts';
import { waitFor } from './wait.ts';

const endedStates = ['done', 'failed', 'cancelled'];

/** A run of the buyer, to its end. */
async function runOnce(buyer: Api): Promise<void> {
  const { runId } = await buyer.runs.start.mutate({});
  await waitFor(
    'the end of the run',
    async () => endedStates.includes((await buyer.runs.get.query({ runId })).state) || undefined,
    180_000,
  );
}

/** One's own working sales forecast, begun where there is none. */
export async function openWorkingPlan(api: Api, agreementId: string) {
  const question = { agreementId, purpose: 'sales' as const };
  const { plans } = await api.plans.grid.query(question);
  const mine = plans.find(({ measure, state }) => measure === 'mine' && state === 'working');
  return mine ?? (await api.plans.startRevision.mutate(question));
}

async function publish(api: Api, agreementId: string): Promise<void> {
  const { planId, version } = await openWorkingPlan(api, agreementId);
  await api.plans.publish.mutate({ planId, expectedVersion: version });
}

/** The joint sales plan that both sides negotiate; both publish their forecast where there is none yet. */
export async function openJointPlan(
  { buyer, supplier }: { buyer: Api; supplier: Api },
  agreementId: string,
): Promise<string> {
  const question = { agreementId, purpose: 'sales' as const };
  const findJoint = async () => {
    const { plans } = await supplier.plans.grid.query(question);
    return plans.find(({ measure, state }) => measure === 'joint' && state === 'in-review')?.planId;
  };
  const found = await findJoint();
  if (found !== undefined) return found;
  const { plans } = await buyer.plans.grid.query(question);
  if (!plans.some(({ measure }) => measure === 'mine')) await runOnce(buyer);
  await waitFor('the buyer’s forecast', async () => {
    const now = await buyer.plans.grid.query(question);
    return now.plans.some(({ measure }) => measure === 'mine') || undefined;
  });
  await publish(buyer, agreementId);
  await publish(supplier, agreementId);
  return waitFor('the joint plan', findJoint);
}
