import { gzipSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { sha256 } from '../../forecasting/index.ts';
import { rowsOf } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import { computeEvaluation } from './compute-evaluation.ts';
import { evaluationNotFound } from './exceptions.errors.ts';
import { noteReadings } from './note-readings.ts';

export const evaluationInput = z.object({ evaluationId: z.uuid() });
export const readEvaluationInput = evaluationInput.extend({
  /** Browsers unpack gzip by themselves, but not zstd. */
  encoding: z.enum(['zstd', 'gzip']).default('zstd'),
});
export const listEvaluationsInput = z.object({
  agreementId: z.uuid(),
  limit: z.int().min(1).max(100).default(20),
});

export type EvaluationCounts = {
  itemLocationCount: number;
  cellCount: number;
  outsideCount: number;
  exceptionCount: number;
  moneyMinor: number;
  coveredShare: number;
};

export type EvaluationSummary = {
  evaluationId: string;
  agreementId: string;
  agreementVersionId: string;
  evaluatedAt: string;
  isMine: boolean;
  engineVersion: string;
  inputHash: string;
  outputHash: string;
  /** Criteria that were not evaluated, and what is not shared or not there. */
  notes: { criterionCode: string; text: string }[];
  counts: EvaluationCounts;
};

type Stored = Omit<EvaluationSummary, 'evaluatedAt'> & {
  evaluatedAt: Date;
  input: Buffer;
  buyerId: string;
  buyerReads: string[];
  sellerReads: string[];
};

const columns = `evaluation.id as "evaluationId", evaluation.agreement_id as "agreementId",
  evaluation.agreement_version_id as "agreementVersionId", evaluation.evaluated_at as "evaluatedAt",
  evaluation.evaluated_by_id = (select current_setting('app.org')::uuid) as "isMine",
  evaluation.engine_version as "engineVersion", evaluation.input_hash as "inputHash",
  evaluation.output_hash as "outputHash", evaluation.notes, evaluation.counts`;
const findMany = `
select ${columns} from exception_evaluations evaluation where evaluation.agreement_id = $1
order by evaluation.evaluated_at desc, evaluation.id desc limit $2`;
const findOne = `
select ${columns}, evaluation.input, evaluation.buyer_id as "buyerId", evaluation.buyer_reads as "buyerReads",
  evaluation.seller_reads as "sellerReads"
from exception_evaluations evaluation where evaluation.id = $1`;

/** Evaluations of an agreement that the asking side may see, newest first. */
export async function listEvaluations(
  { db }: Context,
  { agreementId, limit }: z.output<typeof listEvaluationsInput>,
): Promise<{ rows: EvaluationSummary[] }> {
  const rows = await rowsOf<Stored>(db, findMany, [agreementId, limit]);
  return { rows: rows.map((row) => ({ ...row, evaluatedAt: row.evaluatedAt.toISOString() })) };
}

async function getStored({ db }: Context, evaluationId: string): Promise<Stored> {
  const [stored] = await rowsOf<Stored>(db, findOne, [evaluationId]);
  if (stored === undefined) throw evaluationNotFound(evaluationId);
  return stored;
}

/**
 * The canonical input, so that the other side or a browser runs the same pure function itself: compressed bytes of
 * `encodeEvaluationInput`, in base64, with the hashes to compare with.
 */
export async function getEvaluationInput(
  context: Context,
  { evaluationId, encoding }: z.output<typeof readEvaluationInput>,
): Promise<{
  evaluationId: string;
  inputBase64: string;
  encoding: 'zstd' | 'gzip';
  inputHash: string;
  outputHash: string;
}> {
  const stored = await getStored(context, evaluationId);
  const { input, inputHash, outputHash } = stored;
  const rowCount = stored.counts.itemLocationCount;
  await noteReadings(context, { ...stored, purpose: 'evaluation input', rowCount });
  const packed = encoding === 'zstd' ? input : gzipSync(zstdDecompressSync(input));
  return { evaluationId, inputBase64: packed.toString('base64'), encoding, inputHash, outputHash };
}

/** Runs a stored evaluation again on this server and compares the bytes, whoever made it. */
export async function verifyEvaluation(
  context: Context,
  { evaluationId }: z.output<typeof evaluationInput>,
): Promise<{ isIdentical: boolean; inputHash: string; outputHash: string; recomputedHash: string }> {
  const { input, inputHash, outputHash, counts } = await getStored(context, evaluationId);
  const bytes = zstdDecompressSync(input);
  const { output } = await computeEvaluation(bytes, { testCount: counts.cellCount });
  const recomputedHash = sha256(output);
  const isIdentical = sha256(bytes) === inputHash && recomputedHash === outputHash;
  return { isIdentical, inputHash, outputHash, recomputedHash };
}
