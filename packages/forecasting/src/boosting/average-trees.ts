import { assert } from '@coplan/kernel';
import type { BoostedTrees } from './boosted-trees.ts';

/**
 * One model whose score is the mean of several models' scores: learnt from other rows, their accidents cancel out.
 * All have the same loss and features, and at least one is given.
 */
export function averageTrees(models: readonly BoostedTrees[]): BoostedTrees {
  const [first] = models;
  assert(first !== undefined, 'an average needs at least one model');
  assert(
    models.every(({ featureCount }) => featureCount === first.featureCount),
    'averaged models have the same features',
  );
  const share = 1 / models.length;
  return {
    ...first,
    startScore: models.reduce((sum, { startScore }) => sum + share * startScore, 0),
    trees: models.flatMap(({ trees }) =>
      trees.map((tree) => ({ ...tree, value: tree.value.map((value) => share * value) })),
    ),
    gains: first.gains.map((_, feature) =>
      models.reduce((sum, { gains }) => sum + share * (gains[feature] ?? 0), 0),
    ),
    heldOutLoss: null,
  };
}
