import { zstdCompressSync } from 'node:zlib';
import {
  canonicalInput,
  type Evaluation,
  encodeEvaluationInput,
  exceptionEngineVersion,
} from '@coplan/collaboration';
import { z } from 'zod';
import { sha256 } from '../../forecasting/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { type AgreementInForce, findAgreementInForce } from '../plans/index.ts';
import { type AssembledInput, assembleInput } from './assemble-input.ts';
import { computeEvaluation } from './compute-evaluation.ts';
import type { EvaluationCounts } from './evaluations.ts';
import { evaluationRequested } from './exceptions.events.ts';
import { readsOf } from './measures-read.ts';
import { recordFollowUps } from './record-follow-ups.ts';

export const evaluateInput = z.object({ agreementId: z.uuid() });

const insertEvaluation = `
insert into exception_evaluations (id, buyer_id, supplier_id, agreement_id, agreement_version_id, buyer_reads,
  seller_reads, evaluated_by_id, evaluated_at, input, input_hash, output_hash, engine_version, notes, counts)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

const findSame = `
select id from exception_evaluations
where agreement_id = $1 and input_hash = $2 and output_hash = $3 and engine_version = $4
order by evaluated_at desc limit 1`;

/** Criteria that were left out, with the reason in words. */
function notesOf(
  { notes }: Evaluation,
  reasons: ReadonlyMap<string, string>,
): { criterionCode: string; text: string }[] {
  return notes.map(({ criterionCode, missing }) => ({
    criterionCode,
    text: [...new Set(missing.map((column) => reasons.get(column) ?? `${column} is missing`))].join('; '),
  }));
}

type Recorded = { evaluationId: string; inputHash: string; outputHash: string; isNew: boolean };

async function recordEvaluation(
  { actor, clock, newId }: Context,
  tx: Transaction,
  about: {
    agreement: AgreementInForce;
    assembled: AssembledInput;
    computed: { evaluation: Evaluation; bytes: Uint8Array; output: Uint8Array };
    counts: EvaluationCounts;
  },
): Promise<Recorded> {
  const { agreement, assembled, counts } = about;
  const { evaluation, bytes, output } = about.computed;
  const { buyerId, supplierId, agreementId, agreementVersionId } = agreement;
  const inputHash = sha256(bytes);
  const outputHash = sha256(output);
  const [same] = await tx.query<{ id: string }>(findSame, [
    agreementId,
    inputHash,
    outputHash,
    exceptionEngineVersion,
  ]);
  if (same !== undefined) return { evaluationId: same.id, inputHash, outputHash, isNew: false };
  const evaluationId = newId();
  const { buyerReads, sellerReads } = readsOf(null, assembled);
  await tx.query(insertEvaluation, [
    evaluationId,
    buyerId,
    supplierId,
    agreementId,
    agreementVersionId,
    buyerReads,
    sellerReads,
    actor.organisationId,
    clock.now(),
    zstdCompressSync(bytes),
    inputHash,
    outputHash,
    exceptionEngineVersion,
    JSON.stringify(notesOf(evaluation, assembled.reasons)),
    JSON.stringify(counts),
  ]);
  return { evaluationId, inputHash, outputHash, isNew: true };
}

function countsOf(input: AssembledInput['input'], evaluation: Evaluation): EvaluationCounts {
  const itemLocationCount = input.rows.itemLocationIds.length;
  return {
    itemLocationCount,
    cellCount: itemLocationCount * input.bucketCount * input.criteria.length,
    outsideCount: evaluation.totals.cellsOutside,
    exceptionCount: evaluation.exceptions.length,
    moneyMinor: evaluation.totals.moneyMinor,
    coveredShare: evaluation.totals.coveredShare,
  };
}

/** What is back in bounds is looked at once more before it clears itself, so long after. */
const recheckMs = 300_000;
export const evaluateJobName = 'collaboration.evaluate-exceptions';

const lockAgreement = `select pg_advisory_xact_lock(hashtextextended('exceptions ' || $1, 0))`;

export type EvaluationOutcome = EvaluationCounts &
  Omit<Recorded, 'isNew'> & {
    raisedCount: number;
    clearedCount: number;
    closedCount: number;
    waitingCount: number;
    notes: { criterionCode: string; text: string }[];
  };

/**
 * Evaluates the criteria of an agreement over what both sides may see and follows up: raises, refreshes, wakes, clears,
 * closes and reopens. One evaluation of an agreement at a time; the same facts again change nothing. Only the buyer's
 * side, where the facts are, writes.
 */
export async function evaluateAgreement(
  context: Context,
  { agreementId }: z.output<typeof evaluateInput>,
): Promise<EvaluationOutcome> {
  return context.db.transaction(async (tx) => {
    await tx.query(lockAgreement, [agreementId]);
    const agreement = await findAgreementInForce(tx, agreementId);
    const assembled = await assembleInput(tx, agreement, context.clock.now());
    const input = canonicalInput(assembled.input);
    const bytes = encodeEvaluationInput(input);
    const testCount = input.rows.itemLocationIds.length * input.bucketCount * input.criteria.length;
    const { evaluation, output } = await computeEvaluation(bytes, { testCount });
    const counts = countsOf(input, evaluation);
    const { isNew: _isNew, ...recorded } = await recordEvaluation(context, tx, {
      agreement,
      assembled,
      computed: { evaluation, bytes, output },
      counts,
    });
    const followed = await recordFollowUps(context, tx, {
      agreement,
      assembled: { ...assembled, input },
      evaluation,
      evaluationId: recorded.evaluationId,
    });
    if (followed.waitingCount > 0) {
      const runAt = new Date(context.clock.now().getTime() + recheckMs);
      await tx.enqueue(evaluateJobName, { agreementId }, { key: `exceptions-again-${agreementId}`, runAt });
    }
    return { ...counts, ...recorded, ...followed, notes: notesOf(evaluation, assembled.reasons) };
  });
}

/** Now, for the buyer; a seller's wish is passed on to the buyer's side, which does it within seconds. */
export async function requestEvaluation(
  context: Context,
  input: z.output<typeof evaluateInput>,
): Promise<{ isQueued: boolean; outcome: EvaluationOutcome | null }> {
  const agreement = await findAgreementInForce(context.db, input.agreementId);
  if (agreement.mySide === 'buyer')
    return { isQueued: false, outcome: await evaluateAgreement(context, input) };
  await context.db.transaction((tx) =>
    tx.publish(evaluationRequested({ agreementId: agreement.agreementId, buyerId: agreement.buyerId })),
  );
  return { isQueued: true, outcome: null };
}
