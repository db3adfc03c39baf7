import type { LocalDate } from '@coplan/kernel';
import type { BlanketDetail } from '../../app/api-types.ts';

export type Release = BlanketDetail['releases'][number];
export type ReleaseCell = { amountMilli: number; certainty: 'firm' | 'planned'; changedMilli: number | null };
export type ReleaseRow = {
  key: string;
  startsOn: LocalDate;
  endsBefore: LocalDate;
  time: string | null;
  cells: (ReleaseCell | null)[];
};

/**
 * Releases of one kind side by side, the newest first, one row per period that any of them names. A cell tells by how
 * much it differs from the release before it, where both speak about the period.
 */
export function sideBySide(releases: readonly Release[], itemLine: string): ReleaseRow[] {
  const bucketsOf = (release: Release) =>
    release.items.find((item) => item.itemLine === itemLine)?.buckets ?? [];
  const keyOf = ({
    startsOn,
    endsBefore,
    time,
  }: {
    startsOn: string;
    endsBefore: string;
    time: string | null;
  }) => [startsOn, time ?? '', endsBefore].join(' ');
  const periods = new Map(
    releases.flatMap((release) => bucketsOf(release).map((bucket) => [keyOf(bucket), bucket] as const)),
  );
  return [...periods]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([key, { startsOn, endsBefore, time }]) => ({
      ...{ key, startsOn, endsBefore, time },
      cells: releases.map((release, index): ReleaseCell | null => {
        const bucket = bucketsOf(release).find((one) => keyOf(one) === key);
        if (bucket === undefined) return null;
        const older = releases[index + 1];
        const before = older === undefined ? undefined : bucketsOf(older).find((one) => keyOf(one) === key);
        const { amountMilli, certainty } = bucket;
        return {
          ...{ amountMilli, certainty },
          changedMilli: before === undefined ? null : amountMilli - before.amountMilli,
        };
      }),
    }));
}
