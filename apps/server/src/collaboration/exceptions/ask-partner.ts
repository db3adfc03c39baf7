import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { exceptionCommandInput } from './claim-exception.ts';
import { type ExceptionCommandResult, resultOf } from './command-result.ts';
import { notYourTurn } from './exceptions.errors.ts';
import { lockException, moveException, partnerOf, tellException } from './load-exception.ts';
import { nextRespondBy } from './response-clock.ts';

const text = z.string().trim().min(1).max(2_000);
export const askPartnerInput = exceptionCommandInput.extend({ text });

/** One side asks the other: from now on the other side's clock runs, on its own working days. */
export async function askPartner(
  context: Context,
  input: z.output<typeof askPartnerInput>,
): Promise<ExceptionCommandResult> {
  const { actor, clock } = context;
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    if (row.ownerId !== null && row.ownerId !== actor.organisationId) {
      throw notYourTurn({ exceptionId: row.exceptionId, event: 'ask' });
    }
    const partnerId = partnerOf(row, actor.organisationId);
    const asked = await moveException(context, tx, row, {
      event: 'ask',
      ownerId: partnerId,
      ownerUserId: null,
      ownerName: null,
      escalationLevel: 0,
      respondBy: await nextRespondBy(context, tx, row, partnerId),
      question: {
        text: input.text,
        byId: actor.organisationId,
        byName: actor.name,
        at: clock.now().toISOString(),
      },
    });
    await tellException(context, tx, asked, { type: 'asked', text: `${actor.name} asked: ${input.text}` });
    return resultOf(asked, context);
  });
}

export const replyToPartnerInput = askPartnerInput;

/** The side that was asked answers; it is the asking side's turn again. */
export async function replyToPartner(
  context: Context,
  input: z.output<typeof replyToPartnerInput>,
): Promise<ExceptionCommandResult> {
  const { actor } = context;
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    if (row.state === 'waiting-partner' && row.ownerId !== actor.organisationId) {
      throw notYourTurn({ exceptionId: row.exceptionId, event: 'reply' });
    }
    const askerId = partnerOf(row, actor.organisationId);
    const replied = await moveException(context, tx, row, {
      event: 'reply',
      ownerId: askerId,
      ownerUserId: null,
      ownerName: row.question?.byName ?? null,
      escalationLevel: 0,
      respondBy: await nextRespondBy(context, tx, row, askerId),
    });
    await tellException(context, tx, replied, {
      type: 'replied',
      text: `${actor.name} answered: ${input.text}`,
    });
    return resultOf(replied, context);
  });
}
