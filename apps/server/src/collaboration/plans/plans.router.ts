import { definePermissions, router } from '../../platform/index.ts';
import { agreePlan, agreePlanInput, freezePlan } from './agree-plan.ts';
import { amendPlan, amendPlanInput, decideAmendment, decideAmendmentInput } from './amend-plan.ts';
import { cellHistory, cellHistoryInput } from './cell-history.ts';
import { comparePlans, comparePlansInput } from './compare-plans.ts';
import { computeConsensusInput, computeJointPlan } from './compute-consensus.ts';
import { editCells, editCellsInput } from './edit-cells.ts';
import { followPlans, followPlansInput } from './follow-plans.ts';
import { gridRowsInput, readGrid, readGridRows } from './grid.ts';
import { gridInput } from './grid-axis.ts';
import { getPlan, getPlanInput, listPlans, listPlansInput } from './list-plans.ts';
import { movePlanInput, publishPlan, submitPlan } from './publish-plan.ts';
import { readRowOutlook, rowOutlookInput } from './row-outlook.ts';
import { startRevision, startRevisionInput } from './start-revision.ts';

const planners = ['buyer', 'approver', 'supplier-planner', 'admin'] as const;

const { permitted } = definePermissions('plans', {
  'plans.read': planners,
  'plans.write': planners,
  'plans.publish': planners,
});

export const plansRouter = router({
  list: permitted('plans.read')
    .input(listPlansInput)
    .query(({ ctx, input }) => listPlans(ctx, input)),
  get: permitted('plans.read')
    .input(getPlanInput)
    .query(({ ctx, input }) => getPlan(ctx, input)),
  grid: permitted('plans.read')
    .input(gridInput)
    .query(({ ctx, input }) => readGrid(ctx, input)),
  gridRows: permitted('plans.read')
    .input(gridRowsInput)
    .query(({ ctx, input }) => readGridRows(ctx, input)),
  edit: permitted('plans.write')
    .input(editCellsInput)
    .mutation(({ ctx, input }) => editCells(ctx, input)),
  cellHistory: permitted('plans.read')
    .input(cellHistoryInput)
    .query(({ ctx, input }) => cellHistory(ctx, input)),
  rowOutlook: permitted('plans.read')
    .input(rowOutlookInput)
    .query(({ ctx, input }) => readRowOutlook(ctx, input)),
  follow: permitted('plans.read')
    .input(followPlansInput)
    .subscription(({ ctx, input, signal }) => followPlans(ctx, input, signal)),
  compare: permitted('plans.read')
    .input(comparePlansInput)
    .query(({ ctx, input }) => comparePlans(ctx, input)),
  startRevision: permitted('plans.write')
    .input(startRevisionInput)
    .mutation(({ ctx, input }) => startRevision(ctx, input)),
  submit: permitted('plans.write')
    .input(movePlanInput)
    .mutation(({ ctx, input }) => submitPlan(ctx, input)),
  publish: permitted('plans.publish')
    .input(movePlanInput)
    .mutation(({ ctx, input }) => publishPlan(ctx, input)),
  consensus: router({
    compute: permitted('plans.write')
      .input(computeConsensusInput)
      .mutation(({ ctx, input }) => computeJointPlan(ctx, input)),
    agree: permitted('plans.publish')
      .input(agreePlanInput)
      .mutation(({ ctx, input }) => agreePlan(ctx, input)),
  }),
  freeze: permitted('plans.publish')
    .input(movePlanInput)
    .mutation(({ ctx, input }) => freezePlan(ctx, input)),
  amend: permitted('plans.write')
    .input(amendPlanInput)
    .mutation(({ ctx, input }) => amendPlan(ctx, input)),
  decideAmendment: permitted('plans.publish')
    .input(decideAmendmentInput)
    .mutation(({ ctx, input }) => decideAmendment(ctx, input)),
});
