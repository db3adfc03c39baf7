import { assert } from '@coplan/kernel';

/** Share of the largest diagonal value that is added, so that a matrix that is only just singular is solved. */
const ridge = 1e-10;

/** Solves A x = b for a symmetric, positive definite A (row-major), decomposed once (Cholesky). A stays as it is. */
export const positiveDefiniteSolver = (
  matrix: Float64Array,
  size: number,
): ((right: Float64Array) => Float64Array) => {
  assert(matrix.length === size * size, 'the matrix is square');
  const lower = matrix.slice();
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i]!);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]! + (i === j ? largest * ridge : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i === j) {
        assert(sum > 0, 'the matrix is positive definite');
        lower[i * size + i] = Math.sqrt(sum);
      } else lower[i * size + j] = sum / lower[j * size + j]!;
    }
  }
  return (right) => substitute(lower, right);
};

/** Forward, then backward substitution. */
const substitute = (lower: Float64Array, right: Float64Array): Float64Array => {
  const size = right.length;
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i * size + k]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= lower[k * size + i]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  return x;
};
