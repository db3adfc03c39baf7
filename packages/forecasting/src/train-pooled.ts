import { averageTrees } from './boosting/average-trees.ts';
import type { BoostedTrees } from './boosting/boosted-trees.ts';
import { fitBoostedTrees } from './boosting/fit-boosted-trees.ts';
import { amountsOf, driversOf } from './drivers.ts';
import type { SeriesInput } from './forecast-series.ts';
import { measureLevel, measurePooled } from './measure-pooled.ts';
import { profileGroups } from './pooled-groups.ts';
import { isPoolable, type PooledForecaster, type PooledGround, prepareFor } from './pooled-model.ts';
import { drawPooledRows } from './pooled-rows.ts';
import { poolEffects } from './promotion-regression.ts';

export type PooledOptions = {
  /** Batches with fewer usable series get no pooled model. */
  readonly seriesMin?: number;
  /** An even sample of so many series is learnt from. */
  readonly seriesMax?: number;
  /** Of each of the averaged models. */
  readonly rowsMax?: number;
  readonly seed?: number;
};

const defaults = { seriesMin: 50, seriesMax: 2000, rowsMax: 40_000, seed: 1 };
/** Below so many rows trees find accidents. */
const rowsMin = 1000;
const effectSeriesMax = 500;
/** Models that are averaged; one is enough to measure whether it pays. */
const forestParts = 6;

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

/** Names and average effects of the batch's drivers, and what its groups did. */
export const groundOf = (inputs: readonly SeriesInput[]): PooledGround => {
  const drivers = driversGroundOf(inputs);
  const groups = profileGroups(inputs.map((input) => prepareFor(drivers, input)));
  return { ...drivers, dimensions: [...new Set(groups.map(({ dimension }) => dimension))], groups };
};

const driversGroundOf = (inputs: readonly SeriesInput[]): PooledGround => {
  const withDrivers = inputs.flatMap(({ history, regressors }) =>
    regressors === undefined ? [] : [{ history, regressors }],
  );
  const none = { driverNames: [], amountNames: [], effects: [], dimensions: [], groups: [] };
  if (withDrivers.length === 0) return none;
  const effects = poolEffects(evenSample(withDrivers, effectSeriesMax));
  const namesOf = (
    list: (regressors: NonNullable<SeriesInput['regressors']>) => readonly { name: string }[],
  ) => [...new Set(withDrivers.flatMap(({ regressors }) => list(regressors).map(({ name }) => name)))].sort();
  const amountNames = namesOf(amountsOf);
  return {
    ...none,
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

type Forest = { readonly trees: BoostedTrees; readonly rowCount: number };

/** Several models, each from rows of its own draw, as one; undefined where there are too few rows. */
const growForest = (
  inputs: readonly SeriesInput[],
  ground: PooledGround,
  { rowsMax, seed, parts }: { readonly rowsMax: number; readonly seed: number; readonly parts: number },
): Forest | undefined => {
  const models: BoostedTrees[] = [];
  let rowCount = 0;
  for (let part = 0; part < parts; part++) {
    const rows = drawPooledRows(inputs, ground, { rowsMax, seed: seed + part });
    if (rows.targets.length < rowsMin) return undefined;
    models.push(fitBoostedTrees(rows, { ...treeChoices, seed: seed + part }));
    rowCount += rows.targets.length;
  }
  return { trees: averageTrees(models), rowCount };
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
  const pastForest = growForest(past, pastGround, { rowsMax, seed, parts: 1 });
  if (pastForest === undefined) return undefined;
  const shares = measurePooled(sample, { ground: pastGround, trees: pastForest.trees, cutHorizon });
  if (shares.count.weight === 0 && shares.flow.weight === 0) return undefined;
  const ground = groundOf(sample);
  const forest = growForest(sample, ground, { rowsMax, seed, parts: forestParts });
  if (forest === undefined) return undefined;
  const { trees, rowCount } = forest;
  const count = { ...shares.count, level: measureLevel(sample, ground, trees) };
  return { ...ground, trees, shares: { ...shares, count }, seriesCount: sample.length, rowCount };
};
