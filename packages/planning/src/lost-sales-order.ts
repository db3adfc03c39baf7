import { assert } from '@coplan/kernel';
import { countDistribution, leftAfterLostSales, shiftedUp } from './count-distribution.ts';

/** Mean and variance of the demand of one period. */
export type PeriodDemand = { mean: number; variance: number };

export type LostSalesSituation = {
  /** Whole units at the end of today. */
  stockUnits: number;
  /** Arrivals at the start of each period before this order's; its length is the lead time in periods. */
  arrivingUnits: readonly number[];
  /** Demand of each period up to and including the one this order arrives in: one more than `arrivingUnits`. */
  demand: readonly PeriodDemand[];
  /** Squared coefficient of variation of what all periods have in common: the uncertain level of demand. */
  levelVariation: number;
  /** Wanted probability of serving all demand of the arrival period, 0–1. */
  targetLevel: number;
};

/** Nine equally likely levels (middles of ninths of a normal); mean and spread are scaled to 1 and the variance wanted. */
const levelScores = [-1.5932, -0.9674, -0.5895, -0.2822, 0, 0.2822, 0.5895, 0.9674, 1.5932];
const levelScoreVariance = levelScores.reduce((sum, score) => sum + score * score, 0) / levelScores.length;

function levelsOf(levelVariation: number): number[] {
  if (!(levelVariation > 0)) return [1];
  const scale = Math.sqrt(Math.log1p(levelVariation) / levelScoreVariance);
  const levels = levelScores.map((score) => Math.exp(score * scale));
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return levels.map((level) => level / mean);
}

/** Quantities beyond this are counted in lots, so that the arithmetic stays small; a lot is then about 0.5 %. */
const exactUnitsMax = 400;

/** The situation in lots of so many units: means and stock shrink with the lot, variances with its square. */
function inLots(situation: LostSalesSituation, lotUnits: number): LostSalesSituation {
  return {
    ...situation,
    stockUnits: Math.round(situation.stockUnits / lotUnits),
    arrivingUnits: situation.arrivingUnits.map((units) => Math.round(units / lotUnits)),
    demand: situation.demand.map(({ mean, variance }) => ({
      mean: mean / lotUnits,
      variance: variance / lotUnits ** 2,
    })),
  };
}

function pathOf(situation: LostSalesSituation, level: number): { left: Float64Array; demand: Float64Array } {
  const { demand, arrivingUnits, levelVariation } = situation;
  const conditional = demand.map(({ mean, variance }) => {
    const own = variance - mean * mean * levelVariation;
    return countDistribution({ mean: mean * level, variance: Math.max(mean, own) * level });
  });
  let left = shiftedUp(Float64Array.of(1), situation.stockUnits);
  arrivingUnits.forEach((arriving, period) => {
    left = leftAfterLostSales(shiftedUp(left, arriving), conditional[period] ?? Float64Array.of(1));
  });
  return { left, demand: conditional[arrivingUnits.length] ?? Float64Array.of(1) };
}

/**
 * Whole units to order so that the period in which the order arrives is served fully with the target probability.
 * The periods before it are followed exactly, demand that finds no stock being lost, for several levels of demand
 * that all periods share. The level shortage / (shortage + holding) is the newsvendor's and the upper bound: what
 * is left over also waits for the orders already under way (Zipkin 2008, Old and new methods for lost-sales
 * inventory systems), see `chooseTargetLevel`.
 */
export function lostSalesOrderUnits(situation: LostSalesSituation): number {
  const { demand, arrivingUnits, targetLevel } = situation;
  assert(
    demand.length === arrivingUnits.length + 1,
    'demand is known up to the period in which the order arrives',
  );
  assert(targetLevel > 0 && targetLevel < 1, 'the target level lies between 0 and 1');
  const largest = Math.max(situation.stockUnits, ...arrivingUnits, ...demand.map(({ mean }) => mean));
  if (largest > exactUnitsMax) {
    const lotUnits = Math.ceil(largest / (exactUnitsMax / 2));
    return lotUnits * lostSalesOrderUnits(inLots(situation, lotUnits));
  }
  const paths = levelsOf(situation.levelVariation).map((level) => pathOf(situation, level));
  // netShort[q] = P(demand − left ≤ q); demand beyond what is left is what the order is for.
  const longest = Math.max(...paths.map((path) => path.demand.length));
  const netShort = new Float64Array(longest + 1);
  for (const { left, demand: last } of paths) {
    for (let units = 0; units < left.length; units++) {
      const mass = (left[units] ?? 0) / paths.length;
      if (mass === 0) continue;
      for (let count = 0; count < last.length; count++) {
        const short = Math.max(0, count - units);
        netShort[short] = (netShort[short] ?? 0) + mass * (last[count] ?? 0);
      }
    }
  }
  let cumulated = 0;
  for (let units = 0; units < netShort.length; units++) {
    cumulated += netShort[units] ?? 0;
    if (cumulated >= targetLevel) return units;
  }
  return netShort.length - 1;
}
