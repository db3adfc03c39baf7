import { daysBetween, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { currentOf, findPlans, getPlanRow, lockPlan, type PlanRow, writeCells } from '../plans/index.ts';
import { branchPlan, keepBase } from './branch-plan.ts';
import { cellKey, type RebaseConflict, rebaseCells } from './compare-branch.ts';
import {
  lockScenario,
  readBranchedFrom,
  readPlanValues,
  type Scenario,
  type ScenarioEvent,
  stateAfter,
} from './load-scenario.ts';
import { noJointPlan } from './scenarios.errors.ts';
import { scenarioNews } from './scenarios.events.ts';

export const rebaseScenarioInput = z.object({
  scenarioId: z.uuid(),
  expectedVersion: z.int(),
  /** What to take in cells that both changed; without one for each conflict nothing is rebased. */
  choices: z
    .array(z.object({ itemLocationId: z.uuid(), startsOn: z.iso.date(), take: z.enum(['mine', 'theirs']) }))
    .max(50_000)
    .default([]),
});

export type NamedConflict = RebaseConflict & {
  itemNumber: string;
  description: string;
  locationCode: string;
};
export type Rebased = {
  scenarioId: string;
  isRebased: boolean;
  state: string;
  planId: string;
  version: number;
  conflicts: NamedConflict[];
  keptCount: number;
  /** Changes of buckets or rows that the joint plan no longer has. */
  droppedCount: number;
};

async function nameConflicts(
  tx: Transaction,
  conflicts: readonly RebaseConflict[],
): Promise<NamedConflict[]> {
  if (conflicts.length === 0) return [];
  type Names = { itemLocationId: string; itemNumber: string; description: string; locationCode: string };
  const names = await tx.query<Names>(
    `select scope.item_location_id as "itemLocationId", item.item_number as "itemNumber", item.description,
       place.code as "locationCode"
     from agreement_item_locations scope
       join items item on item.id = scope.item_id join locations place on place.id = scope.location_id
     where scope.item_location_id = any ($1::uuid[])`,
    [[...new Set(conflicts.map(({ itemLocationId }) => itemLocationId))]],
  );
  const nameOf = new Map(names.map((row) => [row.itemLocationId, row]));
  const unnamed = { itemNumber: '', description: '', locationCode: '' };
  return conflicts.map((conflict) => ({
    ...conflict,
    ...(nameOf.get(conflict.itemLocationId) ?? unnamed),
    itemLocationId: conflict.itemLocationId,
  }));
}

/** The joint plan to go on from: the branch's own base, or the one that took its place. */
async function findBase(context: Context, tx: Transaction, scenario: Scenario): Promise<PlanRow> {
  const { agreementId, purpose, basePlanId } = scenario;
  const old = await getPlanRow(tx, basePlanId);
  const isCurrent = old.state !== 'superseded' && old.state !== 'archived';
  const plans = isCurrent ? [] : await findPlans(tx, { agreementId, purpose });
  const base = isCurrent ? old : currentOf(plans, context.actor.organisationId).joint;
  if (base === undefined) throw noJointPlan({ agreementId, purpose });
  return lockPlan(tx, base.planId);
}

/**
 * Moves the branch onto the joint plan as it stands now. Cells that only one side changed follow that change; cells
 * that both changed are shown, and the rebase waits until each is decided.
 */
export async function rebaseScenario(
  context: Context,
  input: z.output<typeof rebaseScenarioInput>,
): Promise<Rebased> {
  return context.db.transaction(async (tx) => {
    const scenario = await lockScenario(tx, input);
    const { scenarioId, planId, version } = scenario;
    const state = stateAfter(scenario, 'rebase' satisfies ScenarioEvent);
    const base = await findBase(context, tx, scenario);
    const choices = new Map(input.choices.map((choice) => [cellKey(choice), choice.take]));
    const { kept, conflicts, droppedCount } = rebaseCells({
      branchedFrom: await readBranchedFrom(tx, scenarioId),
      branch: await readPlanValues(tx, planId),
      base: await readPlanValues(tx, base.planId),
      choices,
    });
    const counts = { keptCount: kept.length, droppedCount };
    if (conflicts.length > 0) {
      const named = await nameConflicts(tx, conflicts);
      return {
        scenarioId,
        isRebased: false,
        state: scenario.state,
        planId,
        version,
        conflicts: named,
        ...counts,
      };
    }
    const branchNumber = (await getPlanRow(tx, planId)).versionNumber + 1;
    const branch = await branchPlan(context, tx, { base, name: scenario.name, branchNumber });
    const toIndex = (startsOn: LocalDate): number => daysBetween(base.startsOn, startsOn) / base.bucketDays;
    if (kept.length > 0)
      await writeCells(context, tx, await lockPlan(tx, branch.planId), {
        edits: kept.map(({ itemLocationId, startsOn, branchMilli }) => ({
          itemLocationId,
          bucketIndex: toIndex(startsOn),
          layer: 'override' as const,
          beforeMilli: null,
          afterMilli: branchMilli,
        })),
        operationId: `rebase ${scenarioId} ${branchNumber}`,
        reason: 'Rebased on the joint plan',
        isForced: true,
      });
    await keepBase(tx, scenario, branch.base);
    await tx.query(`update forecast_plans set state = 'abandoned', version = version + 1 where id = $1`, [
      planId,
    ]);
    const [moved] = await tx.query<{ version: number }>(
      `update scenarios set state = $2, base_plan_id = $3, plan_id = $4, base_hash = $5, content_hash = null,
         version = version + 1 where id = $1 returning version`,
      [scenarioId, state, base.planId, branch.planId, branch.baseHash],
    );
    await tx.publish(scenarioNews({ ...scenario, planId: branch.planId, state, change: 'rebased' }));
    await tx.audit({
      command: 'collaboration.rebase-scenario',
      subject: { kind: 'scenario', id: scenarioId },
      after: { basePlanId: base.planId, ...counts },
    });
    return {
      scenarioId,
      isRebased: true,
      state,
      planId: branch.planId,
      version: moved?.version ?? version,
      conflicts: [],
      ...counts,
    };
  });
}
