import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import type { CommitAnswer } from './commit-answer.ts';
import { notYourSide } from './commits.errors.ts';
import { commitNews } from './commits.events.ts';
import { getAgreement, sideOf } from './find-agreement.ts';
import { commitsMax, recordAnswers } from './submit-commits.ts';

export const commitAsForecastInput = z.object({
  agreementId: z.uuid(),
  /** Only these; absent: everything that is still asked for, at most 5,000 at once. */
  commitIds: z.array(z.uuid()).min(1).max(commitsMax).optional(),
});

/** One click: the supplier commits to the order forecast as it stands, wherever it has not answered yet. */
export async function commitAsForecast(
  context: Context,
  { agreementId, commitIds }: z.output<typeof commitAsForecastInput>,
): Promise<{ submittedCount: number; remainingCount: number }> {
  return context.db.transaction(async (tx) => {
    const agreement = await getAgreement(tx, agreementId);
    if (sideOf(context, agreement) !== 'seller') throw notYourSide('seller');
    const open = await tx.query<Omit<CommitAnswer, 'alternatives'> & { openCount: number }>(
      `select item_location_id as "itemLocationId", starts_on::text as "startsOn",
         forecast_milli::float8 as "committedMilli", count(*) over ()::integer as "openCount"
       from commits where agreement_id = $1 and state in ('due', 'draft', 'overdue')
         and ($2::uuid[] is null or id = any ($2::uuid[]))
       order by starts_on, id limit $3`,
      [agreementId, commitIds ?? null, commitsMax],
    );
    const answers = open.map(({ openCount: _, ...row }) => ({ ...row, alternatives: [] }));
    if (answers.length === 0) return { submittedCount: 0, remainingCount: 0 };
    const { submittedIds } = await recordAnswers(context, tx, agreement, answers);
    await tx.publish(commitNews({ ...agreement, change: 'submitted', commitIds: submittedIds }));
    await tx.audit({
      command: 'collaboration.commit-as-forecast',
      subject: { kind: 'agreement', id: agreementId },
      after: { commitCount: submittedIds.length },
    });
    return {
      submittedCount: submittedIds.length,
      remainingCount: (open[0]?.openCount ?? 0) - answers.length,
    };
  });
}
