import type { LocalDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import type { PublishedForecast } from '../find-forecasts.ts';
import type { HistorySeries } from '../forecast-batch.ts';
import { collectLevels, weekAxisOf } from './collect-levels.ts';
import { compute, computeLevels } from './levels-batch.ts';

const forecastFrom = '2026-03-02' as LocalDate;
const axis = { from: forecastFrom, weeks: 8 };

/** 60 weeks of history and 8 of forecast around a level, in weeks or days. */
function seriesOf(level: number, bucketDays: 1 | 7 = 7) {
  const periodsPerWeek = 7 / bucketDays;
  const periods = 60 * periodsPerWeek;
  const history = {
    bucketDays,
    startsOn: '2025-01-06' as LocalDate,
    soldMilli: Array.from(
      { length: periods },
      (_, index) => (level * 1000 + (index % 3) * 500) / periodsPerWeek,
    ),
    inStock: new Array<boolean>(periods).fill(true),
  } as HistorySeries;
  const forecast = {
    bucketDays,
    startsOn: forecastFrom,
    meanMilli: new Array<number>(8 * periodsPerWeek).fill((level * 1000) / periodsPerWeek),
    spread: { sdMilli: new Array<number>(8 * periodsPerWeek).fill(level * 100) },
  } as unknown as PublishedForecast;
  return { history, forecast };
}

function collected() {
  const collector = collectLevels(axis, ['total', 'category', 'supplier']);
  const add = (level: number, bucketDays: 1 | 7, category: string, supplier: string | null) => {
    const { history, forecast } = seriesOf(level, bucketDays);
    collector.add(history, forecast, { total: '', category, supplier });
  };
  add(40, 7, 'tea', 'x');
  add(10, 7, 'tea', 'y');
  add(7, 1, 'milk', 'x');
  add(3, 7, 'milk', null);
  return collector.finish();
}

test('totals of days and weeks have their own forecast, the sum of their parts, and one number that fits all', () => {
  const rows = computeLevels(collected());
  expect(rows.map(({ level, key, seriesCount }) => [level, key, seriesCount])).toEqual([
    ['total', '', 4],
    ['category', 'tea', 2],
    ['category', 'milk', 2],
    ['supplier', 'x', 2],
    ['supplier', 'y', 1],
  ]);
  const [total, tea, milk] = rows;
  expect(total).toMatchObject({ startsOn: '2026-03-02', method: 'crossed' });
  expect(total?.sumMilli).toEqual(new Array(8).fill(60_000));
  for (let week = 0; week < 8; week++) {
    const own = total?.ownMilli[week] ?? 0;
    const reconciled = total?.reconciledMilli[week] ?? 0;
    expect(reconciled).toBe((tea?.reconciledMilli[week] ?? 0) + (milk?.reconciledMilli[week] ?? 0));
    expect(reconciled).toBeGreaterThanOrEqual(Math.min(own, 60_000) - 2_000);
    expect(reconciled).toBeLessThanOrEqual(Math.max(own, 60_000) + 2_000);
  }
});

test('a total’s history is the sum of its parts, and begins with the oldest of them', () => {
  const { histories } = collected();
  expect(histories[0]).toMatchObject({ level: 'total', label: '' });
  expect(histories[0]?.demand).toHaveLength(60);
  expect(histories[0]?.demand[0]).toBeCloseTo(40 + 10 + 3 + 7 + (0 + 0.5 + 1 + 0 + 0.5 + 1 + 0) / 7, 9);
});

test('the weeks that every forecast reaches are the axis', () => {
  const day = (text: string) => text as LocalDate;
  expect(weekAxisOf(day('2026-03-04'), day('2026-03-31'))).toEqual({ from: '2026-03-09', weeks: 3 });
  expect(weekAxisOf(day('2026-03-04'), day('2026-03-15'))).toBeUndefined();
});

test('the same version gives the same bytes', () => {
  const bytes = new TextEncoder().encode(JSON.stringify(collected()));
  expect(compute(bytes)).toEqual(compute(bytes));
});
