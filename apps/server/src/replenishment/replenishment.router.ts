import { router } from '../platform/index.ts';
import { applyCombination, applyCombinationInput } from './apply-combination.ts';
import { approveProposals, approveProposalsInput } from './approve-proposals.ts';
import { cancelRun } from './cancel-run.ts';
import { combineProposals, combineProposalsInput, listLoads, listLoadsInput } from './combine-proposals.ts';
import { compareRuns, compareRunsInput } from './compare-runs.ts';
import { editProposal, editProposalInput } from './edit-proposal.ts';
import { evaluateCommit, evaluateCommitInput } from './evaluate-commit.ts';
import { explainNoOrder, explainNoOrderInput } from './explain-no-order.ts';
import {
  getOrderForecast,
  getOrderForecastInput,
  listPlannedOrders,
  listPlannedOrdersInput,
} from './get-order-forecast.ts';
import { getProposal, getProposalInput } from './get-proposal.ts';
import { listProposals, listProposalsInput } from './list-proposals.ts';
import { getRun, getRunInput, listRuns, listRunsInput } from './list-runs.ts';
import { orderByFile, orderByFileInput } from './order-by-hand/order-by-file.ts';
import { orderByHand, orderByHandInput } from './order-by-hand/order-by-hand.ts';
import { previewApproval, previewApprovalInput } from './preview-approval.ts';
import { readLiability, readLiabilityInput } from './read-liability.ts';
import { getRules } from './read-rules.ts';
import { rejectProposal, rejectProposalInput } from './reject-proposal.ts';
import { replayRun } from './replay-run.ts';
import { permitted } from './replenishment.permissions.ts';
import { resolveConflict, resolveConflictInput } from './resolve-conflict.ts';
import {
  setAutoApprovalRules,
  setAutoApprovalRulesInput,
  setDailyRun,
  setDailyRunInput,
  setDelegationLimits,
  setDelegationLimitsInput,
} from './set-rules.ts';
import { startRun, startRunInput } from './start-run.ts';

export const proposalsRouter = router({
  list: permitted('replenishment.read')
    .input(listProposalsInput)
    .query(({ ctx, input }) => listProposals(ctx, input)),
  get: permitted('replenishment.read')
    .input(getProposalInput)
    .query(({ ctx, input }) => getProposal(ctx, input)),
  whyNot: permitted('replenishment.read')
    .input(explainNoOrderInput)
    .query(({ ctx, input }) => explainNoOrder(ctx, input)),
  previewApproval: permitted('replenishment.decide')
    .input(previewApprovalInput)
    .query(({ ctx, input }) => previewApproval(ctx, input)),
  edit: permitted('replenishment.decide')
    .input(editProposalInput)
    .mutation(({ ctx, input }) => editProposal(ctx, input)),
  approve: permitted('replenishment.decide')
    .input(approveProposalsInput)
    .mutation(({ ctx, input }) => approveProposals(ctx, input)),
  reject: permitted('replenishment.decide')
    .input(rejectProposalInput)
    .mutation(({ ctx, input }) => rejectProposal(ctx, input)),
  loads: permitted('replenishment.read')
    .input(listLoadsInput)
    .query(({ ctx, input }) => listLoads(ctx, input)),
  combine: permitted('replenishment.read')
    .input(combineProposalsInput)
    .query(({ ctx, input }) => combineProposals(ctx, input)),
  applyCombination: permitted('replenishment.decide')
    .input(applyCombinationInput)
    .mutation(({ ctx, input }) => applyCombination(ctx, input)),
  resolveConflict: permitted('replenishment.decide')
    .input(resolveConflictInput)
    .mutation(({ ctx, input }) => resolveConflict(ctx, input)),
});

/** Orders that a buyer writes down, without a proposal. */
export const purchaseOrdersRouter = router({
  place: permitted('replenishment.order')
    .input(orderByHandInput)
    .mutation(({ ctx, input }) => ctx.db.transaction((tx) => orderByHand(ctx, tx, input))),
  /** By a CSV file, all or none. */
  placeFile: permitted('replenishment.order')
    .input(orderByFileInput)
    .mutation(({ ctx, input }) => orderByFile(ctx, input.text)),
});

export const runsRouter = router({
  start: permitted('replenishment.run')
    .input(startRunInput)
    .mutation(({ ctx, input }) => startRun(ctx, input)),
  list: permitted('replenishment.read-runs')
    .input(listRunsInput)
    .query(({ ctx, input }) => listRuns(ctx, input)),
  get: permitted('replenishment.read-runs')
    .input(getRunInput)
    .query(({ ctx, input }) => getRun(ctx, input)),
  compare: permitted('replenishment.read')
    .input(compareRunsInput)
    .query(({ ctx, input }) => compareRuns(ctx, input)),
  cancel: permitted('replenishment.run')
    .input(getRunInput)
    .mutation(({ ctx, input }) => cancelRun(ctx, input)),
  replay: permitted('replenishment.run')
    .input(getRunInput)
    .mutation(({ ctx, input }) => replayRun(ctx, input)),
});

/** What will be ordered, what of it was ordered, what the supplier commits to and what both owe. */
export const orderForecastsRouter = router({
  get: permitted('replenishment.read-order-forecast')
    .input(getOrderForecastInput)
    .query(({ ctx, input }) => getOrderForecast(ctx, input)),
  plannedOrders: permitted('replenishment.read-order-forecast')
    .input(listPlannedOrdersInput)
    .query(({ ctx, input }) => listPlannedOrders(ctx, input)),
  liability: permitted('replenishment.read-order-forecast')
    .input(readLiabilityInput)
    .query(({ ctx, input }) => readLiability(ctx, input)),
  evaluateCommit: permitted('replenishment.read')
    .input(evaluateCommitInput)
    .query(({ ctx, input }) => evaluateCommit(ctx, input)),
});

/** Who may approve how much, what is ordered without a person, and when the day is planned: set by administrators. */
export const rulesRouter = router({
  get: permitted('replenishment.administer-rules').query(({ ctx }) => getRules(ctx)),
  setDelegationLimits: permitted('replenishment.administer-rules')
    .input(setDelegationLimitsInput)
    .mutation(({ ctx, input }) => setDelegationLimits(ctx, input)),
  setAutoApprovalRules: permitted('replenishment.administer-rules')
    .input(setAutoApprovalRulesInput)
    .mutation(({ ctx, input }) => setAutoApprovalRules(ctx, input)),
  setDailyRun: permitted('replenishment.administer-rules')
    .input(setDailyRunInput)
    .mutation(({ ctx, input }) => setDailyRun(ctx, input)),
});
