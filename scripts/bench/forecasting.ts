/**
 * Monthly series as long as those of the M3 competition: every model alone and the full ensemble with nine
 * quantiles, on one thread and on two, beside one pass of simple smoothing over the same data. That pass is the
 * common unit: published times of other software are told in it too, at the 4.1 ns an observation that it took
 * on the machine where they were measured.
 */
import { Worker } from 'node:worker_threads';
import {
  addSeason,
  adida,
  arima,
  ces,
  dampedTrend,
  estimateSeason,
  ets,
  imapa,
  removeSeason,
  sba,
  seasonalNaive,
  seasonalSmoothing,
  seasonalThetaPath,
  simpleSmoothing,
  tsb,
} from '@coplan/forecasting';
import { type Figure, fastest, report, seededRandom } from '../measure.ts';
import type { WorkerAnswer, WorkerInput, WorkerTask } from './forecasting-worker.ts';

const seriesCount = 2000;
const seasonPeriods = 12;
const horizonPeriods = 18;
const levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** The lengths of M3's monthly series: 48 at least, 117 on average. */
const lengths = [48, 108, 116, 126, 134, 144, 144];

const offsets = new Int32Array(new SharedArrayBuffer(4 * (seriesCount + 1)));
for (let index = 0; index < seriesCount; index++) {
  offsets[index + 1] = offsets[index]! + lengths[index % lengths.length]!;
}
const valueCount = offsets[seriesCount]!;
const values = new Float64Array(new SharedArrayBuffer(8 * valueCount));
const means = new Float64Array(new SharedArrayBuffer(8 * seriesCount * horizonPeriods));
const random = seededRandom(7);
for (let index = 0; index < seriesCount; index++) {
  let level = 2000 + 4000 * random();
  for (let t = offsets[index]!; t < offsets[index + 1]!; t++) {
    level *= 1 + 0.004 * ((index % 5) - 1) + 0.04 * (random() - 0.5);
    const season = 1 + 0.2 * Math.sin((2 * Math.PI * (t + index)) / 12);
    values[t] = level * season * (0.9 + 0.2 * random());
  }
}
const histories = Array.from({ length: seriesCount }, (_, index) =>
  values.subarray(offsets[index]!, offsets[index + 1]!),
);

let sink = 0;
const unitSeconds = fastest(9, () => {
  for (const history of histories) {
    let level = history[0]!;
    for (let t = 1; t < history.length; t++) level += 0.3 * (history[t]! - level);
    sink += level;
  }
});
/** Seconds a series of other software on M3 monthly, one thread (shared reference, measured on two cores). */
const referenceUnitSeconds = (4.1e-9 * valueCount) / seriesCount;
const published = {
  'statsforecast DOT': 0.0051,
  'statsforecast AutoETS': 0.095,
  'R ets': 0.59,
  'R auto.arima': 1.85,
};

const figureOf = (name: string, seconds: number): Figure => {
  const value = seriesCount / seconds;
  const floor = seriesCount / unitSeconds;
  return { name, value, unit: 'series/s', floor, ratioToFloor: value / floor };
};

const options = { seasonPeriods };
const adjusted = (history: Float64Array, path: (rest: Float64Array) => Float64Array): Float64Array => {
  const season = estimateSeason(history, seasonPeriods);
  return addSeason(path(removeSeason(history, season)), season, history.length);
};
const plain = { seasonPeriods: 1 };
const models: [string, (history: Float64Array) => Float64Array][] = [
  [
    'seasonal naive',
    (history) => seasonalNaive.forecast(seasonalNaive.fit(history, options), horizonPeriods),
  ],
  [
    'simple smoothing',
    (history) =>
      adjusted(history, (rest) => simpleSmoothing.forecast(simpleSmoothing.fit(rest, plain), horizonPeriods)),
  ],
  [
    'damped trend',
    (history) =>
      adjusted(history, (rest) => dampedTrend.forecast(dampedTrend.fit(rest, plain), horizonPeriods)),
  ],
  ['optimised theta', (history) => seasonalThetaPath(history, seasonPeriods, horizonPeriods)],
  [
    'complex smoothing',
    (history) => adjusted(history, (rest) => ces.forecast(ces.fit(rest, plain), horizonPeriods)),
  ],
  [
    'holt-winters',
    (history) => seasonalSmoothing.forecast(seasonalSmoothing.fit(history, options), horizonPeriods),
  ],
  ['ets', (history) => ets.forecast(ets.fit(history, options), horizonPeriods)],
  ['arima', (history) => arima.forecast(arima.fit(history, options), horizonPeriods)],
];
/** The same lengths with demand in one period of three, a few pieces each. */
const rareHistories = histories.map((history, index) =>
  history.map((demand, t) => ((t * 7 + index) % 3 === 0 ? 1 + (Math.round(demand) % 5) : 0)),
);
const rareModels: [string, (history: Float64Array) => Float64Array][] = [
  ['sba, fitted', (history) => sba.forecast(sba.fit(history, plain), horizonPeriods)],
  ['tsb, fitted', (history) => tsb.forecast(tsb.fit(history, plain), horizonPeriods)],
  ['adida', (history) => adida.forecast(adida.fit(history, plain), horizonPeriods)],
  ['imapa', (history) => imapa.forecast(imapa.fit(history, plain), horizonPeriods)],
];

