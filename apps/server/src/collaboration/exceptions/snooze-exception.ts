import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { exceptionCommandInput } from './claim-exception.ts';
import { type ExceptionCommandResult, resultOf } from './command-result.ts';
import { snoozeTooLong } from './exceptions.errors.ts';
import { type ExceptionRow, lockException, moveException, tellException } from './load-exception.ts';

/** Whoever wants to forget longer accepts it as it is. */
export const snoozeDaysMax = 28;
const dayMs = 86_400_000;

const reason = z.string().trim().min(1).max(500);
export const snoozeExceptionInput = exceptionCommandInput.extend({
  until: z.iso.datetime({ offset: true }),
  reason,
});

const insertSnooze = `
insert into exception_snoozes (id, buyer_id, supplier_id, exception_id, snoozed_at, snoozed_until, reason, actor_org_id,
  actor_name, money_minor)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** Sleeps until a day, with a reason; it wakes by itself then, or earlier when it gets worse. */
export async function snoozeException(
  context: Context,
  input: z.output<typeof snoozeExceptionInput>,
): Promise<ExceptionCommandResult> {
  const { actor, clock, newId } = context;
  const now = clock.now();
  const until = new Date(input.until);
  const latest = new Date(now.getTime() + snoozeDaysMax * dayMs);
  if (until <= now || until > latest) {
    throw snoozeTooLong({ until: input.until, latest: latest.toISOString(), daysMax: snoozeDaysMax });
  }
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    const snoozed = await moveException(context, tx, row, {
      event: 'snooze',
      snoozedUntil: until,
      respondBy: null,
      toleratedMinor: row.moneyMinor,
      reason: input.reason,
    });
    await tx.query(insertSnooze, [
      newId(),
      row.buyerId,
      row.supplierId,
      row.exceptionId,
      now,
      until,
      input.reason,
      actor.organisationId,
      actor.name,
      row.moneyMinor,
    ]);
    await tellException(context, tx, snoozed, {
      type: 'snoozed',
      text: `${actor.name} snoozed it until ${input.until.slice(0, 10)}: ${input.reason}`,
    });
    return resultOf(snoozed, context);
  });
}

const endSnooze = `
update exception_snoozes set woken_at = $2, woken_because = $3 where exception_id = $1 and woken_at is null`;

/** Back on the worklist, with a fresh clock for whoever takes it. */
export async function wake(
  context: Context,
  tx: Transaction,
  row: ExceptionRow,
  because: string,
): Promise<ExceptionRow> {
  const woken = await moveException(context, tx, row, {
    event: 'wake',
    snoozedUntil: null,
    toleratedMinor: null,
    ownerId: null,
    ownerUserId: null,
    ownerName: null,
    escalationLevel: 0,
  });
  await tx.query(endSnooze, [row.exceptionId, context.clock.now(), because]);
  await tellException(context, tx, woken, { type: 'woken', text: because });
  return woken;
}

export async function wakeException(
  context: Context,
  input: z.output<typeof exceptionCommandInput>,
): Promise<ExceptionCommandResult> {
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    return resultOf(await wake(context, tx, row, `${context.actor.name} woke it.`), context);
  });
}

export const acceptAsIsInput = exceptionCommandInput.extend({ reason });

/** The difference stands, for a reason. The same cause comes back only when it has become worse. */
export async function acceptAsIs(
  context: Context,
  input: z.output<typeof acceptAsIsInput>,
): Promise<ExceptionCommandResult> {
  const { actor } = context;
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    const accepted = await moveException(context, tx, row, {
      event: 'accept',
      respondBy: null,
      toleratedMinor: row.moneyMinor,
      isTolerated: true,
      reason: input.reason,
    });
    await tx.audit({
      command: 'exceptions.accept-as-is',
      subject: { kind: 'exception', id: row.exceptionId },
      after: { moneyMinor: row.moneyMinor },
      reason: input.reason,
    });
    await tellException(context, tx, accepted, {
      type: 'accepted',
      text: `${actor.name} accepted it as it is: ${input.reason}`,
    });
    return resultOf(accepted, context);
  });
}
