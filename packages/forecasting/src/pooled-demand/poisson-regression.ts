import { assert } from '@coplan/kernel';

/** Rows of `width` features each, one after the other. */
export type DesignMatrix = { width: number; rows: Float64Array };

const iterationsMax = 12;

/** Solves A x = b for a symmetric positive definite A, in place (Cholesky). */
function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const at = (row: number, column: number): number => matrix[row * size + column] ?? 0;
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = at(row, column);
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k);
      if (row === column) assert(sum > 0, 'the ridge keeps the normal equations solvable');
      matrix[row * size + column] = row === column ? Math.sqrt(sum) : sum / at(column, column);
    }
  }
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) solution[row] = (solution[row] ?? 0) - at(row, k) * (solution[k] ?? 0);
    solution[row] = (solution[row] ?? 0) / at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++)
      solution[row] = (solution[row] ?? 0) - at(k, row) * (solution[k] ?? 0);
    solution[row] = (solution[row] ?? 0) / at(row, row);
  }
  return solution;
}

export const linearPredictor = (design: DesignMatrix, row: number, coefficients: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < design.width; k++)
    sum += (design.rows[row * design.width + k] ?? 0) * (coefficients[k] ?? 0);
  return sum;
};

/**
 * Coefficients of log(mean) = features · coefficients for counts, each row weighing `weights[row]`, by iteratively
 * reweighted least squares with ridges towards `prior`, one per feature (McCullagh & Nelder, Generalized Linear Models, ch. 2).
 */
export function fitPoissonRegression(input: {
  design: DesignMatrix;
  counts: Float64Array;
  weights: Float64Array;
  prior: Float64Array;
  ridges: Float64Array;
}): Float64Array {
  const { design, counts, weights, prior, ridges } = input;
  const { width, rows } = design;
  let coefficients = Float64Array.from(prior);
  for (let iteration = 0; iteration < iterationsMax; iteration++) {
    const normal = new Float64Array(width * width);
    const right = new Float64Array(width);
    for (let k = 0; k < width; k++) {
      const ridge = ridges[k] ?? 0;
      normal[k * width + k] = ridge;
      right[k] = ridge * ((prior[k] ?? 0) - (coefficients[k] ?? 0));
    }
    for (let row = 0; row < counts.length; row++) {
      const mean = Math.exp(Math.min(15, linearPredictor(design, row, coefficients)));
      const weight = weights[row] ?? 0;
      const offset = row * width;
      for (let a = 0; a < width; a++) {
        const feature = rows[offset + a] ?? 0;
        right[a] = (right[a] ?? 0) + weight * ((counts[row] ?? 0) - mean) * feature;
        const scaled = weight * mean * feature;
        for (let b = 0; b <= a; b++)
          normal[a * width + b] = (normal[a * width + b] ?? 0) + scaled * (rows[offset + b] ?? 0);
      }
    }
    const change = solveSymmetric(normal, right);
    let largest = 0;
    coefficients = coefficients.map((value, k) => value + (change[k] ?? 0));
    for (const step of change) largest = Math.max(largest, Math.abs(step));
    if (largest < 1e-6) break;
  }
  return coefficients;
}
