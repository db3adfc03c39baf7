import { expect, test } from 'vitest';
import { createRelativeLoss, passFourRelative } from './ets-lanes.ts';
import { passEts, passResult } from './ets-pass.ts';
import { createLaneWeights, laneCount } from './smoothing-lanes.ts';

const history = Float64Array.from({ length: 70 }, (_, t) =>
  t === 20 ? Number.NaN : (50 + t) * (1 + 0.2 * Math.sin((t * Math.PI) / 2)) + ((t * 7) % 5),
);

test.each([
  ['a season that multiplies', Float64Array.of(1, 1.2, 1, 0.8)],
  ['no season', Float64Array.of(1)],
])('four sets of weights side by side get the likelihoods that one at a time gets: %s', (_, season) => {
  const start = { level: 50, trend: 0.5, season };
  const lanes = createLaneWeights();
  for (let lane = 0; lane < laneCount; lane++) {
    lanes.alpha[lane] = 0.1 + 0.2 * lane;
    lanes.beta[lane] = 0.02 * lane;
    lanes.gamma[lane] = season.length > 1 ? 0.1 * lane : 0;
    lanes.phi[lane] = 0.9 + 0.02 * lane;
  }
  const loss = createRelativeLoss();
  passFourRelative(history, start, lanes, loss);
  for (let lane = 0; lane < laneCount; lane++) {
    const [alpha, beta, gamma, phi] = [lanes.alpha, lanes.beta, lanes.gamma, lanes.phi].map(
      (values) => values[lane]!,
    ) as [number, number, number, number];
    passEts(history, 'multiplicative', { alpha, beta, gamma, phi }, start);
    expect(loss.squares[lane]).toBeCloseTo(passResult.relativeSquares, 12);
    // Logarithms are counted from the first level, one for each of the 69 observed periods.
    expect(loss.logs[lane]).toBeCloseTo(passResult.logs - 69 * Math.log(50), 9);
  }
});
