import { assert, normalInverse } from '@coplan/kernel';
import { countDistribution } from '../count-distribution.ts';
import { normalProbability } from '../normal-distribution.ts';

export type SerialStage = {
  /** What holding at this stage costs more than at the one before it, a unit and period. */
  echelonHoldingCost: number;
  leadTimePeriods: number;
};

/** Stages in a row, the one that serves the customer first. Unmet demand waits at `shortageCost` a unit and period. */
export type SerialSystem = {
  stages: readonly SerialStage[];
  shortageCost: number;
  /** Of one period. */
  demand: { kind: 'poisson'; mean: number } | { kind: 'normal'; mean: number; deviation: number };
};

/** Masses of lead-time demand at `(first + index) · step`. */
type GridDemand = { first: number; masses: Float64Array };

/** Grid points per standard deviation of one period of normal demand. */
const pointsPerDeviation = 24;
const tailDeviations = 6;

function gridDemandOf({ demand }: SerialSystem, leadTimePeriods: number, step: number): GridDemand {
  const mean = demand.mean * leadTimePeriods;
  if (demand.kind === 'poisson') return { first: 0, masses: countDistribution({ mean, variance: mean }) };
  const deviation = demand.deviation * Math.sqrt(leadTimePeriods);
  const first = Math.floor((mean - tailDeviations * deviation) / step);
  const last = Math.ceil((mean + tailDeviations * deviation) / step);
  const masses = new Float64Array(last - first + 1);
  if (deviation === 0) {
    masses[Math.round(mean / step) - first] = 1;
    return { first, masses };
  }
  let below = 0;
  for (let point = first; point <= last; point++) {
    const until = point === last ? 1 : normalProbability(((point + 0.5) * step - mean) / deviation);
    masses[point - first] = until - below;
    below = until;
  }
  return { first, masses };
}

const holdingFrom = ({ stages }: SerialSystem, from: number): number =>
  stages.slice(from).reduce((sum, stage) => sum + stage.echelonHoldingCost, 0);

function requireSerial({ stages, shortageCost, demand }: SerialSystem): void {
  assert(
    stages.length > 0 && shortageCost > 0 && demand.mean > 0,
    'stages, shortage cost and demand are given',
  );
  for (const { echelonHoldingCost, leadTimePeriods } of stages)
    assert(echelonHoldingCost > 0 && leadTimePeriods >= 0, 'a stage adds to the cost of holding');
}

/**
 * Cost a period and echelon base-stock levels of a serial system: from the customer upwards each stage pays its echelon
 * holding and the penalty for what it cannot pass on (Clark & Scarf 1960; Snyder & Shen, section 6.2.2). Poisson demand
 * is exact; normal demand lies on a grid of a 24th of its deviation. `levels`: echelon levels to be costed instead of
 * the best ones. What is on its way between stages is not charged.
 */
export function solveSerialSystem(
  system: SerialSystem,
  levels?: readonly number[],
): { echelonLevels: number[]; cost: number } {
  requireSerial(system);
  const { stages, shortageCost, demand } = system;
  const step =
    demand.kind === 'poisson' ? 1 : Math.max(demand.deviation, 1e-9 * demand.mean) / pointsPerDeviation;
  const demands = stages.map(({ leadTimePeriods }) => gridDemandOf(system, leadTimePeriods, step));
  const lastOf = ({ first, masses }: GridDemand): number => first + masses.length - 1;
  const reach = demands.reduce((sum, grid) => sum + Math.max(0, lastOf(grid)), 0);
  const back = demands.reduce((sum, grid) => sum + Math.max(0, -grid.first), 0);
  const size = 2 * reach + back + 1;
  // Index i stands for the position (i − reach) · step. A stage's costs are known from `from` to `until`.
  let passedOn = new Float64Array(size);
  for (let index = 0; index < size; index++)
    passedOn[index] = (shortageCost + holdingFrom(system, 0)) * Math.max(0, (reach - index) * step);
  let [from, until] = [0, size - 1];
  const echelonLevels: number[] = [];
  let cost = 0;
  stages.forEach(({ echelonHoldingCost }, stage) => {
    const { first, masses } = demands[stage] ?? { first: 0, masses: Float64Array.of(1) };
    const [lowest, highest] = [from + Math.max(0, first + masses.length - 1), until + Math.min(0, first)];
    const costs = new Float64Array(size);
    for (let index = lowest; index <= highest; index++) {
      let sum = 0;
      for (let point = 0; point < masses.length; point++) {
        const at = index - first - point;
        sum += (masses[point] ?? 0) * (echelonHoldingCost * (at - reach) * step + (passedOn[at] ?? 0));
      }
      costs[index] = sum;
    }
    let best = lowest;
    for (let index = lowest; index <= highest; index++)
      if ((costs[index] ?? 0) < (costs[best] ?? 0)) best = index;
    const given = levels?.[stage];
    if (given !== undefined) best = Math.min(highest, Math.max(lowest, Math.round(given / step) + reach));
    echelonLevels.push((best - reach) * step);
    cost = costs[best] ?? 0;
    for (let index = best; index <= highest; index++) costs[index] = cost;
    passedOn = costs;
    [from, until] = [lowest, highest];
  });
  return { echelonLevels, cost };
}

const quantileOf = ({ demand }: SerialSystem, periods: number, level: number): number => {
  const mean = demand.mean * periods;
  if (demand.kind === 'normal') return mean + normalInverse(level) * demand.deviation * Math.sqrt(periods);
  const masses = countDistribution({ mean, variance: mean });
  let count = 0;
  for (let sum = masses[0] ?? 0; sum < level && count < masses.length - 1; sum += masses[++count] ?? 0);
  return count;
};

/**
 * Echelon base-stock levels as the average of two newsvendor quantities, one too low and one too high (Shang & Song
 * 2003): close to the best ones without any recursion. `rounding` for counted demand; default none.
 */
export function serialLevelsOfShangSong(
  system: SerialSystem,
  rounding: 'none' | 'down' | 'up' = 'none',
): number[] {
  requireSerial(system);
  const { stages, shortageCost } = system;
  let periods = 0;
  return stages.map(({ leadTimePeriods }, stage) => {
    periods += leadTimePeriods;
    const above = shortageCost + holdingFrom(system, stage + 1);
    const low = quantileOf(system, periods, above / (shortageCost + holdingFrom(system, 0)));
    const high = quantileOf(system, periods, above / (shortageCost + holdingFrom(system, stage)));
    const middle = (low + high) / 2;
    return rounding === 'none' ? middle : rounding === 'down' ? Math.floor(middle) : Math.ceil(middle);
  });
}
