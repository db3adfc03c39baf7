import type { Subscription } from '../platform/index.ts';
import { scenarioSubscriptions } from './compute-scenario-impact.ts';
import { consumptionSubscriptions } from './consume-order-forecast.ts';

export { approveProposals } from './approve-proposals.ts';
export { backtestsRouter } from './backtests/backtests.router.ts';
export { carryOutBacktestJob } from './backtests/carry-out-backtest.ts';
export { carryOutRun, carryOutRunJob } from './carry-out-run.ts';
export { expireProposalsJob } from './expire-proposals.job.ts';
export { listProposals } from './list-proposals.ts';
export { getRun } from './list-runs.ts';
export { Proposal } from './proposal.entity.ts';
export { removeOldRunInputsJob } from './remove-old-runs.job.ts';
export { migrations } from './replenishment.migrations.ts';
export { restRoutes } from './replenishment.rest.ts';
export {
  orderForecastsRouter,
  proposalsRouter,
  purchaseOrdersRouter,
  rulesRouter,
  runsRouter,
} from './replenishment.router.ts';
export { startDailyRun, startDailyRunsJob } from './start-daily-runs.job.ts';
export { startRun } from './start-run.ts';

export const subscriptions: readonly Subscription[] = [...consumptionSubscriptions, ...scenarioSubscriptions];
