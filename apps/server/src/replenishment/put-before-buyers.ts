import type { ItemLocationSpan } from '../catalog/index.ts';
import { stillHolds } from '../forecasting/index.ts';
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
/** The two ends of the span of item-locations that a statement is about. */
const inSpanFrom = 'item_location_id > $2::uuid';
const inSpanTo = 'item_location_id <= $3::uuid';
const mine = `org_id = (select current_setting('app.org')::uuid)`;

/** The result that holds says that what is open stands: it could not be planned, or came out exactly so again. */
const stands = `exists (
      select 1 from plan_results held
      where held.org_id = open.org_id and held.item_location_id = open.item_location_id
        and held.until_number = ${stillHolds}
        and (held.outcome = 'problem' or held.outcome = 'proposed' and not exists (
          select 1 from proposals fresh
          where fresh.org_id = open.org_id and fresh.item_location_id = open.item_location_id and fresh.run_id = $1
            and fresh.state = 'new')))`;

/** The timelines of what a step changed get a line, in the same statement: nothing is carried to the server and back. */
const telling = (change: string): string => `
    with changed as (${change}), told as (
      insert into proposal_events (id, org_id, proposal_id, at, type, text, actor_name)
      select gen_random_uuid(), org_id, id, $4, $5, $6, $7 from changed)
    select count(*)::integer as count from changed`;
const counting = (change: string): string => `
    with changed as (${change}) select count(*)::integer as count from changed`;

/**
 * The steps in which a run's new proposals meet those that are open. Each is one statement over a span of
 * item-locations, and looks at no other; `$1` is the run. Together they are one transaction with the end of the run, so buyers see all of a run or nothing of it.
 */
const steps = {
  /** An order placed or a rejection given while the run was computing is not in its facts: it proposes nothing there. */
  dropDecided: counting(`
    delete from proposals fresh using runs run
    where fresh.${mine} and fresh.${inSpanFrom} and fresh.${inSpanTo} and fresh.run_id = $1 and fresh.state = 'new' and run.id = $1
      and exists (
      select 1 from proposals decided
      where decided.org_id = fresh.org_id and decided.item_location_id = fresh.item_location_id
        and decided.state in ('ordered', 'rejected') and decided.decided_at >= run.started_at)
    returning fresh.id`),
  /** The same again is the same proposal: the open one stands, also where a person edited it. */
  dropUnchanged: counting(`
    delete from proposals fresh using proposals open
    where fresh.${mine} and fresh.${inSpanFrom} and fresh.${inSpanTo} and fresh.run_id = $1 and fresh.state = 'new'
      and open.org_id = fresh.org_id and open.item_location_id = fresh.item_location_id
      and open.state in ('in-review', 'needs-second')
      and (open.proposed_quantity_milli, open.order_on, open.deliver_on, open.unit_price_micros, open.supplier_id)
        = (fresh.proposed_quantity_milli, fresh.order_on, fresh.deliver_on, fresh.unit_price_micros, fresh.supplier_id)
    returning fresh.id`),
  disagree: telling(`
    update proposals open set state = 'conflict', version = open.version + 1, conflict_run_id = $1,
      conflict_proposal_id = fresh.id, conflict_quantity_milli = coalesce(fresh.quantity_milli, 0)
    from proposals touched left join proposals fresh
      on fresh.org_id = touched.org_id and fresh.item_location_id = touched.item_location_id and fresh.run_id = $1
        and fresh.state = 'new'
    where touched.id = open.id and open.${mine} and open.${inSpanFrom} and open.${inSpanTo} and open.state in ${openStates} and ${isTouched}
      and open.run_id <> $1 and not ${stands}
    returning open.id, open.org_id`),
  /** The other side of an older conflict, which this run's takes the place of. */
  forgetOlderSides: counting(`
    update proposals older set state = 'superseded', version = older.version + 1
    where older.${mine} and older.${inSpanFrom} and older.${inSpanTo} and older.state = 'new' and older.run_id <> $1
      and not exists (select 1 from proposals open
        where open.org_id = older.org_id and open.conflict_proposal_id = older.id and open.state = 'conflict')
    returning older.id`),
  supersede: telling(`
    update proposals open set state = 'superseded', version = open.version + 1, decided_at = $4, decided_by = $7
    where open.${mine} and open.${inSpanFrom} and open.${inSpanTo} and open.state = 'in-review' and not ${isTouched} and open.run_id <> $1 and not ${stands}
    returning open.id, open.org_id`),
  queue: telling(`
    update proposals fresh set state = 'in-review', version = fresh.version + 1
    where fresh.${mine} and fresh.${inSpanFrom} and fresh.${inSpanTo} and fresh.run_id = $1 and fresh.state = 'new'
      and not exists (select 1 from proposals open
        where open.org_id = fresh.org_id and open.conflict_proposal_id = fresh.id and open.state = 'conflict')
    returning fresh.id, fresh.org_id`),
} as const;

