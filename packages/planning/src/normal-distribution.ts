const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** P(Z > z) for z ≥ 5 by the continued fraction of Mills' ratio (Abramowitz & Stegun 26.2.14). */
function upperTail(z: number): number {
  let fraction = z;
  for (let term = 60; term >= 1; term--) fraction = z + term / fraction;
  return density(z) / fraction;
}

/** Standard normal distribution function, to about 15 digits (series of Abramowitz & Stegun 26.2.11). */
export function normalProbability(z: number): number {
  if (z > 5) return 1 - upperTail(z);
  if (z < -5) return upperTail(-z);
  let term = z;
  let sum = z;
  for (let index = 1; index < 200 && Math.abs(term) > 1e-17 * Math.abs(sum); index++) {
    term *= (z * z) / (2 * index + 1);
    sum += term;
  }
  return 0.5 + density(z) * sum;
}

/** Standard normal loss E[(Z − z)+]. */
export const normalLoss = (z: number): number => density(z) - z * (1 - normalProbability(z));

/** The z whose loss is as given; the loss falls from infinity to 0. By bisection, to about 12 digits. */
export function inverseNormalLoss(loss: number): number {
  let low = -Math.max(8, loss + 1);
  let high = 38;
  for (let step = 0; step < 200 && high - low > 1e-13; step++) {
    const middle = (low + high) / 2;
    if (normalLoss(middle) > loss) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Second-order loss E[((Z − z)+)²] / 2, whose derivative is minus the loss. */
export const normalLossSecond = (z: number): number =>
  ((z * z + 1) * (1 - normalProbability(z)) - z * density(z)) / 2;
