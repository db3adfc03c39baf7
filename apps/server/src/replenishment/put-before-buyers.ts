import type { Context, Transaction } from '../platform/index.ts';

export type PutBeforeBuyers = {
  queued: number;
  unchanged: number;
  superseded: number;
  conflicts: number;
  decidedMeanwhile: number;
};

/** A person touched it: an edit or a first approval is never replaced silently. */
const isTouched = `(open.is_edited or open.state in ('needs-second', 'conflict'))`;
const openStates = `('in-review', 'needs-second', 'conflict')`;
const mine = `org_id = (select current_setting('app.org')::uuid)`;

/**
 * The steps in which a run's new proposals meet those that are open. Each is one statement over all of them; `$1` is
 * the run. Together they are one transaction with the end of the run, so buyers see all of a run or nothing of it.
 */
const steps = {
  /** An order placed or a rejection given while the run was computing is not in its facts: it proposes nothing there. */
  dropDecided: `
    delete from proposals fresh using runs run
    where fresh.${mine} and fresh.run_id = $1 and fresh.state = 'new' and run.id = $1 and exists (
      select 1 from proposals decided
      where decided.org_id = fresh.org_id and decided.item_location_id = fresh.item_location_id
        and decided.state in ('ordered', 'rejected') and decided.decided_at >= run.started_at)
    returning fresh.id`,
  /** The same again is the same proposal: the open one stands, also where a person edited it. */
  dropUnchanged: `
    delete from proposals fresh using proposals open
    where fresh.${mine} and fresh.run_id = $1 and fresh.state = 'new'
      and open.org_id = fresh.org_id and open.item_location_id = fresh.item_location_id
      and open.state in ('in-review', 'needs-second')
      and (open.proposed_quantity_milli, open.order_on, open.deliver_on, open.unit_price_micros, open.supplier_id)
        = (fresh.proposed_quantity_milli, fresh.order_on, fresh.deliver_on, fresh.unit_price_micros, fresh.supplier_id)
    returning fresh.item_location_id as "itemLocationId"`,
  disagree: `
    update proposals open set state = 'conflict', version = open.version + 1, conflict_run_id = $1,
      conflict_proposal_id = fresh.id, conflict_quantity_milli = coalesce(fresh.quantity_milli, 0)
    from proposals touched left join proposals fresh
      on fresh.org_id = touched.org_id and fresh.item_location_id = touched.item_location_id and fresh.run_id = $1
        and fresh.state = 'new'
    where touched.id = open.id and open.${mine} and open.state in ${openStates} and ${isTouched}
      and open.run_id <> $1 and open.item_location_id <> all ($2::uuid[])
    returning open.id`,
  /** The other side of an older conflict, which this run's takes the place of. */
  forgetOlderSides: `
    update proposals older set state = 'superseded', version = older.version + 1
    where older.${mine} and older.state = 'new' and older.run_id <> $1
      and not exists (select 1 from proposals open
        where open.org_id = older.org_id and open.conflict_proposal_id = older.id and open.state = 'conflict')
    returning older.id`,
  supersede: `
    update proposals open set state = 'superseded', version = open.version + 1, decided_at = $3, decided_by = $4
    where open.${mine} and open.state = 'in-review' and not ${isTouched} and open.run_id <> $1
      and open.item_location_id <> all ($2::uuid[])
    returning open.id`,
  queue: `
    update proposals fresh set state = 'in-review', version = fresh.version + 1
    where fresh.${mine} and fresh.run_id = $1 and fresh.state = 'new'
      and not exists (select 1 from proposals open
        where open.org_id = fresh.org_id and open.conflict_proposal_id = fresh.id and open.state = 'conflict')
    returning fresh.id`,
  tell: `
    insert into proposal_events (id, org_id, proposal_id, at, type, text, actor_name)
    select told.id, changed.org_id, changed.id, $3, $4, $5, $6
    from proposals changed join unnest($1::uuid[], $2::uuid[]) as told(proposal_id, id) on told.proposal_id = changed.id`,
} as const;

/** Adds the same line to the timelines of many proposals. */
export async function tellProposals(
  { newId, clock, actor }: Context,
  tx: Transaction,
  proposalIds: readonly string[],
  { type, text }: { type: string; text: string },
): Promise<void> {
  if (proposalIds.length === 0) return;
  const eventIds = proposalIds.map(() => newId());
  await tx.query(steps.tell, [proposalIds, eventIds, clock.now(), type, text, actor.name]);
}

type IdRow = { id: string };
const idsOf = (rows: readonly IdRow[]): string[] => rows.map(({ id }) => id);

/**
 * Puts a run's proposals before the buyers: what is unchanged stands, what changed is replaced, and where a person
 * had touched the old one both are kept as a conflict. Called in the transaction that moves the run on.
 */
export async function putBeforeBuyers(
  context: Context,
  tx: Transaction,
  { runId, unplannedIds }: { runId: string; unplannedIds: readonly string[] },
): Promise<PutBeforeBuyers> {
  const decided = await tx.query<IdRow>(steps.dropDecided, [runId]);
  const unchanged = await tx.query<{ itemLocationId: string }>(steps.dropUnchanged, [runId]);
  const standing = [...unplannedIds, ...unchanged.map((row) => row.itemLocationId)];
  const conflicts = await tx.query<IdRow>(steps.disagree, [runId, standing]);
  await tx.query(steps.forgetOlderSides, [runId]);
  const superseded = await tx.query<IdRow>(steps.supersede, [
    runId,
    standing,
    context.clock.now(),
    context.actor.name,
  ]);
  const queued = await tx.query<IdRow>(steps.queue, [runId]);
  await tellProposals(context, tx, idsOf(queued), { type: 'proposed', text: 'Proposed by a run.' });
  await tellProposals(context, tx, idsOf(superseded), {
    type: 'superseded',
    text: 'A newer run came to another result; this proposal was replaced.',
  });
  await tellProposals(context, tx, idsOf(conflicts), {
    type: 'conflict',
    text: 'A newer run disagrees with what a person decided here: take one of the two.',
  });
  return {
    queued: queued.length,
    unchanged: unchanged.length,
    superseded: superseded.length,
    conflicts: conflicts.length,
    decidedMeanwhile: decided.length,
  };
}
