import { proposeReplenishment, type ReplenishmentInput, type ReplenishmentResult } from '@coplan/planning';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { findPlanMoment } from './find-plan-moment.ts';
import { toReplenishmentInput } from './plan-case.ts';
import { readPlanCases } from './read-plan-cases.ts';
import { itemLocationNotFound, nothingToExplain } from './replenishment.errors.ts';

export const explainNoOrderInput = z.object({ itemLocationId: z.uuid() });

export type Explanation = Pick<ReplenishmentResult, 'quantityMilli' | 'proof' | 'messages'> & {
  input: ReplenishmentInput;
};

/**
 * Plans one item-location now, on today's stock and the published forecast, and proves the result: why nothing is
 * ordered, or why not more. The same function as in a run. Throws `DomainError` that says what is missing.
 */
export async function explainNoOrder(
  context: Context,
  { itemLocationId }: { itemLocationId: string },
): Promise<Explanation> {
  const moment = await findPlanMoment(context);
  const [latest] = await context.db.read<{ asOf: Explanation['input']['today'] | null }>(
    `select parameters ->> 'asOf' as "asOf" from runs
     where org_id = (select current_setting('app.org')::uuid) and forecast_version_id = $1`,
    [moment.forecastVersionId],
  );
  const at = { ...moment, asOf: latest?.asOf ?? null };
  const { cases, problems } = await readPlanCases(context, at, {
    limit: 1,
    itemLocationIds: [itemLocationId],
  });
  const [problem] = problems;
  if (problem !== undefined) throw nothingToExplain(problem);
  const [plan] = cases;
  if (plan === undefined) throw itemLocationNotFound(itemLocationId);
  const input = toReplenishmentInput(plan);
  const { quantityMilli, proof, messages } = proposeReplenishment(input);
  return { quantityMilli, proof, messages, input };
}
