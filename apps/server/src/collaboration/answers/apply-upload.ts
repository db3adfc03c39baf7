import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { submitCommits } from '../commits/index.ts';
import { editCells, findPlans, type PlanRow, publishOwnPlan } from '../plans/index.ts';
import type { PendingChange } from './judge-changes.ts';
import type { MayAnswer } from './may-answer.ts';
import { getUpload, type Upload, type UploadResult } from './record-upload.ts';

export const applyUploadInput = z.object({
  uploadId: z.uuid(),
  /** Places in the file whose changes are left out. */
  withoutPlaces: z.array(z.string().max(60)).max(10_000).default([]),
  /** Publish the own working plan afterwards; a link always does, since its holder has no other page. */
  publish: z.boolean().default(false),
});

/** What one edit of a plan, or one answer with commits, takes at most. */
const cellsMax = 5_000;

const settleUpload = `
update xlsx_uploads set state = 'applied', result = $2, applied_at = $3, applied_by = $4
where id = $1 and state = 'compared' returning id`;

const chunksOf = (changes: readonly PendingChange[]): PendingChange[][] => {
  const byPlan = Map.groupBy(changes, ({ planId }) => planId);
  return [...byPlan.values()].flatMap((ofPlan) =>
    Array.from({ length: Math.ceil(ofPlan.length / cellsMax) }, (_, index) =>
      ofPlan.slice(index * cellsMax, (index + 1) * cellsMax),
    ),
  );
};

type Chunk = { upload: Upload; planId: string | null; changes: PendingChange[]; operationId: string };

async function applyChunk(
  context: Context,
  { upload, planId, changes, operationId }: Chunk,
): Promise<Pick<UploadResult, 'appliedCount' | 'conflictCount'>> {
  if (planId === null) {
    const { submittedCount, shortCount } = await submitCommits(context, {
      agreementId: upload.agreementId,
      commits: changes.map(({ itemLocationId, startsOn, newMilli, reasonCode }) => ({
        itemLocationId,
        startsOn,
        committedMilli: newMilli ?? 0,
        ...(reasonCode === null ? {} : { reasonCode }),
        alternatives: [],
      })),
    });
    return { appliedCount: submittedCount + shortCount, conflictCount: 0 };
  }
  const written = await editCells(context, {
    planId,
    operationId,
    reason: `Workbook ${upload.fileName ?? ''}`.trim(),
    edits: changes.map(({ itemLocationId, bucketIndex, overrideMilli, newMilli }) => ({
      itemLocationId,
      bucketIndex,
      layer: 'override' as const,
      beforeMilli: overrideMilli,
      afterMilli: newMilli,
    })),
  });
  return { appliedCount: written.applied.length, conflictCount: written.conflicts.length };
}

const isWorking = ({ kind, state, partyId }: PlanRow, me: string): boolean =>
  kind === 'party' && state === 'working' && partyId === me;

async function publishWorkingPlan(
  context: Context,
  { agreementId, purpose }: Pick<Upload, 'agreementId' | 'purpose'>,
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const plans = await findPlans(tx, { agreementId, purpose });
    const working = plans.find((plan) => isWorking(plan, context.actor.organisationId));
    if (working !== undefined) await publishOwnPlan(context, tx, working);
  });
}

/**
 * Makes the changes of an upload, and no others. A cell that somebody changed since is a conflict and stays. Applying
 * again changes nothing: the edits carry the upload's own operation ids, and an applied upload stays applied.
 */
export async function applyUpload(
  context: Context,
  { uploadId, withoutPlaces, publish }: z.output<typeof applyUploadInput>,
  mayAnswer: MayAnswer,
): Promise<Upload> {
  const upload = await getUpload(context, uploadId);
  await mayAnswer(upload);
  if (upload.state === 'applied') return upload;
  const left = new Set(withoutPlaces);
  const result: UploadResult = { appliedCount: 0, conflictCount: 0, refusedCount: upload.refusals.length };
  const wanted = upload.changes.filter(({ place }) => !left.has(place));
  for (const [index, changes] of chunksOf(wanted).entries()) {
    const operationId = `xlsx:${uploadId}:${index}`;
    const done = await applyChunk(context, {
      upload,
      planId: changes[0]?.planId ?? null,
      changes,
      operationId,
    });
    result.appliedCount += done.appliedCount;
    result.conflictCount += done.conflictCount;
  }
  const isPublished = publish || context.actor.roles.includes('answer');
  if (isPublished) await publishWorkingPlan(context, upload);
  await context.db.transaction(async (tx) => {
    const values = [uploadId, JSON.stringify(result), context.clock.now(), context.actor.name];
    const settled = await tx.query(settleUpload, values);
    if (settled.length === 0) return;
    await tx.audit({
      command: 'answers.apply',
      subject: { kind: 'agreement', id: upload.agreementId },
      after: { uploadId, ...result },
    });
  });
  return getUpload(context, uploadId);
}
