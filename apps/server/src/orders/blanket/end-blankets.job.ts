import { defineJob } from '../../platform/index.ts';
import { endWhenOver } from './close-blanket.ts';

const batchSizeMax = 200;

/** Blanket orders whose last day has passed. Safe to repeat; what is beyond a batch waits for the next day. */
export const endBlanketsJob = defineJob({
  name: 'orders.end-blanket-orders',
  schedule: '20 0 * * *',
  timeZone: 'UTC',
  timeoutMs: 60_000,
  async run(context) {
    const today = context.clock.now().toISOString().slice(0, 10);
    const due = await context.db.read<{ orderId: string }>(
      `select order_id as "orderId" from blanket_orders
       where org_id = (select current_setting('app.org')::uuid) and ends_before <= $1::date
         and state in ('running', 'exhausted', 'over')
       order by ends_before, order_id limit $2`,
      [today, batchSizeMax],
    );
    let endedCount = 0;
    for (const { orderId } of due) {
      if (await context.db.transaction((tx) => endWhenOver(context, tx, orderId))) endedCount += 1;
    }
    return { endedCount, batchSizeMax };
  },
});
