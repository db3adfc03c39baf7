import { type CommitReasonCode, commitReasons } from '@coplan/collaboration';
import type { Context } from '../../platform/index.ts';
import { findCellStates, judgeCells } from '../plans/index.ts';
import type { CellChange, CellRefusal, Comparison } from './compare-workbook.ts';

/** A change that can be made, with what its plan holds now. */
export type PendingChange = CellChange & {
  overrideMilli: number | null;
  reasonCode: CommitReasonCode | null;
};

type Verdict = PendingChange | CellRefusal | 'already';

const textOf = (milli: number | null): string => (milli === null ? 'no value' : String(milli / 1_000));

const whereOf = ({ place, planId, itemLocationId, bucketIndex, newMilli }: CellChange) => ({
  place,
  planId,
  itemLocationId,
  bucketIndex,
  newMilli,
});

const staleRefusal = (
  change: CellChange,
  { currentMilli, changedBy }: { currentMilli: number | null; changedBy: string },
): CellRefusal => ({
  ...whereOf(change),
  code: 'stale',
  message: `Changed meanwhile by ${changedBy}: it is now ${textOf(currentMilli)}, the file was made with ${textOf(change.exportedMilli)}. Type it in the portal if you still want it.`,
  currentMilli,
  changedBy,
});

async function judgePlanCells(context: Context, changes: readonly CellChange[]): Promise<Verdict[]> {
  const named = changes.map((change) => ({ ...change, planId: change.planId ?? '' }));
  const states = await findCellStates(context.db, named);
  const verdicts = changes.map((change, index): Verdict => {
    const state = states[index];
    const { newMilli } = change;
    if (state === undefined) {
      const message = 'The plan has no such cell any more: download the workbook again.';
      return { ...whereOf(change), code: 'not-in-plan', message };
    }
    const { currentMilli, overrideMilli, changedBy } = state;
    if (currentMilli === newMilli) return 'already';
    if (currentMilli !== change.exportedMilli) {
      return staleRefusal(change, { currentMilli, changedBy: changedBy ?? 'a new calculation' });
    }
    if (newMilli === null && overrideMilli === null) {
      const message = 'Nobody typed this value, so it cannot be cleared: type 0 if you expect nothing.';
      return { ...whereOf(change), code: 'nothing-to-clear', message };
    }
    return { ...change, overrideMilli, reasonCode: null };
  });
  const pending = verdicts.filter((verdict): verdict is PendingChange => isPending(verdict));
  const forbidden = await judgeCells(
    context,
    pending.map((change) => ({ ...change, planId: change.planId ?? '' })),
  );
  const whyNot = new Map(pending.map((change, index) => [change, forbidden[index] ?? null]));
  return verdicts.map((verdict) => {
    const message = isPending(verdict) ? (whyNot.get(verdict) ?? null) : null;
    return message === null ? verdict : { ...whereOf(verdict as PendingChange), code: 'window', message };
  });
}

const isPending = (verdict: Verdict): verdict is PendingChange =>
  verdict !== 'already' && !('message' in verdict);

type CommitState = {
  place: number;
  forecastMilli: number | null;
  committedMilli: number | null;
  submittedBy: string | null;
};

const readCommits = `
select asked.place::integer as place, held.forecast_milli as "forecastMilli", held.committed_milli as "committedMilli",
  held.submitted_by as "submittedBy"
from unnest($2::uuid[], $3::date[]) with ordinality as asked (item_location_id, starts_on, place)
  join lateral (select forecast_milli, committed_milli, submitted_by from commits
    where commits.agreement_id = $1 and commits.item_location_id = asked.item_location_id
      and commits.starts_on = asked.starts_on and commits.state <> 'superseded'
    order by created_at desc limit 1) held on true`;

async function judgeCommits(
  { db }: Context,
  agreementId: string,
  changes: readonly CellChange[],
): Promise<Verdict[]> {
  if (changes.length === 0) return [];
  const rows = await db.read<CommitState>(readCommits, [
    agreementId,
    changes.map(({ itemLocationId }) => itemLocationId),
    changes.map(({ startsOn }) => startsOn),
  ]);
  const states = new Map(rows.map((row) => [row.place - 1, row]));
  return changes.map((change, index): Verdict => {
    const state = states.get(index);
    const { newMilli, reasonText = '' } = change;
    const refuse = (code: CellRefusal['code'], message: string): CellRefusal => ({
      ...whereOf(change),
      code,
      message,
    });
    if (state === undefined)
      return refuse('not-in-plan', 'Nobody asks for a commit here: leave the cell empty.');
    const { committedMilli, forecastMilli } = state;
    if (committedMilli === newMilli) return 'already';
    if (committedMilli !== change.exportedMilli) {
      const changedBy = state.submittedBy ?? 'a new order forecast';
      return staleRefusal(change, { currentMilli: committedMilli, changedBy });
    }
    if (newMilli === null)
      return refuse('nothing-to-clear', 'A commit is not taken back: type 0 if you deliver nothing.');
    const reason = commitReasons.find(({ code, name }) => name === reasonText || code === reasonText);
    if (reason === undefined && (reasonText !== '' || newMilli < (forecastMilli ?? 0))) {
      return refuse(
        'reason-missing',
        `Less than the ${textOf(forecastMilli)} asked for needs a reason: choose one in the row’s reason column.`,
      );
    }
    return { ...change, overrideMilli: null, reasonCode: reason?.code ?? null };
  });
}

/** Sorts differences into changes that can be made and those that somebody else or a rule forbids, each with its place. */
export async function judgeChanges(
  context: Context,
  agreementId: string,
  { changes, refusals, unchangedCount }: Comparison,
): Promise<{ changes: PendingChange[]; refusals: CellRefusal[]; unchangedCount: number }> {
  const verdicts = [
    ...(await judgePlanCells(
      context,
      changes.filter(({ planId }) => planId !== null),
    )),
    ...(await judgeCommits(
      context,
      agreementId,
      changes.filter(({ planId }) => planId === null),
    )),
  ];
  const refused = verdicts.filter(
    (verdict): verdict is CellRefusal => verdict !== 'already' && !isPending(verdict),
  );
  return {
    changes: verdicts.filter(isPending),
    refusals: [...refusals, ...refused],
    unchangedCount: unchangedCount + verdicts.filter((verdict) => verdict === 'already').length,
  };
}
