import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { type DemandPanel, yearPlaces } from './demand-panel.ts';
import { sharpSeasonOf } from './moving-peaks.ts';

const startsOn = localDate('2021-04-12');
const panelOf = (weekCount: number): DemandPanel => ({
  startsOn,
  weekCount,
  sales: [],
  groups: [],
  places: [],
});
const weekOf = (monday: string): number =>
  (Date.parse(`${monday}T00:00:00Z`) - Date.parse(`${startsOn}T00:00:00Z`)) / (7 * 86_400_000);

/** The season read at the end of `lastMonday`'s week, when the given weeks stood out by e-fold. */
function seasonAfter(lastMonday: string, peaks: readonly string[]): (monday: string) => number {
  const weekCount = weekOf(lastMonday) + 1;
  const left = new Float64Array(weekCount);
  for (const monday of peaks) left[weekOf(monday)] = 1;
  const season = sharpSeasonOf(left, yearPlaces(panelOf(weekCount), 8));
  return (monday) => season[weekOf(monday)] ?? Number.NaN;
}

test('a peak that came on the second Monday of November twice is expected on it again, not in the week of the year', () => {
  // Week 45 of 2021, but week 46 of 2022 and 2023.
  const season = seasonAfter('2023-10-16', ['2021-11-08', '2022-11-14']);
  expect(season('2023-11-13')).toBeGreaterThan(0.6);
  expect(season('2023-11-06')).toBeLessThan(0.15);
});

test('a peak that came in the same week of the year twice is expected in it again, whichever Monday that is', () => {
  // The second Monday of November 2021, the first one of 2022 and of 2023: week 45 each time.
  const season = seasonAfter('2023-10-16', ['2021-11-08', '2022-11-07']);
  expect(season('2023-11-06')).toBeGreaterThan(0.6);
  expect(season('2023-11-13')).toBeLessThan(0.15);
});

test('a peak seen once is half expected under either calendar, and fully where both name the same week', () => {
  const season = seasonAfter('2022-10-17', ['2021-11-08', '2021-12-06']);
  const twice = season('2022-12-05');
  expect(season('2022-11-07')).toBeCloseTo(twice / 2, 1);
  expect(season('2022-11-14')).toBeCloseTo(twice / 2, 1);
  expect(twice).toBeGreaterThan(0.5);
});

test('weeks that are not known tell nothing', () => {
  const left = new Float64Array(60).fill(Number.NaN);
  const season = sharpSeasonOf(left, yearPlaces(panelOf(60), 2));
  expect(season).toEqual(new Float64Array(62));
});
