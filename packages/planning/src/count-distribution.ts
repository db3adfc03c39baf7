import { assert } from '@coplan/kernel';

/** Mass left out at the upper end; the last entry takes it, so that the distribution adds up to 1. */
const tailMassMax = 1e-7;
const countMax = 20_000;

/**
 * Probabilities of 0, 1, 2, … units: negative binomial with this mean and variance, Poisson where the variance does
 * not exceed the mean. The array ends where less than 1e-7 is left. Throws `InvariantError` beyond 20,000 units.
 */
export function countDistribution({ mean, variance }: { mean: number; variance: number }): Float64Array {
  assert(mean >= 0 && Number.isFinite(mean), 'the mean of a count is not negative');
  if (mean === 0) return Float64Array.of(1);
  const isPoisson = !(variance > mean * (1 + 1e-9));
  const size = isPoisson ? 0 : (mean * mean) / (variance - mean);
  const odds = isPoisson ? 0 : 1 - mean / variance;
  let logMass = isPoisson ? -mean : size * Math.log(mean / variance);
  const masses: number[] = [];
  let sum = 0;
  for (let count = 0; count <= countMax; count++) {
    if (count > 0) logMass += Math.log(isPoisson ? mean / count : (odds * (size + count - 1)) / count);
    const mass = Math.exp(logMass);
    masses.push(mass);
    sum += mass;
    if (count >= mean && (1 - sum < tailMassMax || mass < tailMassMax * 1e-3)) break;
  }
  assert(masses.length <= countMax, `a mean of ${mean} is too large to count unit by unit`);
  masses[masses.length - 1] = (masses[masses.length - 1] ?? 0) + Math.max(0, 1 - sum);
  return Float64Array.from(masses);
}

/** The stock of a day after demand that is lost when there is none: distribution of max(0, stock − demand). */
export function leftAfterLostSales(stock: Float64Array, demand: Float64Array): Float64Array {
  const left = new Float64Array(stock.length);
  const below = new Float64Array(demand.length + 1);
  for (let count = 0; count < demand.length; count++)
    below[count + 1] = (below[count] ?? 0) + (demand[count] ?? 0);
  for (let units = 0; units < stock.length; units++) {
    const mass = stock[units] ?? 0;
    if (mass === 0) continue;
    for (let sold = 0; sold < Math.min(units, demand.length); sold++) {
      left[units - sold] = (left[units - sold] ?? 0) + mass * (demand[sold] ?? 0);
    }
    const servedAll = below[Math.min(units, demand.length)] ?? 1;
    left[0] = (left[0] ?? 0) + mass * Math.max(0, 1 - servedAll);
  }
  return left;
}

/** The distribution moved up by a certain quantity. */
export function shiftedUp(stock: Float64Array, units: number): Float64Array {
  const moved = new Float64Array(stock.length + units);
  moved.set(stock, units);
  return moved;
}
