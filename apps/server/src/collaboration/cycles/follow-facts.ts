import { DomainError } from '@coplan/kernel';
import { type Context, type PublishedEvent, subscribe } from '../../platform/index.ts';
import { findAgreementInForce } from '../plans/index.ts';
import { openCycle } from './open-cycle.ts';
import { recomputeCycle } from './recompute-cycle.ts';

const agreementOf = ({ payload, subject }: PublishedEvent): string =>
  typeof payload.agreementId === 'string' ? payload.agreementId : subject.id;

/** Looks at the steps again after something happened under an agreement; one that is not in force has none. */
export async function recomputeAfter(
  context: Context,
  event: PublishedEvent,
): Promise<{ changedSteps: readonly number[] }> {
  try {
    return await context.db.transaction(async (tx) => {
      const agreement = await findAgreementInForce(tx, agreementOf(event));
      await openCycle(context, tx, agreement);
      return recomputeCycle(context, tx, agreement);
    });
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not-found') return { changedSteps: [] };
    throw error;
  }
}

/** Everything that can move a step. A burst of exceptions or commits is looked at once. */
const moving = [
  'collaboration.agreement-changed',
  'collaboration.business-plan-changed',
  'collaboration.plan-changed',
  'collaboration.exception-changed',
  'collaboration.commit-changed',
] as const;

export const recomputeOnFacts = moving.map((eventType) =>
  subscribe(eventType, recomputeAfter, { name: 'recompute-cycle', debounceMs: 1_000 }),
);
