/** What a model is to be good at. Poisson and Tweedie learn the logarithm of the mean; quantiles learn a quantile. */
export type BoostingLoss =
  | { kind: 'squared' }
  | { kind: 'poisson' }
  /** Zeros and a continuous remainder; the power lies between 1 (Poisson) and 2 (gamma). */
  | { kind: 'tweedie'; power: number }
  | { kind: 'quantile'; probability: number };

/** Rows to learn from or to predict: one column per feature, NaN where it is not known. */
export type FeatureColumns = readonly Float64Array[];

export type BoostingRows = {
  columns: FeatureColumns;
  targets: Float64Array;
  /** How much each row counts; 1 where absent. */
  weights?: Float64Array;
  /** Added to each row's score: what is known before any tree, as a logarithm where the loss has a log link. */
  offsets?: Float64Array;
  /** 1: the row is kept out of fitting and decides how many trees are kept. */
  heldOut?: Uint8Array;
};

export type BoostingOptions = {
  loss: BoostingLoss;
  treesMax: number;
  /** Share of each tree's correction that is taken, 0–1. */
  learningRate: number;
  leavesMax: number;
  depthMax: number;
  /** Least rows of a leaf. */
  leafRowsMin: number;
  /** Pulls leaf values towards 0, as so many rows' worth of curvature. */
  ridge: number;
  /** Least fall of the loss (in the score's quadratic approximation) that a split must bring. */
  splitGainMin: number;
  /** Share of the rows and of the features that each tree sees, 0–1. */
  rowShare: number;
  featureShare: number;
  /** Most bins a feature is cut into, up to 255; missing values have their own. */
  binsMax: number;
  /** Whole number from which rows and features are drawn. */
  seed: number;
  /** With rows held out: stop after so many trees without a better loss on them, and keep the best count. */
  patienceTrees: number;
};

export const boostingDefaults: Omit<BoostingOptions, 'loss'> = {
  treesMax: 200,
  learningRate: 0.08,
  leavesMax: 31,
  depthMax: 12,
  leafRowsMin: 30,
  ridge: 1,
  splitGainMin: 0,
  rowShare: 0.8,
  featureShare: 0.8,
  binsMax: 127,
  seed: 1,
  patienceTrees: 20,
};

/**
 * One tree in node order, root first. A node with `feature` −1 is a leaf. Rows whose feature is at most `threshold`
 * go to `left`, others to the node after it; unknown values go left where `missingLeft` is 1.
 */
export type BoostedTree = {
  feature: number[];
  threshold: number[];
  left: number[];
  missingLeft: number[];
  /** Of a leaf: what it adds to the score. */
  value: number[];
};

/** A fitted model as plain data: survives JSON and messages between threads unchanged. */
export type BoostedTrees = {
  loss: BoostingLoss;
  featureCount: number;
  /** The score before any tree: of the target itself, or of its logarithm. */
  startScore: number;
  trees: BoostedTree[];
  /** How much each feature lowered the loss in all splits. */
  gains: number[];
  /** Mean loss on the held-out rows after the trees that were kept; null where none were held out. */
  heldOutLoss: number | null;
};

/** Whether scores are logarithms of the mean. */
export const hasLogLink = (loss: BoostingLoss): boolean => loss.kind === 'poisson' || loss.kind === 'tweedie';
