import { type CommitState, commitLifecycle } from '@coplan/collaboration';
import { type LocalDate, nextState } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { type CommitAlternative, partsOf } from './commit-answer.ts';
import {
  alternativeNotFound,
  commitChanged,
  commitEventNotAllowed,
  commitNotFound,
  notYourSide,
} from './commits.errors.ts';
import { commitNews } from './commits.events.ts';
import { getAgreement, sideOf } from './find-agreement.ts';
import { commitsMax } from './submit-commits.ts';

export const acceptCommitInput = z.object({
  commitId: z.uuid(),
  /** Absent: as committed. */
  alternativeIndex: z.int().min(0).max(4).optional(),
  expectedVersion: z.int(),
});
export const acceptCommitsInput = z.object({
  agreementId: z.uuid(),
  /** These as committed; absent: every answer that covers what was asked. */
  commits: z
    .array(z.object({ commitId: z.uuid(), expectedVersion: z.int() }))
    .min(1)
    .max(commitsMax)
    .optional(),
});

type Answered = {
  commitId: string;
  agreementId: string;
  startsOn: LocalDate;
  committedMilli: number;
  alternatives: CommitAlternative[];
  state: CommitState;
  version: number;
};

const answeredColumns = `
  id as "commitId", agreement_id as "agreementId", starts_on::text as "startsOn",
  committed_milli::float8 as "committedMilli", alternatives, state, version`;
const oneQuery = `select ${answeredColumns} from commits where id = $1 for update`;
const manyQuery = `
select ${answeredColumns} from commits
where agreement_id = $1 and (($2::uuid[] is not null and id = any ($2::uuid[]))
  or ($2::uuid[] is null and state = 'submitted' and committed_milli >= forecast_milli))
order by id limit $3 for update`;

type Choice = { commit: Answered; alternativeIndex: number | null };

function requireAcceptable(
  { commitId, state, version }: Answered,
  expectedVersion: number | undefined,
): void {
  if (expectedVersion !== undefined && version !== expectedVersion) throw commitChanged(commitId, version);
  if (nextState(commitLifecycle, state, 'accept') === undefined)
    throw commitEventNotAllowed({ commitId, state, event: 'accept' });
}

async function accept(context: Context, tx: Transaction, choices: readonly Choice[]): Promise<string[]> {
  const given = choices.map(({ commit, alternativeIndex }) => {
    const alternative = alternativeIndex === null ? undefined : commit.alternatives[alternativeIndex];
    if (alternativeIndex !== null && alternative === undefined)
      throw alternativeNotFound(commit.commitId, alternativeIndex);
    return { id: commit.commitId, alternativeIndex, parts: partsOf(commit, alternative) };
  });
  await tx.query(
    `update commits set state = $2, accepted_alternative = given."alternativeIndex", accepted_parts = given.parts,
       accepted_at = $3, accepted_by = $4, version = version + 1
     from jsonb_to_recordset($1::jsonb) as given(id uuid, "alternativeIndex" integer, parts jsonb)
     where commits.id = given.id`,
    [JSON.stringify(given), 'accepted' satisfies CommitState, context.clock.now(), context.actor.name],
  );
  return given.map(({ id }) => id);
}

/**
 * The buyer takes a commit as it is, or one of its alternatives. Less than was asked for becomes a limit that the
 * next proposals and order forecasts keep. Throws `DomainError` (conflict, not-allowed, not-found).
 */
export async function acceptCommit(
  context: Context,
  { commitId, alternativeIndex, expectedVersion }: z.output<typeof acceptCommitInput>,
): Promise<{ commitId: string; state: CommitState }> {
  return context.db.transaction(async (tx) => {
    const [commit] = await tx.query<Answered>(oneQuery, [commitId]);
    if (commit === undefined) throw commitNotFound(commitId);
    const agreement = await getAgreement(tx, commit.agreementId);
    if (sideOf(context, agreement) !== 'buyer') throw notYourSide('buyer');
    requireAcceptable(commit, expectedVersion);
    const commitIds = await accept(context, tx, [{ commit, alternativeIndex: alternativeIndex ?? null }]);
    await tx.publish(commitNews({ ...agreement, change: 'accepted', commitIds }));
    await tx.audit({
      command: 'collaboration.accept-commit',
      subject: { kind: 'commit', id: commitId },
      after: { alternativeIndex: alternativeIndex ?? null },
    });
    return { commitId, state: 'accepted' };
  });
}

/** Accepts many answers as committed, all of them or none. */
export async function acceptCommits(
  context: Context,
  { agreementId, commits }: z.output<typeof acceptCommitsInput>,
): Promise<{ acceptedCount: number }> {
  return context.db.transaction(async (tx) => {
    const agreement = await getAgreement(tx, agreementId);
    if (sideOf(context, agreement) !== 'buyer') throw notYourSide('buyer');
    const expected = new Map(commits?.map(({ commitId, expectedVersion }) => [commitId, expectedVersion]));
    const wanted = commits === undefined ? null : [...expected.keys()];
    const found = await tx.query<Answered>(manyQuery, [agreementId, wanted, commitsMax]);
    const missing = wanted?.find((commitId) => !found.some((commit) => commit.commitId === commitId));
    if (missing !== undefined) throw commitNotFound(missing);
    for (const commit of found) requireAcceptable(commit, expected.get(commit.commitId));
    if (found.length === 0) return { acceptedCount: 0 };
    const commitIds = await accept(
      context,
      tx,
      found.map((commit) => ({ commit, alternativeIndex: null })),
    );
    await tx.publish(commitNews({ ...agreement, change: 'accepted', commitIds }));
    await tx.audit({
      command: 'collaboration.accept-commits',
      subject: { kind: 'agreement', id: agreementId },
      after: { commitCount: commitIds.length },
    });
    return { acceptedCount: commitIds.length };
  });
}
