import type { PlanRowOutlook } from '../../app/api-types.ts';

type Version = PlanRowOutlook['versions'][number];
export type TailPoint = {
  at: string;
  label: string;
  mine: number | null;
  partner: number | null;
  joint: number | null;
};

const partyWords = { mine: 'ours', partner: 'theirs', joint: 'joint' } as const;

/** How the number of one bucket went from version to version, oldest first. */
export const tailOf = (versions: readonly Version[], column: number): TailPoint[] =>
  versions.flatMap(({ at, party, versionNumber, values }): TailPoint[] => {
    const value = values[column] ?? null;
    if (value === null) return [];
    const none = { mine: null, partner: null, joint: null };
    return [{ at, label: `${partyWords[party]} v${versionNumber}`, ...none, [party]: value }];
  });
