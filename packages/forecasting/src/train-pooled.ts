import { fitBoostedTrees } from './boosting/fit-boosted-trees.ts';
import { amountsOf, driversOf } from './drivers.ts';
import type { SeriesInput } from './forecast-series.ts';
import { measureLevel, measurePooled } from './measure-pooled.ts';
import { isPoolable, type PooledForecaster, type PooledGround } from './pooled-model.ts';
import { drawPooledRows } from './pooled-rows.ts';
import { poolEffects } from './promotion-regression.ts';

export type PooledOptions = {
  /** Batches with fewer usable series get no pooled model. */
  readonly seriesMin?: number;
  /** An even sample of so many series is learnt from. */
  readonly seriesMax?: number;
  readonly rowsMax?: number;
  readonly seed?: number;
};

const defaults = { seriesMin: 50, seriesMax: 2000, rowsMax: 40_000, seed: 1 };
/** Below so many rows trees find accidents. */
const rowsMin = 1000;
const effectSeriesMax = 500;

const treeChoices = {
  loss: { kind: 'poisson' },
  treesMax: 200,
  learningRate: 0.07,
  leavesMax: 16,
  depthMax: 8,
  leafRowsMin: 50,
  ridge: 10,
  rowShare: 0.7,
  featureShare: 0.6,
  binsMax: 63,
} as const;

/** An even sample in the given order, so that the same batch always gives the same model. */
export const evenSample = <T>(items: readonly T[], countMax: number): readonly T[] => {
  if (items.length <= countMax) return items;
  return Array.from(
    { length: countMax },
    (_, index) => items[Math.floor((index * items.length) / countMax)]!,
  );
};

const isUsable = (input: SeriesInput): boolean =>
  input.isNonNegative &&
  isPoolable(input) &&
  input.history.length >= 12 + input.horizonPeriods &&
  input.history.some((demand) => demand > 0);

/** Names and average effects of the batch's drivers. */
export const groundOf = (inputs: readonly SeriesInput[]): PooledGround => {
  const withDrivers = inputs.flatMap(({ history, regressors }) =>
    regressors === undefined ? [] : [{ history, regressors }],
  );
  if (withDrivers.length === 0) return { driverNames: [], amountNames: [], effects: [] };
  const effects = poolEffects(evenSample(withDrivers, effectSeriesMax));
  const namesOf = (
    list: (regressors: NonNullable<SeriesInput['regressors']>) => readonly { name: string }[],
  ) => [...new Set(withDrivers.flatMap(({ regressors }) => list(regressors).map(({ name }) => name)))].sort();
  const amountNames = namesOf(amountsOf);
  return {
    driverNames: namesOf(driversOf).filter((name) => !amountNames.includes(name)),
    amountNames,
    effects: [...effects].map(([name, { effect, variance }]) => ({ name, effect, variance })),
  };
};

/** The same series as it stood one horizon ago, with the drivers known then. */
const cutHorizon = (input: SeriesInput): SeriesInput => {
  const { history, horizonPeriods, regressors } = input;
  const known = history.length - horizonPeriods;
  return {
    ...input,
    history: history.subarray(0, known),
    ...(regressors === undefined
      ? {}
      : {
          regressors: Object.fromEntries(
            Object.entries(regressors).map(([name, values]) => [name, values.subarray(0, history.length)]),
          ),
        }),
  };
};

/**
 * Learns one model from many series whose histories end in the same period: boosted trees over each series'
 * past, season, drivers and horizon, relative to its level. How far it is trusted is measured first: a model
 * that knows nothing of the last horizon forecasts it beside the single-series candidates. Undefined where
 * the batch is too small or the trees add nothing. Same inputs and options give the same bytes.
 */
export const trainPooled = (
  inputs: readonly SeriesInput[],
  options: PooledOptions = {},
): PooledForecaster | undefined => {
  const { seriesMin, seriesMax, rowsMax, seed } = { ...defaults, ...options };
  const usable = inputs.filter(isUsable);
  if (usable.length < seriesMin) return undefined;
  const sample = evenSample(usable, seriesMax);
  const past = sample.map(cutHorizon).filter(({ history }) => history.some((demand) => demand > 0));
  const pastGround = groundOf(past);
  const pastRows = drawPooledRows(past, pastGround, { rowsMax, seed });
  if (pastRows.targets.length < rowsMin) return undefined;
  const pastTrees = fitBoostedTrees(pastRows, { ...treeChoices, seed });
  const shares = measurePooled(sample, { ground: pastGround, trees: pastTrees, cutHorizon });
  if (shares.count.weight === 0 && shares.flow.weight === 0) return undefined;
  const ground = groundOf(sample);
  const rows = drawPooledRows(sample, ground, { rowsMax, seed });
  const trees = fitBoostedTrees(rows, { ...treeChoices, seed });
  const count = { ...shares.count, level: measureLevel(sample, ground, trees) };
  return {
    ...ground,
    trees,
    shares: { ...shares, count },
    seriesCount: sample.length,
    rowCount: rows.targets.length,
  };
};
