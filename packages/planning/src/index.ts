export type {
  BacktestInput,
  BacktestPolicy,
  BacktestPolicyKind,
  BacktestSeries,
  CoverForecast,
  OwnPolicy,
  UnmetDemand,
} from './backtest/backtest-input.ts';
export { backtestEngineVersion } from './backtest/backtest-version.ts';
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
export { type BudgetInput, type BudgetPlan, fitBudget, verifyBudget } from './budget/fit-budget.ts';
export { chooseTargetLevel } from './choose-target-level.ts';
export { countDistribution } from './count-distribution.ts';
export { engineVersion } from './engine-version.ts';
export { evaluateProjection, type PlanOutcome, shortageMicrosOf } from './evaluate-projection.ts';
export { candidateOfProposal } from './joint-replenishment/candidate-of-proposal.ts';
export {
  combineLoad,
  type LoadInput,
  type LoadMeasure,
  type LoadPlan,
  verifyLoad,
} from './joint-replenishment/combine-load.ts';
export type { LineChange } from './joint-replenishment/load-lines.ts';
export type { Measure, OrderCandidate } from './joint-replenishment/order-candidate.ts';
export { jointMultiples } from './joint-replenishment/silver-multiples.ts';
export { instantOfLocalTime } from './local-time.ts';
export { type LostSalesSituation, lostSalesOrderUnits, type PeriodDemand } from './lost-sales-order.ts';
export {
  economicOrder,
  economicOrderWithBackorders,
  economicOrderWithBreaks,
  economicProductionLot,
  type PriceBreak,
} from './lot-sizing/economic-order.ts';
export { economicOrderWithIncrements } from './lot-sizing/incremental-discount.ts';
export { lotsOfLeastUnitCost, lotsOfSilverMeal } from './lot-sizing/lot-heuristics.ts';
export { type LotDemand, type LotPlan, lotsOfWagnerWhitin } from './lot-sizing/wagner-whitin.ts';
export { dependentDemandOf } from './multi-echelon/dependent-demand.ts';
export { fairShare, type ShareNeed, type ShareRule } from './multi-echelon/fair-share.ts';
export { placeSafetyStock, type ServiceNetwork } from './multi-echelon/guaranteed-service.ts';
export { type DistributionPlan, planDistribution } from './multi-echelon/plan-distribution.ts';
export {
  type SerialSystem,
  serialLevelsOfShangSong,
  solveSerialSystem,
} from './multi-echelon/serial-system.ts';
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
export { countedReorderLevel } from './stochastic/counted-reorder-level.ts';
export { baseStockWithDisruptions, economicOrderWithDisruptions } from './stochastic/disruptions.ts';
export {
  newsvendorDiscrete,
  newsvendorLognormal,
  newsvendorNormal,
  newsvendorNormalCost,
} from './stochastic/newsvendor.ts';
export * from './stochastic/reorder-quantity.ts';
export { reorderPolicyCounted } from './stochastic/reorder-quantity-counted.ts';
export * from './stochastic/reorder-up-to.ts';
export { packProposal, type StoredProposal, unpackProposal } from './stored-proposal.ts';
export { type ProofDifference, type ProofVerification, verifyProof } from './verify-proof.ts';
