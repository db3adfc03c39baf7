import { uniformOf } from './lead-times.ts';

/** Weeks that stand together: a shortage and the stock that follows it are not torn apart. */
const blockWeeks = 4;
const drawCount = 1_000;
const coverage = 0.9;

export type Interval = { low: number; high: number };

/**
 * 90 % interval of a yearly difference in cost: weeks of the replay drawn again in blocks of four (circular block
 * bootstrap, Politis & Romano 1992), scaled to 52 weeks. Says how much the difference depends on which weeks the year
 * had; it knows nothing of a year unlike the last. `undefined` with fewer than eight weeks.
 */
export function yearlyInterval(weekDifferences: readonly number[], seed: number): Interval | undefined {
  const weekCount = weekDifferences.length;
  if (weekCount < 2 * blockWeeks) return undefined;
  const blockCount = Math.ceil(weekCount / blockWeeks);
  const sums = Float64Array.from({ length: weekCount }, (_, week) => {
    let sum = 0;
    for (let index = 0; index < blockWeeks; index++) sum += weekDifferences[(week + index) % weekCount] ?? 0;
    return sum;
  });
  const draws = Float64Array.from({ length: drawCount }, (_, draw) => {
    let sum = 0;
    for (let block = 0; block < blockCount; block++)
      sum += sums[Math.floor(uniformOf(seed, draw, block) * weekCount)] ?? 0;
    return (sum * 52) / (blockCount * blockWeeks);
  }).sort();
  const at = (share: number): number => draws[Math.round(share * (drawCount - 1))] ?? 0;
  return { low: at((1 - coverage) / 2), high: at((1 + coverage) / 2) };
}
