import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { lockPlan, type PlanRow, writeAmendment } from '../plans/index.ts';
import { type ChangedCell, changedCells } from './compare-branch.ts';
import {
  hashOfValues,
  lockScenario,
  readBranchedFrom,
  readPlanValues,
  type Scenario,
  type ScenarioEvent,
  stateAfter,
} from './load-scenario.ts';
import { baseMoved, scenarioHashDiffers, scenarioUnchanged } from './scenarios.errors.ts';
import { type ScenarioChange, scenarioNews } from './scenarios.events.ts';

export const scenarioVersionInput = z.object({ scenarioId: z.uuid(), expectedVersion: z.int() });
export const signScenarioInput = scenarioVersionInput.extend({
  /** Of the numbers that the signer looked at, from `get` or `compare`. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export const rejectScenarioInput = scenarioVersionInput.extend({ reason: z.string().trim().min(1).max(500) });

type Moved = { scenarioId: string; state: string; version: number };

const move = `
update scenarios set state = $2, version = version + 1, review_number = review_number + $3, review_by_id = $4,
  review_by = $5, review_at = $6, content_hash = $7, reject_reason = $8, merged_at = $9, ended_at = $10, ended_by = $11
where id = $1 returning version`;
const movePlanOf = `update forecast_plans set state = $2, version = version + 1 where id = $1`;

/** The only way to change the state of a scenario and of its plan. */
export async function moveScenario(
  { clock, actor }: Context,
  tx: Transaction,
  scenario: Scenario,
  about: { event: ScenarioEvent; change: ScenarioChange; contentHash?: string; reason?: string },
): Promise<Moved> {
  const { event, change } = about;
  const state = stateAfter(scenario, event);
  const now = clock.now();
  const isReview = event === 'review';
  const isOver = state === 'merged' || state === 'abandoned';
  const [moved] = await tx.query<{ version: number }>(move, [
    scenario.scenarioId,
    state,
    isReview ? 1 : 0,
    isReview ? actor.organisationId : scenario.reviewById,
    isReview ? actor.name : scenario.reviewBy,
    isReview ? now : scenario.reviewAt,
    about.contentHash ?? scenario.contentHash,
    about.reason ?? null,
    state === 'merged' ? now : null,
    isOver ? now : null,
    isOver ? actor.name : null,
  ]);
  await tx.query(movePlanOf, [scenario.planId, state]);
  await tx.publish(scenarioNews({ ...scenario, state, change }));
  return { scenarioId: scenario.scenarioId, state, version: moved?.version ?? scenario.version };
}

async function sign(
  { newId, actor, clock }: Context,
  tx: Transaction,
  scenario: Scenario,
  { reviewNumber, contentHash }: { reviewNumber: number; contentHash: string },
): Promise<void> {
  await tx.query(
    `insert into scenario_signatures (id, buyer_id, supplier_id, scenario_id, review_number, signer_org_id, signer_name,
       content_hash, signed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      newId(),
      scenario.buyerId,
      scenario.supplierId,
      scenario.scenarioId,
      reviewNumber,
      actor.organisationId,
      actor.name,
      contentHash,
      clock.now(),
    ],
  );
}

/** The base as it stands, locked; it must be what the branch grew from. */
async function requireUnmovedBase(tx: Transaction, scenario: Scenario): Promise<PlanRow> {
  const base = await lockPlan(tx, scenario.basePlanId);
  const isCurrent = base.state !== 'superseded' && base.state !== 'archived';
  if (!isCurrent || hashOfValues(await readPlanValues(tx, base.planId)) !== scenario.baseHash)
    throw baseMoved(scenario.scenarioId);
  return base;
}

/** Puts the branch before the other side and signs it for this one; its cells are then no longer edited. */
export async function requestReview(
  context: Context,
  input: z.output<typeof scenarioVersionInput>,
): Promise<Moved & { contentHash: string }> {
  return context.db.transaction(async (tx) => {
    const scenario = await lockScenario(tx, input);
    await requireUnmovedBase(tx, scenario);
    const branch = await readPlanValues(tx, scenario.planId);
    const contentHash = hashOfValues(branch);
    if (contentHash === scenario.baseHash) throw scenarioUnchanged(scenario.scenarioId);
    const moved = await moveScenario(context, tx, scenario, {
      event: 'review',
      change: 'review-requested',
      contentHash,
    });
    await sign(context, tx, scenario, { reviewNumber: scenario.reviewNumber + 1, contentHash });
    await tx.audit({
      command: 'collaboration.request-scenario-review',
      subject: { kind: 'scenario', id: scenario.scenarioId },
      after: { contentHash },
    });
    return { ...moved, contentHash };
  });
}

/** The branch's changes become edits of the joint plan that name the scenario; a frozen plan is amended by them. */
async function mergeInto(
  context: Context,
  tx: Transaction,
  { scenario, base, changes }: { scenario: Scenario; base: PlanRow; changes: readonly ChangedCell[] },
): Promise<void> {
  const startMs = Date.parse(base.startsOn);
  const bucketMs = base.bucketDays * 86_400_000;
  await writeAmendment(context, tx, base, {
    edits: changes.map(({ itemLocationId, startsOn, branchMilli }) => ({
      itemLocationId,
      bucketIndex: Math.round((Date.parse(startsOn) - startMs) / bucketMs),
      layer: 'override' as const,
      beforeMilli: null,
      afterMilli: branchMilli,
    })),
    operationId: `scenario ${scenario.scenarioId}`,
    reason: `Scenario “${scenario.name}”`,
  });
}

/**
 * Signs the merge. The second side's signature over the same numbers merges the branch into the joint plan in the same
 * transaction. Throws `DomainError` (conflict) when the base moved or the numbers are not those that were looked at.
 */
export async function signScenario(
  context: Context,
  input: z.output<typeof signScenarioInput>,
): Promise<Moved & { changedCellCount: number }> {
  return context.db.transaction(async (tx) => {
    const scenario = await lockScenario(tx, input);
    stateAfter(scenario, 'merge');
    const base = await requireUnmovedBase(tx, scenario);
    const branch = await readPlanValues(tx, scenario.planId);
    const contentHash = hashOfValues(branch);
    if (contentHash !== input.contentHash || contentHash !== scenario.contentHash)
      throw scenarioHashDiffers(scenario.scenarioId);
    await sign(context, tx, scenario, { reviewNumber: scenario.reviewNumber, contentHash });
    const [signed] = await tx.query<{ count: number }>(
      `select count(*)::integer as count from scenario_signatures
       where scenario_id = $1 and review_number = $2 and content_hash = $3`,
      [scenario.scenarioId, scenario.reviewNumber, contentHash],
    );
    const changes = changedCells(await readBranchedFrom(tx, scenario.scenarioId), branch);
    await tx.audit({
      command: 'collaboration.sign-scenario',
      subject: { kind: 'scenario', id: scenario.scenarioId },
      after: { contentHash, changedCellCount: changes.length },
    });
    const { scenarioId, state, version } = scenario;
    if ((signed?.count ?? 0) < 2) return { scenarioId, state, version, changedCellCount: changes.length };
    await mergeInto(context, tx, { scenario, base, changes });
    const moved = await moveScenario(context, tx, scenario, { event: 'merge', change: 'merged' });
    return { ...moved, changedCellCount: changes.length };
  });
}

/** Either side sends a branch back; it is open for edits again and what was signed no longer counts. */
export const rejectScenario = (
  context: Context,
  input: z.output<typeof rejectScenarioInput>,
): Promise<Moved> =>
  context.db.transaction(async (tx) => {
    const scenario = await lockScenario(tx, input);
    const moved = await moveScenario(context, tx, scenario, {
      event: 'reject',
      change: 'rejected',
      reason: input.reason,
    });
    await tx.audit({
      command: 'collaboration.reject-scenario',
      subject: { kind: 'scenario', id: scenario.scenarioId },
      reason: input.reason,
    });
    return moved;
  });

export const abandonScenario = (
  context: Context,
  input: z.output<typeof scenarioVersionInput>,
): Promise<Moved> =>
  context.db.transaction(async (tx) => {
    const scenario = await lockScenario(tx, input);
    const moved = await moveScenario(context, tx, scenario, { event: 'abandon', change: 'abandoned' });
    await tx.audit({
      command: 'collaboration.abandon-scenario',
      subject: { kind: 'scenario', id: scenario.scenarioId },
    });
    return moved;
  });
