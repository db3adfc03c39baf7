/** Weekly series of two years: the full ensemble with quantiles, and single models, beside one pass over the data. */
import { forecastSeries, simpleSmoothing, theta, tsb } from '@coplan/forecasting';
import { fastest, report, seededRandom } from '../measure.ts';

const seriesCount = 2000;
const weekCount = 104;
const horizonPeriods = 13;
const levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const random = seededRandom(7);

const histories = Array.from({ length: seriesCount }, (_, index) =>
  Float64Array.from({ length: weekCount }, (_, week) => {
    const season = 1 + 0.3 * Math.sin((2 * Math.PI * week) / 52 + index);
    const isIntermittent = index % 4 === 0;
    const level = isIntermittent ? (random() < 0.3 ? 3 : 0) : 40 + (index % 17);
    return Math.round(level * season * (0.7 + 0.6 * random()));
  }),
);

let sink = 0;
const perSecond = (rounds: number, work: (history: Float64Array) => void): number =>
  seriesCount / fastest(rounds, () => histories.forEach(work));

const floor = perSecond(5, (history) => {
  for (let week = 0; week < weekCount; week++) sink += history[week] ?? 0;
});
const options = { seasonPeriods: 1 };
const one: [string, (history: Float64Array) => Float64Array][] = [
  [
    'simple smoothing',
    (history) => simpleSmoothing.forecast(simpleSmoothing.fit(history, options), horizonPeriods),
  ],
  ['theta', (history) => theta.forecast(theta.fit(history, options), horizonPeriods)],
  ['tsb', (history) => tsb.forecast(tsb.fit(history, { ...options, alpha: 0.1, beta: 0.1 }), horizonPeriods)],
];
const models = one.map(([name, forecast]) => {
  const value = perSecond(3, (history) => {
    sink += forecast(history)[0] ?? 0;
  });
  return { name, value, unit: 'series/s', floor, ratioToFloor: value / floor };
});
const value = perSecond(2, (history) => {
  const input = { history, seasonPeriods: 52, horizonPeriods, levels, isNonNegative: true };
  sink += forecastSeries(input).mean[0] ?? 0;
});
if (!Number.isFinite(sink)) throw new Error('a forecast is not finite');
report('forecasting', [
  ...models,
  { name: 'ensemble with nine quantiles', value, unit: 'series/s', floor, ratioToFloor: value / floor },
]);
