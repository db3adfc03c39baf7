import type { CandidateSet } from './candidates.ts';
import { type Driver, driversOf, type Regressors } from './drivers.ts';
import { fitRidge } from './ridge-regression.ts';
import { trendColumns } from './trend-columns.ts';

/** What a driver does on average over many series: the centre towards which a single series is pulled. */
export type DriverEffect = {
  /** Change of ln(1 + demand) per unit of the driver. */
  readonly effect: number;
  /** Variance of the driver within a series, the scale of the pull. */
  readonly variance: number;
};
export type PooledEffects = ReadonlyMap<string, DriverEffect>;

const knotPeriods = 20;
const knotsMax = 8;
/** An own history of this many periods weighs as much as the pooled effect. */
const pooledWeightPeriods = 60;
const aloneWeightPeriods = 15;
/** No promotion multiplies demand by more than this, nor divides it. */
const effectMax = Math.log(12);

const logOf = (history: Float64Array): Float64Array =>
  history.map((demand) => Math.log1p(Math.max(0, demand)));

/** A column without what the flexible trend explains of it, over the observed periods. */
const withoutTrend = (target: Float64Array, trend: readonly Float64Array[]): Float64Array => {
  const penalties = new Float64Array(trend.length).fill(1e-6);
  const coefficients = fitRidge({ columns: trend, target, penalties });
  return target.map((value, t) => {
    let rest = value;
    for (let i = 0; i < trend.length; i++) rest -= coefficients[i]! * trend[i]![t]!;
    return rest;
  });
};

/**
 * Average effect of every driver over many series: one regression on all of them together, each without
 * its own trend. This is what makes a promotion forecastable for an item that never had one.
 */
export const poolEffects = (
  series: readonly { readonly history: Float64Array; readonly regressors: Regressors }[],
): PooledEffects => {
  const prepared = series.map(({ history, regressors }) => {
    const drivers = driversOf(regressors);
    const trend = trendColumns(history.length, knotPeriods, knotsMax);
    const target = withoutTrend(logOf(history), trend);
    const columns = drivers.map(({ values }) =>
      withoutTrend(
        values
          .subarray(0, history.length)
          .map((value, t) => (Number.isNaN(history[t]!) ? Number.NaN : value)),
        trend,
      ),
    );
    return { drivers, target, columns };
  });
  const names = [...new Set(prepared.flatMap(({ drivers }) => drivers.map(({ name }) => name)))].sort();
  const length = prepared.reduce((sum, { target }) => sum + target.length, 0);
  const stacked = names.map(() => new Float64Array(length));
  const target = new Float64Array(length);
  let offset = 0;
  for (const part of prepared) {
    target.set(part.target, offset);
    for (const [index, { name }] of part.drivers.entries()) {
      stacked[names.indexOf(name)]!.set(part.columns[index]!, offset);
    }
    offset += part.target.length;
  }
  for (const column of stacked) for (let t = 0; t < length; t++) column[t] = column[t]! || 0;
  const effects = fitRidge({ columns: stacked, target, penalties: new Float64Array(names.length).fill(1) });
  return new Map(
    names.map((name, index) => {
      const variance = stacked[index]!.reduce((sum, value) => sum + value * value, 0) / Math.max(1, length);
      return [name, { effect: effects[index]!, variance }];
    }),
  );
};

/** ln of the factor by which the drivers change demand, over history and horizon; unchanged demand is 0. */
export const logFactors = (
  history: Float64Array,
  drivers: readonly Driver[],
  pooled: PooledEffects,
): Float64Array => {
  const trend = trendColumns(history.length, knotPeriods, knotsMax);
  const columns = [...trend, ...drivers.map(({ values }) => values)];
  const penalties = new Float64Array(columns.length).fill(1e-3);
  const centre = new Float64Array(columns.length);
  drivers.forEach(({ name, values }, index) => {
    const known = pooled.get(name);
    const own = values.subarray(0, history.length);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const ownVariance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
    penalties[trend.length + index] =
      known === undefined
        ? aloneWeightPeriods * ownVariance + 1e-3
        : pooledWeightPeriods * known.variance + 1e-3;
    centre[trend.length + index] = known?.effect ?? 0;
  });
  const coefficients = fitRidge({ columns, target: logOf(history), penalties, centre });
  const length = drivers[0]?.values.length ?? history.length;
  return Float64Array.from({ length }, (_, t) => {
    let sum = 0;
    drivers.forEach(({ values }, index) => {
      sum += coefficients[trend.length + index]! * values[t]!;
    });
    return Math.max(-effectMax, Math.min(effectMax, sum));
  });
};

/**
 * Candidates that know of prices and promotions: the drivers' effect on ln(1 + demand) is estimated beside
 * a flexible trend and pulled to the pooled effect; the candidates then run on demand without it, and the
 * known future of the drivers is put back.
 */
export const withPromotions = (
  set: CandidateSet,
  regressors: Regressors,
  pooled: PooledEffects,
): CandidateSet => {
  const drivers = driversOf(regressors);
  if (drivers.length === 0) return set;
  return {
    ...set,
    names: set.names.map((name) => `${name}-promotions`),
    estimate(past) {
      const withoutDrivers = (history: Float64Array) => {
        const factors = logFactors(history, drivers, pooled).map(Math.exp);
        return { factors, plain: history.map((demand, t) => demand / factors[t]!) };
      };
      const inner = set.estimate(withoutDrivers(past).plain);
      return (history, periods) => {
        const { factors, plain } = withoutDrivers(history);
        return inner(plain, periods).map((path) =>
          path.map((value, t) => value * factors[history.length + t]!),
        );
      };
    },
  };
};
