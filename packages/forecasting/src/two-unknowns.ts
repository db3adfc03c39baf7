/** Sums of a least-squares problem error = e − first·a − second·b. */
export type TwoUnknownsSums = {
  readonly squares: number;
  readonly errorFirst: number;
  readonly errorSecond: number;
  readonly firstFirst: number;
  readonly firstSecond: number;
  readonly secondSecond: number;
  /** The second unknown is held inside these limits; the first one is then solved again. */
  readonly secondLow: number;
  readonly secondHigh: number;
};

/** The two unknowns and the squared error they leave, from the sums of one pass over the data. */
export const solveTwoUnknowns = (sums: TwoUnknownsSums) => {
  const { squares, errorFirst, errorSecond, firstFirst, firstSecond, secondSecond } = sums;
  const determinant = firstFirst * secondSecond - firstSecond * firstSecond;
  const isSolvable = determinant > 1e-12 * firstFirst * secondSecond;
  const free = isSolvable ? (firstFirst * errorSecond - firstSecond * errorFirst) / determinant : 0;
  const second = Math.min(sums.secondHigh, Math.max(sums.secondLow, free));
  const first = firstFirst > 0 ? (errorFirst - second * firstSecond) / firstFirst : 0;
  const squaredError =
    squares -
    2 * (first * errorFirst + second * errorSecond) +
    first * first * firstFirst +
    2 * first * second * firstSecond +
    second * second * secondSecond;
  return { first, second, squaredError };
};
