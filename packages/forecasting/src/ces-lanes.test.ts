import { expect, test } from 'vitest';
import { ces } from './ces.ts';
import { cesLaneCount, createCesLanes, passFourCes } from './ces-lanes.ts';

const squaresOf = (errors: Float64Array) => errors.reduce((sum, error) => sum + error * error, 0);

test.each([8, 30, 130])(
  'four weights side by side leave the errors that one at a time leaves, over %i periods',
  (periods) => {
    const history = Float64Array.from({ length: periods }, (_, t) => 200 + 3 * t + ((t * 29) % 31));
    const weights = [
      [1.2, 0.85],
      [1.6, 1],
      [1.9, 1.15],
      [1.02, 0.99],
    ] as const;
    const lanes = createCesLanes();
    weights.forEach(([real, imaginary], lane) => {
      lanes.real[lane] = real;
      lanes.imaginary[lane] = imaginary;
    });
    const losses = new Float64Array(cesLaneCount);
    passFourCes(history, lanes, losses);
    weights.forEach(([real, imaginary], lane) => {
      const fitted = ces.fit(history, { seasonPeriods: 1, weights: { real, imaginary } });
      expect(losses[lane]! / squaresOf(ces.residuals(fitted))).toBeCloseTo(1, 7);
    });
  },
);
