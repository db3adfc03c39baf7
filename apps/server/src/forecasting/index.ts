export { recordAccuracyJob } from './accuracy/record-accuracy.job.ts';
export { recordAccuracy } from './accuracy/record-accuracy.ts';
export { insertOrigins, originOf } from './accuracy/record-forecast-origin.ts';
export { recordedLags } from './accuracy/recorded-lags.ts';
export { type WeeklySales, weeklySalesOf } from './accuracy/weekly-sales.ts';
export { minorOf, nameLines } from './compare/compare-versions.ts';
export {
  type Cause,
  type CauseGroup,
  type ChangePart,
  type ExplainedLine,
  fieldsCause,
  groupByCause,
  isSame,
  type Path,
  partsOf,
  pathBetween,
  unexplained,
} from './compare/explain-change.ts';
export { type ComputePool, startComputePool } from './compute-pool.ts';
export { hashInOrder, hashOfBatches, sha256 } from './content-hash.ts';
export { type ForecastInput, findForecastInput } from './find-forecast-input.ts';
export {
  findForecasts,
  findPublishedVersion,
  type PublishedForecast,
  quantilePath,
} from './find-forecasts.ts';
export type { StoredSpread } from './forecast-batch.ts';
export { defaultForecastParameters, type ForecastParameters } from './forecast-parameters.ts';
export { forecastRowsMigrations } from './forecast-rows.migrations.ts';
export { migrations } from './forecasting.migrations.ts';
export { forecastingRouter } from './forecasting.router.ts';
export { type InFlight, keepInFlight } from './in-flight.ts';
export { issueForecast } from './issue-forecast.ts';
export { reconcileVersion, reconcileVersionJob } from './levels/reconcile-version.ts';
export { type ItemEventLift, recordForecastEvents } from './record-forecast-events.ts';
export { removeOldForecastsJob } from './remove-old-forecasts.job.ts';
export { type Replay, replayForecast } from './replay-forecast.ts';
export { stillHolds } from './still-holds.ts';
export { abandonUnfinishedForecasts, type IssuedForecast } from './write-forecast.ts';
