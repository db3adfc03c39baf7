export * from './accuracy.ts';
export { adida } from './adida.ts';
export { arima } from './arima.ts';
export {
  type BoostedTree,
  type BoostedTrees,
  type BoostingLoss,
  type BoostingOptions,
  type BoostingRows,
  boostingDefaults,
  type FeatureColumns,
} from './boosting/boosted-trees.ts';
export { fitBoostedTrees } from './boosting/fit-boosted-trees.ts';
export { predictBoostedTrees } from './boosting/predict-boosted-trees.ts';
export { seededRandom } from './boosting/seeded-random.ts';
export { ces } from './ces.ts';
export { modelNames } from './chosen-models.ts';
export { cleanDemand } from './cleaning/clean-demand.ts';
export * from './cleaning/correction.ts';
export { dampedTrend } from './damped-trend.ts';
export * from './demand-class.ts';
export * from './demand-spread.ts';
export type { Regressors } from './drivers.ts';
export { ets } from './ets.ts';
export type { DescribedForecast, ForecastEvidence } from './explain/describe-demand.ts';
export { modelName } from './explain/model-names.ts';
export { whyThisForecast } from './explain/why-this-forecast.ts';
export { forecastBatch } from './forecast-batch.ts';
export type { FitOptions, FittedSeries, ForecastModel } from './forecast-model.ts';
export * from './forecast-series.ts';
export {
  addUp,
  type Hierarchy,
  type Level,
  levelFrom,
  type Paths,
  totalLevel,
} from './hierarchy/hierarchy.ts';
export { mintNodesMax, reconcileMint } from './hierarchy/mint.ts';
export {
  type NodeVariances,
  type Reconciled,
  reconcile,
  structuralVariances,
} from './hierarchy/reconcile.ts';
export { reconcileOverTime, type TimeGrain } from './hierarchy/temporal.ts';
export { shareExactly, wholeMilli } from './hierarchy/whole-amounts.ts';
export { imapa } from './imapa.ts';
export { mstl } from './mstl.ts';
export { naive } from './naive.ts';
export { type CountMoments, countQuantiles } from './negative-binomial.ts';
export * from './new-items/choose-analogues.ts';
export * from './new-items/forecast-new-item.ts';
export type { DemandPanel } from './pooled-demand/demand-panel.ts';
export {
  demandSeen,
  fitPooledDemand,
  type PooledDemand,
  pooledWeeksNeeded,
} from './pooled-demand/pooled-demand.ts';
export type { PooledForecaster, PooledShare } from './pooled-model.ts';
export { type DriverEffect, type PooledEffects, poolEffects } from './promotion-regression.ts';
export { sba } from './sba.ts';
export { seasonalNaive } from './seasonal-naive.ts';
export * from './seasonal-shape.ts';
export { seasonalSmoothing } from './seasonal-smoothing.ts';
export { seasonalThetaPath } from './seasonal-theta.ts';
export { seasonallyAdjusted } from './seasonally-adjusted.ts';
export { simpleSmoothing } from './simple-smoothing.ts';
export { theta } from './theta.ts';
export { type PooledOptions, trainPooled } from './train-pooled.ts';
export { tsb } from './tsb.ts';
