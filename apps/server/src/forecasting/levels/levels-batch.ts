import {
  addUp,
  forecastSeries,
  type Hierarchy,
  levelFrom,
  type NodeVariances,
  type Paths,
  reconcile,
  wholeMilli,
} from '@coplan/forecasting';
import type { LocalDate } from '@coplan/kernel';
import type { LevelsInput } from './collect-levels.ts';

export type LevelRow = {
  level: string;
  key: string;
  startsOn: LocalDate;
  method: 'tree' | 'crossed' | 'bottom-up';
  seriesCount: number;
  ownMilli: number[];
  sumMilli: number[];
  reconciledMilli: number[];
};

const seasonWeeks = 52;
/** Demand that never strays gets this spread (squared units), so that the system can be solved. */
const varianceMin = 1e-6;

/** Upper nodes' own forecasts, made of the sums of their members' histories, with the variance of their errors. */
function forecastUpper(
  histories: readonly number[][],
  weeks: number,
): { own: Paths; variances: Float64Array } {
  const own = new Float64Array(histories.length * weeks);
  const variances = new Float64Array(histories.length);
  for (const [node, history] of histories.entries()) {
    const { mean, spread } = forecastSeries({
      history: Float64Array.from(history),
      seasonPeriods: seasonWeeks,
      horizonPeriods: weeks,
      levels: [0.5],
      isNonNegative: true,
    });
    own.set(mean, node * weeks);
    const total = spread.sd.reduce((sum, sd) => sum + sd * sd, 0);
    variances[node] = Math.max(varianceMin, total / spread.sd.length);
  }
  return { own: { values: own, periods: weeks }, variances };
}

const milliOf = (paths: Paths, node: number, perUnit: number): number[] =>
  Array.from(paths.values.subarray(node * paths.periods, (node + 1) * paths.periods), (value) =>
    Math.round(value * perUnit),
  );

/**
 * What the totals of a version say: their own forecast, the sum of their parts, and both reconciled by weighted least
 * squares. All in whole thousandths; reconciled numbers of one level add up to those of every other exactly.
 */
export function computeLevels({
  axis,
  bottomMilli,
  bottomVariances,
  levels,
  histories,
}: LevelsInput): LevelRow[] {
  const { from, weeks } = axis;
  const seriesCount = bottomVariances.length;
  const built = levels.map(({ name, labels }) =>
    levelFrom(
      name,
      labels.map((label) => label ?? undefined),
    ),
  );
  const hierarchy: Hierarchy = { bottomCount: seriesCount, levels: built.map(({ level }) => level) };
  const nodes = built.flatMap(({ level, groups }) => groups.map((key) => ({ level: level.name, key })));
  const demandOf = new Map(histories.map(({ level, label, demand }) => [`${level} ${label}`, demand]));
  const { own, variances } = forecastUpper(
    nodes.map(({ level, key }) => demandOf.get(`${level} ${key}`) ?? []),
    weeks,
  );
  const bottom: Paths = { values: Float64Array.from(bottomMilli, (value) => value / 1000), periods: weeks };
  const known: NodeVariances = {
    upper: variances,
    bottom: Float64Array.from(bottomVariances, (variance) => Math.max(varianceMin, variance)),
  };
  const base = { hierarchy, bottom, upper: own };
  const { bottom: coherent, method } = reconcile(base, { variances: known, isNonNegative: true });
  const sums = wholeMilli(hierarchy, bottom).upper;
  const reconciled = wholeMilli(hierarchy, coherent).upper;
  const counts = addUp(hierarchy, { values: new Float64Array(seriesCount).fill(1), periods: 1 }).values;
  return nodes.map(({ level, key }, node) => ({
    level,
    key,
    startsOn: from,
    method,
    seriesCount: counts[node] ?? 0,
    ownMilli: milliOf(own, node, 1000),
    sumMilli: milliOf(sums, node, 1),
    reconciledMilli: milliOf(reconciled, node, 1),
  }));
}

/** JSON of `LevelsInput` to JSON of `LevelRow[]`, the same bytes every time. Runs in a compute thread. */
export function compute(input: Uint8Array): Uint8Array {
  const asked = JSON.parse(new TextDecoder().decode(input)) as LevelsInput;
  return new TextEncoder().encode(JSON.stringify(computeLevels(asked)));
}
