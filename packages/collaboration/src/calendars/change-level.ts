import { assert } from '@coplan/kernel';
import { allocate } from '../exact/allocate.ts';
import { addKnown } from './bucketed-series.ts';

/** Series of one level by name: items, categories, places or regions; all over the same buckets. */
export type LevelSeries = ReadonlyMap<string, readonly (number | null)[]>;

/** How a group's quantity goes to its members, as whole weights; where all are 0 it goes evenly. */
export type LevelProfile = ReadonlyMap<string, readonly { member: string; weight: number }[]>;

/** Adds members up into their groups; a group has no value only where none of its members has one. */
export function aggregateLevel(
  series: LevelSeries,
  groupOf: (member: string) => string,
): Map<string, (number | null)[]> {
  const groups = new Map<string, (number | null)[]>();
  for (const [member, valuesMilli] of series) {
    const name = groupOf(member);
    const sums = groups.get(name);
    assert(sums === undefined || sums.length === valuesMilli.length, 'all series have the same buckets');
    groups.set(
      name,
      valuesMilli.map((value, index) => addKnown(sums?.[index] ?? null, value)),
    );
  }
  return groups;
}

/** Splits groups into members by a profile, exactly: bucket by bucket the members add up to their group. */
export function disaggregateLevel(
  series: LevelSeries,
  profile: LevelProfile,
): Map<string, (number | null)[]> {
  const members = new Map<string, (number | null)[]>();
  for (const [name, valuesMilli] of series) {
    const shares = profile.get(name);
    assert(shares !== undefined && shares.length > 0, `the profile does not say who belongs to "${name}"`);
    const weights = shares.map(({ weight }) => weight);
    const parts = valuesMilli.map((value) => (value === null ? null : allocate(value, weights)));
    shares.forEach(({ member }, index) => {
      assert(!members.has(member), `"${member}" belongs to two groups`);
      members.set(
        member,
        parts.map((part) => part?.[index] ?? null),
      );
    });
  }
  return members;
}
