import { assert, isoWeekday, type LocalDate } from '@coplan/kernel';
import type { BacktestInput, BacktestSeries } from './backtest-input.ts';

/** Known periods that a series needs before anything is ordered for it. */
const warmUpWeeks = 8;
/** A series is counted when at least so much of the replay is left of it. */
const countedWeeksMin = 4;

/** The calendar of a grid, shared by all series. */
export type Grid = {
  periodDays: 1 | 7;
  periodCount: number;
  periodsPerWeek: 1 | 7;
  /** First counted period of the replay. */
  countedFrom: number;
  /** 0 for Monday … 6 of the first day; 0 where periods are weeks. */
  firstWeekday: number;
};

export function gridOf(
  about: Pick<BacktestInput, 'periodDays' | 'periodCount' | 'replayPeriods'> & { startsOn: LocalDate },
): Grid {
  const { periodDays, periodCount, replayPeriods, startsOn } = about;
  assert(replayPeriods > 0 && replayPeriods < periodCount, 'there is history before the replay');
  const firstWeekday = isoWeekday(startsOn) - 1;
  assert(periodDays === 1 || firstWeekday === 0, 'weeks begin on Monday');
  const periodsPerWeek = periodDays === 1 ? 7 : 1;
  return { periodDays, periodCount, periodsPerWeek, countedFrom: periodCount - replayPeriods, firstWeekday };
}

/** Periods from a review until the delivery of the next order, for every period; 0 where no order is placed. */
export function coversOf(series: BacktestSeries, grid: Grid): Int32Array {
  const isReview = (period: number): boolean => {
    if (grid.periodDays === 7) return (grid.countedFrom - period) % (series.reviewEvery ?? 1) === 0;
    const weekday = ((grid.firstWeekday + period) % 7) + 1;
    return series.orderWeekdays?.includes(weekday) ?? true;
  };
  const covers = new Int32Array(grid.periodCount);
  let next = grid.periodCount;
  while (!isReview(next) && next < grid.periodCount + 60) next += 1;
  for (let period = grid.periodCount - 1; period >= 0; period--) {
    if (!isReview(period)) continue;
    covers[period] = next - period + series.leadPeriods;
    next = period;
  }
  return covers;
}

/** Where the replay of one series lies on the grid: [from, end), counted from `countedFrom` on. */
export type Span = { from: number; countedFrom: number; end: number };

/** `undefined`: too little is known of the series to replay it. */
export function spanOf(series: BacktestSeries, grid: Grid, coverMax: number): Span | undefined {
  const { soldUnits } = series;
  let first = 0;
  while (first < grid.periodCount && Number.isNaN(soldUnits[first])) first += 1;
  let end = grid.periodCount;
  while (end > first && Number.isNaN(soldUnits[end - 1])) end -= 1;
  const from = Math.max(grid.countedFrom - coverMax, first + warmUpWeeks * grid.periodsPerWeek);
  const countedFrom = Math.max(grid.countedFrom, from + coverMax);
  const isEnough = end - countedFrom >= countedWeeksMin * grid.periodsPerWeek;
  return isEnough ? { from, countedFrom, end } : undefined;
}
