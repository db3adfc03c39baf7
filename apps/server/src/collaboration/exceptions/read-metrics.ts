import type { EvaluationMetric } from '@coplan/collaboration';
import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';

/** Results of the scorecard that a criterion names. */
export async function readMetrics(
  _tx: Transaction,
  _agreement: AgreementInForce,
): Promise<EvaluationMetric[]> {
  return [];
}
