const rowsMin = 8;
/** A variance below this share of the largest is taken as that much, so that the matrix can be solved. */
const varianceFloor = 1e-8;

export type ShrunkCovariance = {
  /** Row-major, symmetric, positive definite. */
  readonly matrix: Float64Array;
  /** 0: as observed; 1: only variances. */
  readonly shrinkage: number;
};

/**
 * Covariance of errors shrunk towards its diagonal, the intensity estimated from the data: λ = Σ Var(r_ij) / Σ r_ij² over
 * i ≠ j (Schäfer & Strimmer 2005, Statistical Applications in Genetics and Molecular Biology 4(1)). Rows with an unknown
 * value (NaN) are left out; `undefined` where fewer than 8 rows are whole or nothing ever missed.
 */
export const shrunkCovariance = (
  rows: readonly Float64Array[],
  size: number,
): ShrunkCovariance | undefined => {
  const whole = rows.filter((row) => row.length === size && row.every(Number.isFinite));
  const count = whole.length;
  if (count < rowsMin) return undefined;
  const variances = new Float64Array(size);
  for (const row of whole) for (let i = 0; i < size; i++) variances[i]! += row[i]! ** 2 / count;
  const largest = variances.reduce((max, value) => Math.max(max, value), 0);
  if (largest === 0) return undefined;
  const sds = variances.map((value) => Math.sqrt(Math.max(value, largest * varianceFloor)));
  const correlations = new Float64Array(size * size);
  let uncertainty = 0;
  let strength = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      let squares = 0;
      for (const row of whole) {
        const product = (row[i]! / sds[i]!) * (row[j]! / sds[j]!);
        sum += product;
        squares += product * product;
      }
      const mean = sum / count;
      correlations[i * size + j] = mean;
      uncertainty += (squares - count * mean * mean) / (count * (count - 1));
      strength += mean * mean;
    }
  }
  const shrinkage = strength === 0 ? 1 : Math.min(1, Math.max(0, uncertainty / strength));
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] = sds[i]! ** 2;
    for (let j = 0; j < i; j++) {
      const value = (1 - shrinkage) * correlations[i * size + j]! * sds[i]! * sds[j]!;
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  }
  return { matrix, shrinkage };
};
