import { addDays, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import type { YearPlaces } from './moving-peaks.ts';

/** Weekly sales of many series over the same weeks, oldest first. */
export type DemandPanel = {
  /** Monday of the first week. */
  startsOn: LocalDate;
  weekCount: number;
  /** One array per series; NaN where there was no stock, so that demand is unknown. */
  sales: readonly Float64Array[];
  /** Series with the same group (the same product in other places) learn from one another. */
  groups: readonly string[];
  /** Where each series sells; series of one place share its good and bad weeks. */
  places: readonly string[];
};

/** Week of the year, 0–52: the ISO week less one. */
export function weekOfYear(startsOn: LocalDate, weekIndex: number): number {
  const thursday = addDays(startOfIsoWeek(addDays(startsOn, 7 * weekIndex)), 3);
  const firstDay = Date.parse(`${thursday.slice(0, 4)}-01-01T00:00:00Z`);
  return Math.floor((Date.parse(`${thursday}T00:00:00Z`) - firstDay) / (7 * 86_400_000));
}

/** Members of each group, by series index. */
export function groupMembers(groups: readonly string[]): { groupOf: Int32Array; members: number[][] } {
  const indexOf = new Map<string, number>();
  const members: number[][] = [];
  const groupOf = Int32Array.from(groups, (name, series) => {
    const known = indexOf.get(name) ?? indexOf.size;
    indexOf.set(name, known);
    const list = members[known] ?? [];
    list.push(series);
    members[known] = list;
    return known;
  });
  return { groupOf, members };
}

/** Which Monday of the year's months a week starts on: 0–4 in January, 5–9 in February, and so on. */
export function mondayOfMonth(startsOn: LocalDate, weekIndex: number): number {
  const monday = addDays(startOfIsoWeek(startsOn), 7 * weekIndex);
  return 5 * (Number(monday.slice(5, 7)) - 1) + Math.floor((Number(monday.slice(8)) - 1) / 7);
}

/** Places in the year of every week of the panel and of `weeksAheadMax` weeks after it. */
export function yearPlaces(panel: DemandPanel, weeksAheadMax: number): YearPlaces {
  const weeks = Int32Array.from({ length: panel.weekCount + weeksAheadMax }, (_, week) => week);
  return {
    ofYear: weeks.map((week) => weekOfYear(panel.startsOn, week)),
    ofMonth: weeks.map((week) => mondayOfMonth(panel.startsOn, week)),
  };
}
