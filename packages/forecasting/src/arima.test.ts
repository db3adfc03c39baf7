import { expect, test } from 'vitest';
import { arima } from './arima.ts';
import { chooseArima } from './arima-structure.ts';
import { type ArmaInput, type ArmaOrders, armaErrors, fitArma, outlookFrom } from './arma.ts';

/** Noise that is the same for ever: a linear congruential generator, twelve draws to a near-normal value. */
const noiseOf = (length: number, seed: number): Float64Array => {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float64Array.from({ length }, () => {
    let sum = -6;
    for (let draw = 0; draw < 12; draw++) sum += next();
    return sum;
  });
};

const inputOf = (values: Float64Array, seasonPeriods = 1): ArmaInput => ({
  values,
  known: new Float64Array(values.length).fill(1),
  knownCount: values.length,
  seasonPeriods,
});

const orders = (changes: Partial<ArmaOrders>): ArmaOrders => ({
  autoregressive: 0,
  movingAverage: 0,
  seasonalAutoregressive: 0,
  seasonalMovingAverage: 0,
  hasMean: false,
  ...changes,
});

test('the coefficients of a known process are found again', () => {
  const shocks = noiseOf(3000, 11);
  const values = new Float64Array(3000);
  for (let t = 0; t < values.length; t++) {
    values[t] = 0.7 * (values[t - 1] ?? 0) + shocks[t]! + 0.4 * (shocks[t - 1] ?? 0);
  }
  const { coefficients } = fitArma(inputOf(values), orders({ autoregressive: 1, movingAverage: 1 }));
  expect(coefficients[0]).toBeCloseTo(0.7, 1);
  expect(coefficients[2]).toBeCloseTo(0.4, 1);
});

test('the seasonal and the ordinary moving average of the airline model are told apart', () => {
  const shocks = noiseOf(2400, 5);
  const values = Float64Array.from(shocks, (shock, t) => {
    const [one, season, both] = [shocks[t - 1] ?? 0, shocks[t - 12] ?? 0, shocks[t - 13] ?? 0];
    return shock - 0.4 * one - 0.6 * season + 0.24 * both;
  });
  const fit = fitArma(inputOf(values, 12), orders({ movingAverage: 1, seasonalMovingAverage: 1 }));
  expect(fit.coefficients[2]).toBeCloseTo(-0.4, 1);
  expect(fit.coefficients[5]).toBeCloseTo(-0.6, 1);
  const errors = armaErrors(inputOf(values, 12), fit.coefficients);
  expect(errors[2000]).toBeCloseTo(shocks[2000]!, 0);
});

test('what a term more or less would do to the criterion is foreseen without fitting it', () => {
  const shocks = noiseOf(400, 5);
  const values = Float64Array.from(
    shocks,
    (shock, t) => shock - 0.4 * (shocks[t - 1] ?? 0) - 0.6 * (shocks[t - 12] ?? 0),
  );
  const input = inputOf(values, 12);
  const fit = fitArma(input, orders({ movingAverage: 1, seasonalMovingAverage: 1 }));
  const widest = orders({
    autoregressive: 1,
    movingAverage: 1,
    seasonalAutoregressive: 1,
    seasonalMovingAverage: 1,
  });
  const outlook = outlookFrom(input, fit, widest);
  const useless = orders({ autoregressive: 1, movingAverage: 1, seasonalMovingAverage: 1 });
  expect(outlook(useless)).toBeCloseTo(fitArma(input, useless, fit.coefficients).criterion, 0);
  expect(outlook(useless)).toBeGreaterThan(fit.criterion);
  const needed = orders({ seasonalMovingAverage: 1 });
  expect(outlook(needed)).toBeGreaterThan(fit.criterion + 20);
  expect(fitArma(input, needed, fit.coefficients).criterion).toBeGreaterThan(fit.criterion + 20);
  // From a fit that lacks the term, the gain of having it is seen as well.
  const seen = outlookFrom(input, fitArma(input, needed), widest);
  expect(seen(fit.orders)).toBeLessThan(fitArma(input, needed).criterion - 20);
});

test('no coefficients close by leave a smaller error', () => {
  const values = noiseOf(80, 3).map((shock, t) => shock + Math.sin(t / 3));
  const all = orders({ autoregressive: 2, movingAverage: 1, hasMean: true });
  const { coefficients, squaredError } = fitArma(inputOf(values), all);
  for (const index of [0, 1, 2, 6]) {
    for (const step of [-0.1, 0.1]) {
      const moved = coefficients.slice();
      moved[index]! += step;
      let squares = 0;
      armaErrors(inputOf(values), moved).forEach((error, t) => {
        if (t >= 3) squares += error * error;
      });
      expect(squares).toBeGreaterThan(0.999 * squaredError);
    }
  }
});

test('a random walk is differenced once, white noise never', () => {
  const shocks = noiseOf(200, 8);
  let level = 0;
  const walk = shocks.map((shock) => {
    level += shock;
    return level;
  });
  const observed = new Float64Array(200).fill(1);
  const options = { seasonPeriods: 1, seasonStrength: 0, ordinaryMax: 2 };
  expect(chooseArima(walk, observed, options).structure.differences).toBe(1);
  expect(chooseArima(shocks, observed, options).structure.differences).toBe(0);
});

test('a straight line and a fixed season go on as they were', () => {
  const valueAt = (t: number) => 200 + 3 * t + 20 * ((t * 5) % 4);
  const history = Float64Array.from({ length: 40 }, (_, t) => valueAt(t));
  const path = arima.forecast(arima.fit(history, { seasonPeriods: 4 }), 6);
  path.forEach((value, index) => {
    expect(value).toBeCloseTo(valueAt(40 + index), 3);
  });
});

test('bands of a random walk widen with the root of the horizon', () => {
  let level = 1000;
  const walk = noiseOf(300, 21).map((shock) => {
    level += shock;
    return level;
  });
  const fitted = arima.fit(walk, { seasonPeriods: 1 });
  const [low, high] = arima.quantiles(fitted, 9, [0.1, 0.9]);
  const widthAt = (index: number) => high![index]! - low![index]!;
  expect(widthAt(8) / widthAt(0)).toBeGreaterThan(2.4);
  expect(widthAt(8) / widthAt(0)).toBeLessThan(3.6);
});
