import { type Context, type PublishedEvent, type Subscription, subscribe } from '../../platform/index.ts';
import { getPlanRow } from '../plans/index.ts';
import { hashOfValues, lockScenario, readPlanValues } from './load-scenario.ts';
import { moveScenario } from './review-scenario.ts';

/** A joint plan moved: branches of it that are no longer up to date become stale, whoever hears of it first. */
async function markStale(context: Context, { subject, payload }: PublishedEvent): Promise<void> {
  if (subject.kind !== 'plan' || payload.kind === 'party' || payload.kind === 'scenario') return;
  const branches = await context.db.read<{ scenarioId: string }>(
    `select id as "scenarioId" from scenarios where base_plan_id = $1 and state in ('open', 'in-review')`,
    [subject.id],
  );
  for (const { scenarioId } of branches)
    await context.db.transaction(async (tx) => {
      const scenario = await lockScenario(tx, { scenarioId });
      if (scenario.state !== 'open' && scenario.state !== 'in-review') return;
      const base = await getPlanRow(tx, scenario.basePlanId);
      const isGone = base.state === 'superseded' || base.state === 'archived';
      if (!isGone && hashOfValues(await readPlanValues(tx, base.planId)) === scenario.baseHash) return;
      await moveScenario(context, tx, scenario, { event: 'move-base', change: 'stale' });
    });
}

export const subscriptions: readonly Subscription[] = [
  subscribe('collaboration.cells-edited', markStale, { name: 'mark-scenarios-stale', debounceMs: 1_000 }),
  subscribe('collaboration.plan-changed', markStale, { name: 'mark-scenarios-stale' }),
];
