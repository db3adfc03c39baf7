import { definePermissions, router } from '../../platform/index.ts';
import {
  decideDispute,
  decideDisputeInput,
  disputeMetric,
  disputeMetricInput,
  listDisputes,
  listDisputesInput,
} from './dispute-metric.ts';
import { getAccuracy, getAccuracyInput } from './get-accuracy.ts';
import { getBenefits, getBenefitsInput } from './get-benefits.ts';
import { getMaturity, getMaturityInput } from './get-maturity.ts';
import { getScorecard, getScorecardInput } from './get-scorecard.ts';
import { getValueAdded, getValueAddedInput } from './get-value-added.ts';
import { getVersionTail, getVersionTailInput } from './get-version-tail.ts';
import { listMetricRows, listMetricRowsInput } from './list-metric-rows.ts';

const planners = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;
const { permitted } = definePermissions('analysis', {
  'analysis.read': planners,
  'analysis.dispute': planners,
});
const read = permitted('analysis.read');
const dispute = permitted('analysis.dispute');

export const analysisRouter = router({
  accuracy: read.input(getAccuracyInput).query(({ ctx, input }) => getAccuracy(ctx, input)),
  tail: read.input(getVersionTailInput).query(({ ctx, input }) => getVersionTail(ctx, input)),
  fva: read.input(getValueAddedInput).query(({ ctx, input }) => getValueAdded(ctx, input)),
  scorecard: read.input(getScorecardInput).query(({ ctx, input }) => getScorecard(ctx, input)),
  rows: read.input(listMetricRowsInput).query(({ ctx, input }) => listMetricRows(ctx, input)),
  maturity: read.input(getMaturityInput).query(({ ctx, input }) => getMaturity(ctx, input)),
  benefits: read.input(getBenefitsInput).query(({ ctx, input }) => getBenefits(ctx, input)),
  disputes: read.input(listDisputesInput).query(({ ctx, input }) => listDisputes(ctx, input)),
  dispute: dispute.input(disputeMetricInput).mutation(({ ctx, input }) => disputeMetric(ctx, input)),
  decideDispute: dispute.input(decideDisputeInput).mutation(({ ctx, input }) => decideDispute(ctx, input)),
});
