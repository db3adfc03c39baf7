import { accountableParties, perfectOrderChecks } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { assertFailed, type LineToJudge, loadLine, say } from './dispute-verdict.ts';
import { disputeTooLate, onlyTheBuyer } from './performance.errors.ts';
import { restateDays } from './terms-content.ts';

const reason = z.string().trim().min(1).max(1_000);

export const excludeLineInput = z.object({
  orderLineId: z.uuid(),
  code: z.enum(['FORCE_MAJEURE', 'BUYER_FAULT', 'TEST']),
  reason,
});

export const assignCauseInput = z.object({
  orderLineId: z.uuid(),
  check: z.enum(Object.keys(perfectOrderChecks) as [keyof typeof perfectOrderChecks]),
  party: z.enum(accountableParties),
  cause: z.string().trim().min(1).max(60),
  reason,
});

const dayMs = 86_400_000;

/** Who measures may say it, as long as the line may be restated. */
function assertBuyersWord({ actor, clock }: Context, { orderLineId, buyerId, finalAt }: LineToJudge): void {
  if (buyerId !== actor.organisationId) throw onlyTheBuyer(orderLineId);
  if (finalAt !== null && clock.now().getTime() > Date.parse(finalAt) + restateDays * dayMs) {
    throw disputeTooLate({ orderLineId, restateDays });
  }
}

/** The buyer takes a line out of the measure, with a code; it stays visible with it. */
export async function excludeLine(
  context: Context,
  input: z.output<typeof excludeLineInput>,
): Promise<{ factId: string }> {
  return context.db.transaction(async (tx) => {
    const line = await loadLine(tx, input.orderLineId);
    assertBuyersWord(context, line);
    const { code } = input;
    const body = { kind: 'excluded', code, approvedBy: context.actor.name } as const;
    return { factId: await say(context, tx, line, { body, reason: input.reason }) };
  });
}

/** The buyer names the cause of a failed check and who answers for it: it stands above what the events suggest. */
export async function assignCause(
  context: Context,
  { orderLineId, check, party, cause, reason: why }: z.output<typeof assignCauseInput>,
): Promise<{ factId: string }> {
  return context.db.transaction(async (tx) => {
    const line = await loadLine(tx, orderLineId);
    assertBuyersWord(context, line);
    assertFailed(line, check);
    const body = { kind: 'cause-assigned', check, party, cause } as const;
    return { factId: await say(context, tx, line, { body, reason: why }) };
  });
}
