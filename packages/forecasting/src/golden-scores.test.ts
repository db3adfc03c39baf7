/**
 * The accuracy of the engine on a small data set made here: five kinds of demand with their future known.
 * The scores are kept in golden/scores.json; a worse score fails, a better one should be written there.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mase, pinball, seasonalScale } from './accuracy.ts';
import { forecastBatch } from './forecast-batch.ts';
import type { SeriesInput } from './forecast-series.ts';

type Case = { readonly input: SeriesInput; readonly future: Float64Array };

/** A small linear congruential generator (Numerical Recipes): the data are the same for ever. */
const generator = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};
/** Irwin–Hall: near enough to a normal variable. */
const noise = (random: () => number) => {
  let sum = -6;
  for (let index = 0; index < 12; index++) sum += random();
  return sum;
};

const levels = [0.1, 0.5, 0.9];
const seriesCount = 20;

type Shape = {
  readonly historyPeriods: number;
  readonly changes: Partial<SeriesInput>;
  readonly demandAt: (t: number, random: () => number, level: { value: number }) => number;
};

const casesOf = ({ historyPeriods, changes, demandAt }: Shape): Case[] =>
  Array.from({ length: seriesCount }, (_, index) => {
    const random = generator(977 * (index + 1));
    const level = { value: 50 + 100 * random() };
    const horizonPeriods = changes.horizonPeriods ?? 12;
    const path = Float64Array.from({ length: historyPeriods + horizonPeriods }, (__, t) =>
      Math.max(0, Math.round(demandAt(t, random, level))),
    );
    const input = { seasonPeriods: 1, horizonPeriods, levels, isNonNegative: true, ...changes };
    return {
      input: { ...input, history: path.subarray(0, historyPeriods) },
      future: path.subarray(historyPeriods),
    };
  });

const promotion = Float64Array.from({ length: 116 }, (_, t) => (t % 9 < 2 ? 1 : 0));
const shapes: Record<string, Shape> = {
  'monthly with season and trend': {
    historyPeriods: 72,
    changes: { seasonPeriods: 12 },
    demandAt: (t, random, level) =>
      (level.value + t) * (1 + 0.4 * Math.sin((2 * Math.PI * t) / 12)) * (1 + 0.1 * noise(random)),
  },
  'weekly with a wandering level': {
    historyPeriods: 104,
    changes: { seasonPeriods: 52, horizonPeriods: 13 },
    demandAt: (_, random, level) => {
      level.value *= 1 + 0.03 * noise(random);
      return level.value * (1 + 0.15 * noise(random));
    },
  },
  'weekly with promotions': {
    historyPeriods: 104,
    changes: { seasonPeriods: 52, regressors: { promotion } },
    demandAt: (t, random, level) => level.value * (1 + promotion[t]!) * (1 + 0.15 * noise(random)),
  },
  'daily with week and year': {
    historyPeriods: 800,
    changes: { seasonPeriods: 7, secondSeasonPeriods: 365, horizonPeriods: 28 },
    demandAt: (t, random, level) =>
      level.value *
      (1 + 0.3 * Math.sin((2 * Math.PI * t) / 365)) *
      (t % 7 > 4 ? 1.4 : 0.9) *
      (1 + 0.15 * noise(random)),
  },
  'intermittent monthly': {
    historyPeriods: 48,
    changes: { seasonPeriods: 12 },
    demandAt: (_, random) => (random() < 0.3 ? 1 + Math.floor(4 * random()) : 0),
  },
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const scoresOf = (cases: readonly Case[]) => {
  const forecasts = forecastBatch(cases.map(({ input }) => input));
  const rows = cases.map(({ input, future }, index) => {
    const { history, seasonPeriods } = input;
    const { mean: forecast, quantiles } = forecasts[index]!;
    const scale = seasonalScale(history, 1)!;
    const covered =
      [...future].filter((demand, t) => demand <= quantiles.get(0.9)![t]!).length / future.length;
    return {
      mase: mase({ actual: future, forecast, history, seasonPeriods })!,
      pinball: mean(levels.map((level) => pinball(future, quantiles.get(level)!, level)!)) / scale,
      covered,
    };
  });
  return {
    mase: mean(rows.map((row) => row.mase)),
    pinball: mean(rows.map((row) => row.pinball)),
    belowLevel90: mean(rows.map((row) => row.covered)),
  };
};

type Scores = ReturnType<typeof scoresOf>;
const golden: Record<string, Scores> = JSON.parse(
  readFileSync(new URL('golden/scores.json', import.meta.url), 'utf8'),
);
const tolerance = 1.002;

test.each(Object.entries(shapes))('%s: the forecast is no worse than it was', (name, shape) => {
  const scores = scoresOf(casesOf(shape));
  const known = golden[name];
  expect(known, `golden/scores.json lacks "${name}": ${JSON.stringify(scores)}`).toBeDefined();
  expect(scores.mase).toBeLessThanOrEqual(known!.mase * tolerance);
  expect(scores.pinball).toBeLessThanOrEqual(known!.pinball * tolerance);
  expect(scores.belowLevel90).toBeGreaterThan(0.8);
});
