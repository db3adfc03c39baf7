import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { type ExceptionCommandResult, resultOf } from './command-result.ts';
import { personNotFound } from './exceptions.errors.ts';
import { lockException, moveException, tellException } from './load-exception.ts';
import { nextRespondBy } from './response-clock.ts';

export const exceptionCommandInput = z.object({ exceptionId: z.uuid(), expectedVersion: z.int() });
export const assignExceptionInput = exceptionCommandInput.extend({ userId: z.uuid() });

const findPerson = `select user_id as "userId", name from platform.members where user_id = $1`;

/** Somebody of my organisation takes it; while the other side has been asked it stays the other side's turn. */
export async function assignException(
  context: Context,
  input: z.output<typeof assignExceptionInput>,
): Promise<ExceptionCommandResult> {
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    const [person] = await tx.query<{ userId: string; name: string }>(findPerson, [input.userId]);
    if (person === undefined) throw personNotFound(input.userId);
    const assigned = await moveException(context, tx, row, {
      event: 'assign',
      ownerId: context.actor.organisationId,
      ownerUserId: person.userId,
      ownerName: person.name,
      respondBy: row.respondBy ?? (await nextRespondBy(context, tx, row, context.actor.organisationId)),
    });
    await tellException(context, tx, assigned, { type: 'assigned', text: `Assigned to ${person.name}.` });
    return resultOf(assigned, context);
  });
}

/** The person who asks takes it. */
export async function claimException(
  context: Context,
  input: z.output<typeof exceptionCommandInput>,
): Promise<ExceptionCommandResult> {
  const { actor } = context;
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    const claimed = await moveException(context, tx, row, {
      event: 'assign',
      ownerId: actor.organisationId,
      ownerUserId: actor.userId,
      ownerName: actor.name,
      respondBy: row.respondBy ?? (await nextRespondBy(context, tx, row, actor.organisationId)),
    });
    await tellException(context, tx, claimed, { type: 'claimed', text: `${actor.name} looks after it.` });
    return resultOf(claimed, context);
  });
}
