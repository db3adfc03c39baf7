import { cycleSteps } from '@coplan/collaboration';
import { localDateAt, type OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { type AgreementInForce, listAgreementsInForce } from '../plans/index.ts';
import { cycleWeekOf, dueAtOf } from './cycle-steps.ts';
import { cycleChanged } from './cycles.events.ts';
import { recomputeCycle } from './recompute-cycle.ts';

const insertCycle = `
insert into cycles (id, buyer_id, supplier_id, agreement_id, agreement_version_id, starts_on, ends_before, label, state,
  created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)
on conflict (buyer_id, agreement_id, starts_on) do nothing returning id`;

const insertSteps = `
insert into cycle_steps (buyer_id, supplier_id, cycle_id, step, state, due_at)
select $1, $2, $3, step, 'waiting', due_at
from unnest($4::smallint[], $5::timestamptz[]) as given (step, due_at)`;

const closeEarlier = `
update cycles set state = 'closed', version = version + 1
where buyer_id = $1 and agreement_id = $2 and state = 'open' and starts_on < $3 returning id as "cycleId"`;

/** Opens the week's cycle of an agreement, once, and closes those of earlier weeks. */
export async function openCycle(
  context: Context,
  tx: Transaction,
  agreement: AgreementInForce,
): Promise<{ isOpened: boolean; closedCount: number }> {
  const { buyerId, supplierId, agreementId, agreementVersionId, content } = agreement;
  const now = context.clock.now();
  const week = cycleWeekOf(content.calendar, localDateAt(now, content.calendar.timeZone));
  const cycleId = context.newId();
  const opened = await tx.query(insertCycle, [
    cycleId,
    buyerId,
    supplierId,
    agreementId,
    agreementVersionId,
    week.startsOn,
    week.endsBefore,
    week.label,
    now,
  ]);
  if (opened.length === 0) return { isOpened: false, closedCount: 0 };
  const steps = cycleSteps.map(({ step }) => step);
  const dueAt = steps.map((step) => dueAtOf(content.calendar, week.startsOn, step));
  await tx.query(insertSteps, [buyerId, supplierId, cycleId, steps, dueAt]);
  const closed = await tx.query<{ cycleId: string }>(closeEarlier, [buyerId, agreementId, week.startsOn]);
  const about = { buyerId: buyerId as OrganisationId, supplierId, agreementId, steps: [] };
  for (const earlier of closed) {
    await tx.publish(cycleChanged({ ...about, cycleId: earlier.cycleId, change: 'closed' }));
  }
  await tx.publish(cycleChanged({ ...about, cycleId, change: 'opened' }));
  await recomputeCycle(context, tx, agreement);
  return { isOpened: true, closedCount: closed.length };
}

/** Opens what is to be opened, for every agreement in force, and looks at every step again. */
export async function keepCycles(context: Context): Promise<{ openedCount: number; cycleCount: number }> {
  const agreements = await listAgreementsInForce(context.db);
  let openedCount = 0;
  for (const agreement of agreements) {
    const { isOpened } = await context.db.transaction(async (tx) => {
      const outcome = await openCycle(context, tx, agreement);
      if (!outcome.isOpened) await recomputeCycle(context, tx, agreement);
      return outcome;
    });
    if (isOpened) openedCount += 1;
  }
  return { openedCount, cycleCount: agreements.length };
}
