import type { Job, RestRoute, Subscription } from '../../platform/index.ts';
import { flagOverdueCommitsJob } from './flag-overdue-commits.job.ts';

export { agreedMark, agreedMarkTables, carryOutlooks, findToldPlans } from './agreed-marks.ts';
export { type CommitAlternative, type CommitPart, partsOf } from './commit-answer.ts';
export { migrations } from './commits.migrations.ts';
export { commitsRouter } from './commits.router.ts';
export {
  type AgreedSales,
  type AgreedSupply,
  findAgreedSupply,
  findPlanningAgreements,
  type OrderBuckets,
  orderBucketsOf,
  type PlanningAgreement,
} from './find-agreed-supply.ts';
export { getAgreement } from './find-agreement.ts';
export { type CommitRow, getCommit } from './list-commits.ts';
export { publishOrderForecasts } from './publish-order-forecast.ts';
export {
  cancelConsumption,
  type OrderedLine,
  readConsumption,
  recordConsumption,
} from './record-consumption.ts';
export {
  forgetOutlooks,
  type OrderForecastPlan,
  type OrderOutlook,
  recordOutlooks,
  removeOldOutlooks,
} from './record-outlooks.ts';
export { submitCommits } from './submit-commits.ts';
export { type AcceptedCommit, type CommitLimit, limitsWith, type Substitute } from './supply-limits.ts';

export const jobs: readonly Job[] = [flagOverdueCommitsJob];
export const subscriptions: readonly Subscription[] = [];
export const restRoutes: readonly RestRoute[] = [];
