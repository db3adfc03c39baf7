import { type CesWeights, isStable } from './ces.ts';
import {
  passSeasonalCes,
  type SeasonalCesKind,
  type SeasonalCesState,
  type SeasonalCesWeights,
} from './seasonal-ces-states.ts';

/** Where the search starts: a steady and a lively level, each with a season that hardly moves. */
const starts: readonly CesWeights[] = [
  { real: 1.2, imaginary: 1 },
  { real: 1.6, imaginary: 1 },
];
const seasonStarts: Readonly<Record<SeasonalCesKind, CesWeights>> = {
  simple: { real: 1.1, imaginary: 1 },
  partial: { real: 0.1, imaginary: 1 },
  full: { real: 1.1, imaginary: 1 },
};
const rounds = 9;
const firstStep = 0.2;
const shrink = 0.65;

/** Weights under which errors die out; a season's own memory must not outgrow the next one's. */
const isAllowed = (kind: SeasonalCesKind, { level, season }: SeasonalCesWeights): boolean => {
  if (kind !== 'simple' && !isStable(level)) return false;
  if (kind === 'partial') return season.real >= 0 && season.real <= 1;
  return season.imaginary <= 1 && isStable(season);
};

const movesOf = (kind: SeasonalCesKind, from: SeasonalCesWeights, step: number): SeasonalCesWeights[] => {
  const moved = (weights: CesWeights, real: number, imaginary: number): CesWeights => ({
    real: weights.real + real,
    imaginary: weights.imaginary + imaginary,
  });
  const ways: readonly (readonly [number, number])[] = [
    [step, 0],
    [-step, 0],
    [0, step / 2.5],
    [0, -step / 2.5],
  ];
  const seasonWays = kind === 'partial' ? ways.slice(0, 2) : ways;
  return [
    ...(kind === 'simple' ? [] : ways).map(([real, imaginary]) => ({
      ...from,
      level: moved(from.level, real, imaginary),
    })),
    ...seasonWays.map(([real, imaginary]) => ({
      ...from,
      season: moved(from.season, real / 2, imaginary / 2),
    })),
  ];
};

/** The weights with the smallest squared errors: a descent by single steps, closer and closer, from each start. */
export const estimateSeasonalWeights = (
  kind: SeasonalCesKind,
  history: Float64Array,
  start: SeasonalCesState,
): SeasonalCesWeights => {
  const lossOf = (weights: SeasonalCesWeights): number =>
    isAllowed(kind, weights)
      ? passSeasonalCes(kind, history, weights, start).squares
      : Number.POSITIVE_INFINITY;
  const descend = (from: SeasonalCesWeights): { weights: SeasonalCesWeights; loss: number } => {
    let weights = from;
    let loss = lossOf(from);
    let step = firstStep;
    for (let round = 0; round < rounds; round++) {
      const before = loss;
      for (const candidate of movesOf(kind, weights, step)) {
        const found = lossOf(candidate);
        if (!(found < loss)) continue;
        loss = found;
        weights = candidate;
      }
      if (!(loss < before)) step *= shrink;
    }
    return { weights, loss };
  };
  const tried = (kind === 'simple' ? starts.slice(0, 1) : starts).map((level) =>
    descend({ level, season: seasonStarts[kind] }),
  );
  return tried.reduce((best, one) => (one.loss < best.loss ? one : best)).weights;
};
