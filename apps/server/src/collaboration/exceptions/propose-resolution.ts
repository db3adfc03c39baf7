import { resolutionCodes } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { applyToJointPlan } from './apply-to-joint-plan.ts';
import { exceptionCommandInput } from './claim-exception.ts';
import { type ExceptionCommandResult, resultOf } from './command-result.ts';
import { notYourTurn, valuesNeeded, valuesNotOfException } from './exceptions.errors.ts';
import {
  lockException,
  moveException,
  partnerOf,
  type ResolutionValue,
  tellException,
} from './load-exception.ts';
import { isComparison, readCells } from './resolution-options.ts';
import { nextRespondBy } from './response-clock.ts';

export const proposeResolutionInput = exceptionCommandInput.extend({
  code: z.enum(resolutionCodes),
  /** For codes that take values by hand; they may be of some cells only. */
  values: z
    .array(
      z.object({
        itemLocationId: z.uuid(),
        startsOn: z.iso.date(),
        valueMilli: z.int().min(0).max(1_000_000_000_000_000),
      }),
    )
    .max(100_000)
    .default([]),
  note: z.string().trim().min(1).max(2_000).optional(),
});
type Input = z.output<typeof proposeResolutionInput>;

const takesValues = (code: Input['code']): boolean =>
  code === 'MANUAL_RESOLUTION' || code === 'MUTUALLY_DEFINED';

async function checkValues(
  { values, code }: Input,
  { cells, isPlanned }: { cells: () => Promise<ResolutionValue[]>; isPlanned: boolean },
): Promise<void> {
  if (!isPlanned) return;
  if (takesValues(code) && values.length === 0) throw valuesNeeded({ code });
  if (values.length === 0) return;
  const known = new Set(
    (await cells()).map(({ itemLocationId, startsOn }) => `${itemLocationId} ${startsOn}`),
  );
  for (const { itemLocationId, startsOn } of values) {
    if (!known.has(`${itemLocationId} ${startsOn}`)) throw valuesNotOfException({ itemLocationId, startsOn });
  }
}

/** One side proposes how to settle all children at once; nothing changes before the other side accepts. */
export async function proposeResolution(context: Context, input: Input): Promise<ExceptionCommandResult> {
  const { actor, clock } = context;
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    const cells = async () =>
      (await readCells(tx, row.exceptionId)).map((cell) => ({ ...cell, valueMilli: 0 }));
    await checkValues(input, { cells, isPlanned: isComparison(row.criterion) });
    const partnerId = partnerOf(row, actor.organisationId);
    const proposed = await moveException(context, tx, row, {
      event: 'propose',
      ownerId: partnerId,
      ownerUserId: null,
      ownerName: null,
      escalationLevel: 0,
      respondBy: await nextRespondBy(context, tx, row, partnerId),
      proposal: {
        code: input.code,
        values: takesValues(input.code) ? input.values : [],
        note: input.note ?? null,
        byId: actor.organisationId,
        byName: actor.name,
        at: clock.now().toISOString(),
      },
    });
    await tellException(context, tx, proposed, {
      type: 'proposed',
      text: `${actor.name} proposed: ${input.code.toLowerCase().replaceAll('_', ' ')}.`,
      details: { code: input.code, valueCount: input.values.length, note: input.note ?? null },
    });
    return resultOf(proposed, context);
  });
}

/** The other side accepts: the values go into the joint plan in this very transaction. */
export async function acceptProposal(
  context: Context,
  input: z.output<typeof exceptionCommandInput>,
): Promise<ExceptionCommandResult> {
  const { actor, clock } = context;
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    const { proposal } = row;
    if (proposal?.byId === actor.organisationId) {
      throw notYourTurn({ exceptionId: row.exceptionId, event: 'acceptProposal' });
    }
    const resolved = await moveException(context, tx, row, {
      event: 'agree',
      ownerId: null,
      ownerUserId: null,
      ownerName: null,
      respondBy: null,
      inBoundsCount: 0,
      resolution:
        proposal === null
          ? null
          : {
              ...proposal,
              isDefault: false,
              acceptedByName: actor.name,
              resolvedAt: clock.now().toISOString(),
            },
    });
    const applied = await applyToJointPlan(context, tx, resolved);
    await tx.audit({
      command: 'exceptions.accept-proposal',
      subject: { kind: 'exception', id: row.exceptionId },
      after: { code: proposal?.code ?? null, jointPlanId: applied.appliedPlanId },
    });
    await tellException(context, tx, applied, {
      type: 'resolved',
      text: `${actor.name} accepted the proposal.`,
    });
    return resultOf(applied, context);
  });
}

export const rejectProposalInput = exceptionCommandInput.extend({
  reason: z.string().trim().min(1).max(500),
});

/** The other side refuses, with its reason; it is the proposer's turn again. */
export async function rejectProposal(
  context: Context,
  input: z.output<typeof rejectProposalInput>,
): Promise<ExceptionCommandResult> {
  const { actor } = context;
  return context.db.transaction(async (tx) => {
    const row = await lockException(tx, input);
    if (row.proposal?.byId === actor.organisationId) {
      throw notYourTurn({ exceptionId: row.exceptionId, event: 'rejectProposal' });
    }
    const proposerId = partnerOf(row, actor.organisationId);
    const rejected = await moveException(context, tx, row, {
      event: 'reject',
      ownerId: proposerId,
      ownerUserId: null,
      ownerName: row.proposal?.byName ?? null,
      escalationLevel: 0,
      respondBy: await nextRespondBy(context, tx, row, proposerId),
      reason: input.reason,
    });
    await tellException(context, tx, rejected, {
      type: 'rejected',
      text: `${actor.name} refused the proposal: ${input.reason}`,
    });
    return resultOf(rejected, context);
  });
}
