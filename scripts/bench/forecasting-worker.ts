/** Forecasts a range of series that lie end to end in shared memory, and writes their means beside them. */
import { parentPort, workerData } from 'node:worker_threads';
import { forecastSeries, seasonalThetaPath } from '@coplan/forecasting';

export type WorkerInput = {
  /** All histories, one after another. */
  readonly values: Float64Array;
  /** Where each history begins, and where the last one ends. */
  readonly offsets: Int32Array;
  readonly means: Float64Array;
  readonly seasonPeriods: number;
  readonly horizonPeriods: number;
  readonly levels: readonly number[];
};
/** What the worker answers when a task is done. */
export type WorkerAnswer = { readonly processorSeconds: number };
export type WorkerTask = {
  readonly what: 'theta' | 'ensemble';
  readonly fromSeries: number;
  readonly toSeries: number;
};

const { values, offsets, means, seasonPeriods, horizonPeriods, levels } = workerData as WorkerInput;

const thetaOf = (history: Float64Array): Float64Array =>
  seasonalThetaPath(history, seasonPeriods, horizonPeriods);

const ensembleOf = (history: Float64Array): Float64Array =>
  forecastSeries({ history, seasonPeriods, horizonPeriods, levels, isNonNegative: true }).mean;

parentPort?.on('message', ({ what, fromSeries, toSeries }: WorkerTask) => {
  const before = process.threadCpuUsage();
  for (let series = fromSeries; series < toSeries; series++) {
    const history = values.subarray(offsets[series]!, offsets[series + 1]!);
    means.set(what === 'theta' ? thetaOf(history) : ensembleOf(history), series * horizonPeriods);
  }
  const { user, system } = process.threadCpuUsage(before);
  parentPort?.postMessage({ processorSeconds: (user + system) / 1e6 } satisfies WorkerAnswer);
});