const tellEach = `
insert into proposal_events (id, org_id, proposal_id, at, type, text, actor_name)
select told.id, changed.org_id, changed.id, $3, $4, $5, $6
from proposals changed join unnest($1::uuid[], $2::uuid[]) as told(proposal_id, id) on told.proposal_id = changed.id`;

/** Adds the same line to the timelines of many proposals. */
export async function tellProposals(
  { newId, clock, actor }: Context,
  tx: Transaction,
  proposalIds: readonly string[],
  { type, text }: { type: string; text: string },
): Promise<void> {
  if (proposalIds.length === 0) return;
  const eventIds = proposalIds.map(() => newId());
  await tx.query(tellEach, [proposalIds, eventIds, clock.now(), type, text, actor.name]);
}

const countLeft = `select count(*)::integer as count from proposals fresh
where fresh.${mine} and fresh.${inSpanFrom} and fresh.${inSpanTo} and fresh.run_id = $1 and fresh.state = 'new'`;

type PutSpan = Omit<PutBeforeBuyers, 'unchanged'> & { left: number };

async function putSpan(
  { clock, actor }: Context,
  tx: Transaction,
  { runId, span }: { runId: string; span: ItemLocationSpan },
): Promise<PutSpan> {
  const about = [runId, span.afterId, span.lastId];
  const countOf = async (step: string, line: readonly unknown[] = []): Promise<number> =>
    (await tx.query<{ count: number }>(step, [...about, ...line]))[0]?.count ?? 0;
  const line = (type: string, text: string) => [clock.now(), type, text, actor.name];
  const decidedMeanwhile = await countOf(steps.dropDecided);
  await countOf(steps.dropUnchanged);
  const left = await countOf(countLeft);
  const conflicts = await countOf(
    steps.disagree,
    line('conflict', 'A newer run disagrees with what a person decided here: take one of the two.'),
  );
  await countOf(steps.forgetOlderSides);
  const superseded = await countOf(
    steps.supersede,
    line('superseded', 'A newer run came to another result; this proposal was replaced.'),
  );
  const queued = left === 0 ? 0 : await countOf(steps.queue, line('proposed', 'Proposed by a run.'));
  return { queued, left, superseded, conflicts, decidedMeanwhile };
}

/**
 * Puts a run's proposals before the buyers: what is unchanged stands, what changed is replaced, and where a person
 * had touched the old one both are kept as a conflict. Called in the transaction that moves the run on, when its
 * results hold.
 */
export async function putBeforeBuyers(
  context: Context,
  tx: Transaction,
  {
    runId,
    proposedCount,
    spans,
  }: { runId: string; proposedCount: number; spans: readonly ItemLocationSpan[] },
): Promise<PutBeforeBuyers> {
  const total = { queued: 0, unchanged: proposedCount, superseded: 0, conflicts: 0, decidedMeanwhile: 0 };
  for (const span of spans) {
    const { queued, left, superseded, conflicts, decidedMeanwhile } = await putSpan(context, tx, {
      runId,
      span,
    });
    total.queued += queued;
    total.superseded += superseded;
    total.conflicts += conflicts;
    total.decidedMeanwhile += decidedMeanwhile;
    total.unchanged -= decidedMeanwhile + left;
  }
  return total;
}
