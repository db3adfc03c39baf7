import { assert } from '@coplan/kernel';
import type { BoostingLoss } from './boosted-trees.ts';

/** Log scores are kept within ±so much, so that a leaf without any demand stays finite. */
export const logScoreMax = 30;

/** Writes slope and curvature of each row's loss in its score, times its weight. */
export type Slopes = (
  targets: Float64Array,
  scores: Float64Array,
  weights: Float64Array,
  slopes: Float64Array,
  curvatures: Float64Array,
) => void;

const squared: Slopes = (targets, scores, weights, slopes, curvatures) => {
  for (let row = 0; row < targets.length; row++) {
    const weight = weights[row] as number;
    slopes[row] = weight * ((scores[row] as number) - (targets[row] as number));
    curvatures[row] = weight;
  }
};

const poisson: Slopes = (targets, scores, weights, slopes, curvatures) => {
  for (let row = 0; row < targets.length; row++) {
    const weight = weights[row] as number;
    const mean = Math.exp(scores[row] as number);
    slopes[row] = weight * (mean - (targets[row] as number));
    curvatures[row] = weight * mean;
  }
};

/** Jørgensen's deviance for 1 < power < 2 with a log link. */
const tweedie =
  (power: number): Slopes =>
  (targets, scores, weights, slopes, curvatures) => {
    for (let row = 0; row < targets.length; row++) {
      const weight = weights[row] as number;
      const score = scores[row] as number;
      const seen = (targets[row] as number) * Math.exp((1 - power) * score);
      const expected = Math.exp((2 - power) * score);
      slopes[row] = weight * (expected - seen);
      curvatures[row] = weight * ((2 - power) * expected - (1 - power) * seen);
    }
  };

const quantile =
  (probability: number): Slopes =>
  (targets, scores, weights, slopes, curvatures) => {
    for (let row = 0; row < targets.length; row++) {
      const weight = weights[row] as number;
      const isAbove = (targets[row] as number) > (scores[row] as number);
      slopes[row] = weight * (isAbove ? -probability : 1 - probability);
      curvatures[row] = weight;
    }
  };

export function slopesOf(loss: BoostingLoss): Slopes {
  switch (loss.kind) {
    case 'squared':
      return squared;
    case 'poisson':
      return poisson;
    case 'tweedie':
      assert(loss.power > 1 && loss.power < 2, 'the power of a Tweedie loss lies between 1 and 2');
      return tweedie(loss.power);
    case 'quantile':
      assert(
        loss.probability > 0 && loss.probability < 1,
        'the probability of a quantile lies between 0 and 1',
      );
      return quantile(loss.probability);
  }
}

/** Loss of one row up to a part that does not depend on the score. */
export function lossOf(loss: BoostingLoss, target: number, score: number): number {
  switch (loss.kind) {
    case 'squared':
      return 0.5 * (target - score) ** 2;
    case 'poisson':
      return Math.exp(score) - target * score;
    case 'tweedie': {
      const { power } = loss;
      const expected = Math.exp((2 - power) * score) / (2 - power);
      return expected - (target * Math.exp((1 - power) * score)) / (1 - power);
    }
    case 'quantile':
      return (target - score) * (target > score ? loss.probability : loss.probability - 1);
  }
}