const workers = [0, 1].map(
  () =>
    new Worker(new URL('./forecasting-worker.ts', import.meta.url), {
      workerData: { values, offsets, means, seasonPeriods, horizonPeriods, levels } satisfies WorkerInput,
    }),
);
const runOn = (worker: Worker, task: WorkerTask): Promise<number> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', ({ processorSeconds }: WorkerAnswer) => {
      worker.off('error', reject);
      resolve(processorSeconds);
    });
    worker.postMessage(task);
  });

/**
 * Seconds of the fastest of some runs with so many threads, each on its share of the series: by the clock, and of
 * processor in the thread that took most. Where other work takes the machine's cores, the second tells more.
 */
const secondsOf = async (what: WorkerTask['what'], threads: number, rounds: number) => {
  const best = { clock: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    const processors = await Promise.all(
      workers.slice(0, threads).map((worker, index) =>
        runOn(worker, {
          what,
          fromSeries: Math.floor((index * seriesCount) / threads),
          toSeries: Math.floor(((index + 1) * seriesCount) / threads),
        }),
      ),
    );
    best.clock = Math.min(best.clock, (performance.now() - began) / 1000);
    best.processor = Math.min(best.processor, Math.max(...processors));
  }
  return best;
};

const timed =
  (of: readonly Float64Array[]) =>
  ([name, forecast]: (typeof models)[number]): Figure =>
    figureOf(
      name,
      fastest(4, () => {
        for (const history of of) sink += forecast(history)[0] ?? 0;
      }),
    );
const figures: Figure[] = [...models.map(timed(histories)), ...rareModels.map(timed(rareHistories))];
if (!Number.isFinite(sink)) throw new Error('a forecast is not finite');
for (const what of ['theta', 'ensemble'] as const) {
  // A batch of Theta takes a twentieth of a second: as many rounds as fill the same time.
  const rounds = what === 'theta' ? 40 : 4;
  await secondsOf(what, 2, rounds / 2);
  const one = await secondsOf(what, 1, rounds);
  const two = await secondsOf(what, 2, rounds);
  const name = what === 'theta' ? 'optimised theta, batch' : 'ensemble with nine quantiles';
  figures.push(
    figureOf(`${name}, one thread`, one.clock),
    figureOf(`${name}, one thread, by processor time`, one.processor),
    figureOf(`${name}, two threads`, two.clock),
    { name: `${name}, two threads over one`, value: one.clock / two.clock, unit: 'times' },
    {
      name: `${name}, two threads over one, by processor time`,
      value: one.processor / two.processor,
      unit: 'times',
    },
  );
  for (const [software, seconds] of Object.entries(published)) {
    const isSameKind = what === 'theta' ? software.endsWith('DOT') : !software.endsWith('DOT');
    if (!isSameKind) continue;
    const theirs = seconds / referenceUnitSeconds;
    const ours = one.clock / unitSeconds;
    figures.push({
      name: `${name}: ${software}, in passes, against ours`,
      value: theirs / ours,
      unit: 'times',
    });
  }
}
await Promise.all(workers.map((worker) => worker.terminate()));
report('forecasting', figures);
