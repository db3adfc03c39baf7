import { perfectOrderVersion } from '@coplan/collaboration';
import { type Context, defineJob, type JobResult } from '../platform/index.ts';
import { foretell } from './foretell.ts';
import { ordersPerBatchMax, storeScores } from './store-scores.ts';

/** Orders without a score, with one of an older definition, or whose hour has come. */
const dueOrders = `
select id from (
  select placed.id from orders placed where placed.org_id = (select current_setting('app.org')::uuid)
    and not exists (select 1 from perfect_order_lines scored where scored.org_id = placed.org_id
      and scored.order_id = placed.id)
  union
  select order_id from perfect_order_lines where org_id = (select current_setting('app.org')::uuid)
    and (look_again_at <= $1 or definition_version <> $2)) due
where id > $3 order by id limit $4`;

/** Scores everything that is due, batch by batch, and foretells open lines afterwards. */
export async function keepScoresCurrent(context: Context, signal?: AbortSignal): Promise<JobResult> {
  const now = context.clock.now();
  let [after, orderCount] = ['00000000-0000-0000-0000-000000000000', 0];
  while (signal?.aborted !== true) {
    const due = await context.db.read<{ id: string }>(dueOrders, [
      now,
      perfectOrderVersion,
      after,
      ordersPerBatchMax,
    ]);
    const last = due.at(-1);
    if (last === undefined) break;
    await storeScores(
      context,
      due.map(({ id }) => id),
    );
    after = last.id;
    orderCount += due.length;
  }
  return { orderCount, riskCount: await foretell(context) };
}

/** A line fails as soon as its window ends, and is final when its cut-off has passed, without anybody's doing. */
export const keepScoresCurrentJob = defineJob({
  name: 'performance.keep-scores-current',
  schedule: '*/10 * * * *',
  timeZone: 'UTC',
  timeoutMs: 600_000,
  run: (context, _payload, signal) => keepScoresCurrent(context, signal),
});
