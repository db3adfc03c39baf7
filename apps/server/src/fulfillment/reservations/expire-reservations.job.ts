import { claimStockCommand } from '../../inventory/index.ts';
import { defineJob } from '../../platform/index.ts';
import { carryOutAct } from './act-on-reservations.ts';

const batchMax = 200;

/** Soft holds whose time is over; those that somebody is working on are left for the next time. */
const expired = `
select id from stock_reservations
where org_id = (select current_setting('app.org')::uuid) and state = 'soft' and expires_at <= $1::timestamptz
order by id limit ${batchMax} for update skip locked`;

/** Every minute: soft holds that have ended give their stock back. */
export const expireReservationsJob = defineJob({
  name: 'fulfillment.expire-reservations',
  schedule: '* * * * *',
  timeoutMs: 60_000,
  async run(context, _payload, signal) {
    let expiredCount = 0;
    for (let count = batchMax; count === batchMax && !signal.aborted; expiredCount += count) {
      count = await context.db.transaction(async (tx) => {
        const rows = await tx.query<{ id: string }>(expired, [context.clock.now().toISOString()]);
        if (rows.length === 0) return 0;
        const commandId = `expire-${context.newId()}`;
        const parts = rows.map(({ id }) => ({ reservationId: id }));
        await claimStockCommand(context, tx, { commandId, content: parts });
        await carryOutAct(context, tx, { act: 'expire', commandId, parts });
        return rows.length;
      });
    }
    return { expiredCount };
  },
});
