/** Rows of a design, one Float64Array per column; rows whose target is NaN are left out. */
export type RegressionInput = {
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
  /** Pull towards `centre`, per column, in units of squared column entries; 0 leaves a column free. */
  readonly penalties: Float64Array;
  readonly centre?: Float64Array;
};

/** In-place Cholesky solution of a symmetric positive definite system; near-empty columns get 0. */
const solveSymmetric = (matrix: Float64Array, vector: Float64Array): Float64Array => {
  const size = vector.length;
  for (let j = 0; j < size; j++) {
    const diagonalBefore = matrix[j * size + j]!;
    let diagonal = diagonalBefore;
    for (let k = 0; k < j; k++) diagonal -= matrix[j * size + k]! ** 2;
    const isUsable = diagonal > 1e-10 * diagonalBefore && diagonalBefore > 0;
    const root = isUsable ? Math.sqrt(diagonal) : Number.POSITIVE_INFINITY;
    matrix[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      matrix[i * size + j] = sum / root;
    }
  }
  const solution = vector.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= matrix[i * size + k]! * solution[k]!;
    solution[i]! /= matrix[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) solution[i]! -= matrix[k * size + i]! * solution[k]!;
    solution[i]! /= matrix[i * size + i]!;
  }
  return solution;
};

/**
 * Ridge regression by normal equations: minimises Σ(target − Xb)² + Σ penalty·(b − centre)².
 * One coefficient per column; a column without information gets its centre, or 0 where it has no penalty.
 */
export const fitRidge = ({ columns, target, penalties, centre }: RegressionInput): Float64Array => {
  const size = columns.length;
  const matrix = new Float64Array(size * size);
  const vector = new Float64Array(size);
  const row = new Float64Array(size);
  for (let t = 0; t < target.length; t++) {
    const value = target[t]!;
    if (Number.isNaN(value)) continue;
    for (let i = 0; i < size; i++) row[i] = columns[i]![t]!;
    for (let i = 0; i < size; i++) {
      const entry = row[i]!;
      if (entry === 0) continue;
      vector[i]! += entry * value;
      const offset = i * size;
      for (let j = 0; j <= i; j++) matrix[offset + j]! += entry * row[j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    matrix[i * size + i]! += penalties[i]!;
    vector[i]! += penalties[i]! * (centre?.[i] ?? 0);
  }
  return solveSymmetric(matrix, vector);
};
