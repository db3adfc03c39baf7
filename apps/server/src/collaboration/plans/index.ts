import type { Job, RestRoute, Subscription } from '../../platform/index.ts';
import { compareOnPublication, followOnJointChange } from './follow-joint.ts';
import { generateOnNewAgreement, generateOnNewForecast } from './generate-buyer-plans.ts';
import { rollPlansJob } from './roll-plans.job.ts';

export { writeAmendment } from './amend-plan.ts';
export { applyEventLayer, type EventRow } from './apply-event-layer.ts';
export { applyResolution, type ResolvedCell } from './apply-resolution.ts';
export { bucketDaysOf, bucketLabel, bucketStartOf, regroupByDays, windowOfBucket } from './bucket-axis.ts';
export { type CellState, findCellStates, judgeCells } from './cell-states.ts';
export { editCells } from './edit-cells.ts';
export { type AgreementInForce, findAgreementInForce, listAgreementsInForce } from './find-agreement.ts';
export { generateBuyerPlans } from './generate-buyer-plans.ts';
export { type GridRow, readGrid, readGridRows } from './grid.ts';
export { gridInput } from './grid-axis.ts';
export { currentOf, findPlans, getPlanRow, lockPlan, type PlanRow } from './load-plan.ts';
export { cellsEdited, planChangedEvent } from './plans.events.ts';
export { migrations } from './plans.migrations.ts';
export { plansRouter } from './plans.router.ts';
export { publishOwnPlan } from './publish-plan.ts';
export { openWorkingPlan } from './start-revision.ts';
export { writeCells } from './write-cells.ts';

export const jobs: readonly Job[] = [rollPlansJob];
export const subscriptions: readonly Subscription[] = [
  generateOnNewForecast,
  generateOnNewAgreement,
  compareOnPublication,
  followOnJointChange,
];
export const restRoutes: readonly RestRoute[] = [];
