export type {
  BacktestInput,
  BacktestPolicy,
  BacktestPolicyKind,
  BacktestSeries,
  CoverForecast,
} from './backtest/backtest-input.ts';
export type { Interval } from './backtest/bootstrap-weeks.ts';
export {
  type BacktestResult,
  finishBacktest,
  type PolicyPoint,
  type YearlyDifference,
} from './backtest/finish-backtest.ts';
export { figuresOf, type PolicyFigures, type PolicySums } from './backtest/policy-sums.ts';
export { sweepOf } from './backtest/policy-sweep.ts';
export {
  type BacktestPart,
  type ItemOutcome,
  replayBacktest,
  type SeriesTrace,
  traceSeries,
} from './backtest/replay-backtest.ts';
export type { ReplayTrace } from './backtest/replay-orders.ts';
export { requirePolicy } from './backtest/require-policy.ts';
export { chooseTargetLevel } from './choose-target-level.ts';
export { countDistribution } from './count-distribution.ts';
export type { DemandPanel } from './demand-panel.ts';
export { engineVersion } from './engine-version.ts';
export { evaluateProjection, type PlanOutcome, shortageMicrosOf } from './evaluate-projection.ts';
export { instantOfLocalTime } from './local-time.ts';
export { type LostSalesSituation, lostSalesOrderUnits, type PeriodDemand } from './lost-sales-order.ts';
export { economicOrder, economicOrderWithBreaks, type PriceBreak } from './lot-sizing/economic-order.ts';
export {
  deliveryDateOf,
  type OrderChance,
  orderChanceOf,
  orderSlotsUntil,
  riskWindowOf,
} from './order-slot.ts';
export {
  planWeeklyOrders,
  type WeeklyOrderCosts,
  type WeeklyStock,
  weeksNeededFor,
} from './plan-weekly-orders.ts';
export { demandSeen, fitPooledModel, type PooledModel } from './pooled-demand.ts';
export {
  type BalanceProjection,
  lastByBucket,
  type OrderProjection,
  type PlannedOrder,
  projectGivenOrders,
  projectOrders,
  sumByBucket,
} from './project-orders.ts';
export { proposeReplenishment } from './propose-replenishment.ts';
export type * from './replenishment-input.ts';
export type * from './replenishment-result.ts';
export { orderUpToForFillRate, safetyStockForFillRate, safetyStockForLevel } from './safety-stock.ts';
export { type PolicyOutcome, type PolicyView, simulatePolicy } from './simulate-policy.ts';
export { newsvendorDiscrete, newsvendorNormal, newsvendorNormalCost } from './stochastic/newsvendor.ts';
export { packProposal, type StoredProposal, unpackProposal } from './stored-proposal.ts';
export { type ProofDifference, type ProofVerification, verifyProof } from './verify-proof.ts';
