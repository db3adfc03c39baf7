import { tracked } from '@trpc/server';
import { z } from 'zod';
import {
  type Context,
  followEvents,
  type PublishedEvent,
  type RequestContext,
  toldToMany,
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
const editsType = 'collaboration.cells-edited';
const followedTypes = [editsType, 'collaboration.plan-changed', sharingClosed];

const editsOf = ({ payload }: PublishedEvent): EditedCell[] => payload.edits as unknown as EditedCell[];

/** Edits that wait together are told together, as long as they are not more. */
const editsAtOnceMax = 500;
const mergedBefore = new WeakMap<PublishedEvent, { later: PublishedEvent; both: PublishedEvent }>();

/** Two edits of one plan as one; all followers of the plan who wait for both share the result. */
function mergeEdits(earlier: PublishedEvent, later: PublishedEvent): PublishedEvent | undefined {
  const isAlike =
    earlier.type === editsType && later.type === editsType && earlier.subject.id === later.subject.id;
  if (!isAlike) return undefined;
  const known = mergedBefore.get(earlier);
  if (known?.later === later) return known.both;
  const edits = [...editsOf(earlier), ...editsOf(later)];
  if (edits.length > editsAtOnceMax) return undefined;
  const both = { ...later, payload: { ...later.payload, edits } } as PublishedEvent;
  mergedBefore.set(earlier, { later, both });
  return both;
}

const newsOfEvents = new WeakMap<PublishedEvent, PlanNews>();

/** The same object for every follower, who all see the same of a plan that they may see at all. */
function toNews(event: PublishedEvent): PlanNews {
  const told = newsOfEvents.get(event);
  if (told !== undefined) return told;
  const planId = event.subject.id;
  const { state, event: what } = event.payload as { state: string; event: string };
  const news: PlanNews =
    event.type === editsType
      ? { kind: 'edits', planId, edits: editsOf(event) }
      : { kind: 'plan', planId, state, event: what };
  newsOfEvents.set(event, toldToMany(news));
  return news;
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
    merge: mergeEdits,
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
