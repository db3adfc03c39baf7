import { expect, test } from 'vitest';
import { forecastSeries } from '../forecast-series.ts';
import type { DescribedForecast } from './describe-demand.ts';
import { modelName } from './model-names.ts';
import { whyThisForecast } from './why-this-forecast.ts';

const evidence = {
  periodsObserved: 104,
  periodsUnobserved: 0,
  windowCount: 8,
  averageIntervalPeriods: 1,
  seasonStrength: 0.8,
};
const smooth: DescribedForecast = {
  demandClass: 'smooth',
  periodDays: 7,
  scores: [
    { model: 'theta', weight: 0.55, mase: 0.8 },
    { model: 'ets', weight: 0.4, mase: 0.72 },
    { model: 'ses', weight: 0.05, mase: 0.9 },
    { model: 'arima', weight: 0, mase: 2.52 },
    { model: 'seasonal-naive-52', weight: 0, mase: 1 },
  ],
  evidence,
  analogues: null,
  horizonPeriods: 26,
  eventPeriods: 0,
  overridePeriods: 0,
};
const why = (change: Partial<DescribedForecast> = {}): string =>
  whyThisForecast({ ...smooth, ...change }).join(' ');

test('smooth demand: who shares the forecast, by how much they beat last year, and who was dropped and why', () => {
  expect(why()).toBe(
    'It sells in most weeks, in similar amounts, with a clear yearly season. ' +
      'Theta (55%) and ETS (40%) share the forecast: over the last 8 tests on its own past they erred 20% to 28% less ' +
      'than repeating the same week of last year. ' +
      'Repeating the same week of last year and ARIMA were dropped, having erred 39% to 250% more than ETS. ' +
      'Exponential smoothing counts little, having erred 25% more than ETS.',
  );
});

test('erratic demand by the day, one model alone, no season, and weeks that are not known', () => {
  const text = why({
    demandClass: 'erratic',
    periodDays: 1,
    scores: [
      { model: 'ses', weight: 1, mase: 1.2 },
      { model: 'seasonal-naive-7', weight: 0, mase: 1.1 },
    ],
    evidence: { ...evidence, seasonStrength: 0, periodsUnobserved: 1 },
  });
  expect(text).toContain(
    'in most days, in very different amounts, without a pattern over the week that shows.',
  );
  expect(text).toContain('1 day without stock or data is left out; 104 days are known.');
  expect(text).toContain(
    'Exponential smoothing (100%) carries the forecast: over the last 8 tests on its own past even the closest erred 9% more than repeating the same day of last week.',
  );
});

test.each([
  ['intermittent', 'in similar amounts when it does'],
  ['lumpy', 'in very different amounts when it does'],
])(
  '%s demand: how rarely it sells, and that only models for rare sales were tried',
  (demandClass, amounts) => {
    const text = why({
      demandClass,
      scores: [
        { model: 'tsb', weight: 0.5, mase: 0.9 },
        { model: 'ses-slow', weight: 0.5, mase: 1.1 },
      ],
      evidence: { ...evidence, averageIntervalPeriods: 4.13 },
    });
    expect(text).toContain(
      `It sells about every 4.1 weeks, ${amounts}. Only models for rare sales were tried`,
    );
    expect(text).toContain(
      'TSB (50%) and Slow smoothing (50%) share the forecast: over the last 8 tests on its own past TSB erred 10% less than repeating the year before did on average.',
    );
  },
);

test('what never sold is forecast as nothing, and says since when', () => {
  expect(why({ demandClass: 'no-demand', scores: [{ model: 'zero', weight: 1, mase: null }] })).toBe(
    'It has not sold in any of the 104 weeks known, so the forecast is zero until it does.',
  );
});

test('a short history: nothing could be tested, or so little that the shares stay usual', () => {
  const untested = smooth.scores.map((score) => ({ ...score, mase: null }));
  const short = { ...evidence, windowCount: 0, periodsObserved: 5 };
  expect(why({ scores: untested, evidence: short })).toContain(
    'share the forecast; the past is too short to test them, so each counts by its usual share.',
  );
  expect(why({ evidence: { ...evidence, windowCount: 1 } })).toContain(
    'in the one test on its own past they erred 20% to 28% less than repeating the same week of last year. So few tests say little',
  );
});

test('a new item follows others: how many, who chose them, how much its own sales count', () => {
  const analogues = { count: 10, isNamed: false, ownWeight: 0.333 };
  expect(why({ analogues, scores: [] })).toBe(
    'This item is new: its past is too short for a model. The forecast follows how the 10 items most like it by category, place, supplier and price sold after their start; its own sales count 33% so far, more with every week.',
  );
  expect(why({ analogues: { count: 1, isNamed: true, ownWeight: 0 }, scores: [] })).toContain(
    'the one item that a planner named sold after their start; it has no sales of its own yet.',
  );
});

test('events and own numbers are said whatever the model is', () => {
  expect(why({ eventPeriods: 2, overridePeriods: 3 })).toMatch(
    /Agreed events change 2 of the 26 weeks ahead\. In 3 of the 26 weeks ahead a planner’s own number stands instead\.$/,
  );
});

test('what was learnt from all items is said with its share; forecasts without evidence say what they know', () => {
  const scores = [...smooth.scores, { model: 'pooled', weight: 0.4, mase: null }];
  expect(why({ scores })).toContain('What was learnt from all items counts 40%');
  expect(why({ evidence: null })).toContain('share the forecast: tested on its own past they erred');
});

test('the sentences fit what the engine records of a series', () => {
  const history = Float64Array.from(
    { length: 104 },
    (_, week) => 100 + 40 * Math.sin((2 * Math.PI * week) / 52) + 7 * ((week * 7) % 5),
  );
  const made = forecastSeries({
    history,
    seasonPeriods: 52,
    horizonPeriods: 13,
    levels: [0.5],
    isNonNegative: true,
  });
  const text = whyThisForecast({
    ...smooth,
    demandClass: made.demandClass,
    scores: made.scores.map(({ model, weight, mase }) => ({ model, weight, mase: mase ?? null })),
    evidence: made.explanation,
    horizonPeriods: 13,
  }).join(' ');
  expect(text).toMatch(/^It sells in most weeks, in similar amounts, with a (clear|slight) yearly season\./);
  expect(text).toMatch(/share the forecast: over the last 8 tests on its own past/);
  expect(text).not.toMatch(/undefined|NaN|null/);
});

test('models have names for people', () => {
  expect(modelName('theta-two-seasons')).toBe('Theta with two seasons');
  expect(modelName('arima-log-promotions')).toBe('ARIMA on logarithms with prices and promotions');
  expect(modelName('seasonal-naive-52')).toBe('Same as 52 periods ago');
  expect(modelName('something-else')).toBe('Something else');
});
