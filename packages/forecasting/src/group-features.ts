import type { GroupView } from './group-view.ts';

/** Last year's growth is measured against the mean of so many periods before that year's origin. */
const growthPeriods = 10;

/** Features of one group, in their order. */
export const groupFeatureNames = (dimension: string): string[] =>
  [
    'season',
    'season-around',
    'season-growth',
    '4-against-26',
    '13-against-52',
    'pressure',
    'pressure-before',
  ].map((name) => `${dimension}-${name}`);

/** Where a forecast stands: made at `origin`, of `target`, both counted in the member's periods. */
export type GroupPlace = { readonly origin: number; readonly target: number; readonly season: number };

/**
 * Writes what a group tells of a period: its season, its recent trend and how much of it is promoted then. All are
 * ratios, NaN where unknown. Answers the place after the last one written.
 */
export const writeGroupFeatures = (
  group: GroupView | undefined,
  { origin, target, season }: GroupPlace,
  row: Float64Array,
  from: number,
): number => {
  let at = from;
  if (group === undefined) {
    const end = from + groupFeatureNames('').length;
    row.fill(Number.NaN, from, end);
    return end;
  }
  const seasonsBack = season * Math.ceil((target - origin + 1) / season);
  const lagged = season > 1 ? target - seasonsBack : Number.NEGATIVE_INFINITY;
  const reach = Math.floor(season / 4);
  const upTo = (period: number): number => Math.min(origin, period + 1);
  const usual = group.mean(lagged - reach, upTo(lagged + reach));
  const near = group.mean(lagged - 1, upTo(lagged + 1));
  const then = origin - seasonsBack;
  row[at++] = group.mean(lagged, upTo(lagged)) / usual;
  row[at++] = near / usual;
  row[at++] = near / group.mean(then - growthPeriods, then);
  row[at++] = group.mean(origin - 4, origin) / group.mean(origin - 26, origin);
  row[at++] = group.mean(origin - 13, origin) / group.mean(origin - 52, origin);
  row[at++] = group.pressure(target);
  row[at++] = group.pressure(target - 1);
  return at;
};
