import { localDate } from '@coplan/kernel';
import type { BacktestInput, BacktestSeries } from './backtest-input.ts';
import { uniformOf } from './lead-times.ts';

/** Poisson-like demand around a level with a season, the same for the same seed; a few weeks are not known. */
export function exampleSeries(seed: number, level: number, periodCount = 104): BacktestSeries {
  return {
    group: `group ${seed % 2}`,
    soldUnits: Float64Array.from({ length: periodCount }, (_, period) => {
      const luck = uniformOf(seed, 1, period);
      if (luck < 0.03) return Number.NaN;
      const season = 1 + 0.25 * Math.sin((2 * Math.PI * period) / 52);
      return Math.round(level * season * 2 * uniformOf(seed, 2, period));
    }),
    leadPeriods: seed % 3,
    multipleUnits: 1 + (seed % 2) * 5,
    unitCost: 2,
    holdingCost: 0.02,
    shortageCost: 0.6,
    orderCost: 1,
    serviceLevel: 0.95,
  };
}

/** Two years of weeks, the last replayed; a small assortment of slow and fast items. */
export function exampleBacktest(change: Partial<BacktestInput> = {}): BacktestInput {
  return {
    periodDays: 7,
    startsOn: localDate('2024-11-25'),
    periodCount: 104,
    replayPeriods: 52,
    unmetDemand: 'lost',
    series: Array.from({ length: 12 }, (_, index) => exampleSeries(index + 1, 1 + index * 4)),
    today: { kind: 'service-level' },
    alternative: { kind: 'fill-rate', fillRate: 0.97 },
    seed: 5,
    ...change,
  };
}
