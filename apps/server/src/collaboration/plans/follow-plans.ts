import { tracked } from '@trpc/server';
import { z } from 'zod';
import {
  type Context,
  followEvents,
  type PublishedEvent,
  type RequestContext,
} from '../../platform/index.ts';
import { planNotFound } from './plans.errors.ts';
import type { EditedCell } from './plans.events.ts';

export const followPlansInput = z.object({
  planIds: z.array(z.uuid()).min(1).max(50),
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullish(),
});

/** What a page is told, in the order of commits. */
export type PlanNews =
  /** From here on; whoever reads the grid after this misses nothing. */
  | { kind: 'start' }
  /** Too much was missed: read the plans afresh. */
  | { kind: 'gap' }
  | { kind: 'edits'; planId: string; edits: EditedCell[] }
  /** The plan itself has another state, or gave way to another. */
  | { kind: 'plan'; planId: string; state: string; event: string }
  /** It is no longer shared; nothing more comes of it. */
  | { kind: 'closed'; planId: string };

const findReadable = `
select plan.id as "planId", plan.agreement_id as "agreementId" from forecast_plans plan where plan.id = any ($1::uuid[])`;

const readReadable = async ({ db }: Context, planIds: readonly string[]): Promise<Map<string, string>> => {
  const rows = await db.read<{ planId: string; agreementId: string }>(findReadable, [planIds]);
  return new Map(rows.map(({ planId, agreementId }) => [planId, agreementId]));
};

const sharingClosed = 'collaboration.sharing-closed';
const followedTypes = ['collaboration.cells-edited', 'collaboration.plan-changed', sharingClosed];

function toNews(event: PublishedEvent): PlanNews {
  const planId = event.subject.id;
  if (event.type === 'collaboration.cells-edited') {
    return { kind: 'edits', planId, edits: event.payload.edits as unknown as EditedCell[] };
  }
  const { state, event: what } = event.payload as { state: string; event: string };
  return { kind: 'plan', planId, state, event: what };
}

/** A follower of plans: the feed of committed events, cut down to what these eyes may see at each moment. */
export async function* followPlans(
  context: Context & { request: RequestContext },
  input: z.output<typeof followPlansInput>,
  signal: AbortSignal | undefined,
) {
  const readable = await readReadable(context, input.planIds);
  const lost = input.planIds.find((planId) => !readable.has(planId));
  if (lost !== undefined) throw planNotFound(lost);
  const following = followEvents(context.request, {
    organisationId: context.actor.organisationId,
    resume: input,
    signal,
    only: { types: followedTypes, subjectIds: [...new Set([...readable.keys(), ...readable.values()])] },
  });
  for await (const one of following) {
    const isEvent = one.kind === 'event';
    const id = String(isEvent ? one.event.position : one.position);
    if (isEvent && one.event.type !== sharingClosed) {
      if (readable.has(one.event.subject.id)) yield tracked(id, toNews(one.event));
      continue;
    }
    if (!isEvent) yield tracked<PlanNews>(id, { kind: one.kind });
    // A rule may also have been closed between the first look and the start, or inside a gap.
    const still = await readReadable(context, [...readable.keys()]);
    for (const planId of [...readable.keys()]) {
      if (still.has(planId)) continue;
      readable.delete(planId);
      yield tracked<PlanNews>(id, { kind: 'closed', planId });
    }
    if (readable.size === 0) return;
  }
}
