import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { commitAnswer } from './commit-answer.ts';
import { notYourSide } from './commits.errors.ts';
import { getAgreement, sideOf } from './find-agreement.ts';
import { commitsMax } from './submit-commits.ts';

export const saveCommitDraftsInput = z.object({
  agreementId: z.uuid(),
  commits: z
    .array(commitAnswer.omit({ itemLocationId: true, startsOn: true }).extend({ commitId: z.uuid() }))
    .min(1)
    .max(commitsMax),
});

/** Keeps what the supplier has written down but not sent. The buyer sees that there is a draft, not what is in it. */
export async function saveCommitDrafts(
  context: Context,
  { agreementId, commits }: z.output<typeof saveCommitDraftsInput>,
): Promise<{ savedCount: number }> {
  return context.db.transaction(async (tx) => {
    const agreement = await getAgreement(tx, agreementId);
    if (sideOf(context, agreement) !== 'seller') throw notYourSide('seller');
    const saved = await tx.query<{ id: string }>(
      `with given as (
         select * from jsonb_to_recordset($2::jsonb) as given("commitId" uuid, "committedMilli" bigint,
           "reasonCode" text, note text, alternatives jsonb)
       ), open as (
         update commits set state = 'draft', version = version + 1 from given
         where commits.id = given."commitId" and commits.agreement_id = $1
           and commits.state in ('due', 'draft', 'overdue')
         returning commits.id
       )
       insert into commit_drafts (org_id, commit_id, committed_milli, reason_code, note, alternatives, saved_at, saved_by)
       select (select current_setting('app.org')::uuid), open.id, given."committedMilli", given."reasonCode",
         given.note, coalesce(given.alternatives, '[]'), $3, $4
       from open join given on given."commitId" = open.id
       on conflict (org_id, commit_id) do update set committed_milli = excluded.committed_milli,
         reason_code = excluded.reason_code, note = excluded.note, alternatives = excluded.alternatives,
         saved_at = excluded.saved_at, saved_by = excluded.saved_by
       returning commit_id as id`,
      [agreementId, JSON.stringify(commits), context.clock.now(), context.actor.name],
    );
    return { savedCount: saved.length };
  });
}
