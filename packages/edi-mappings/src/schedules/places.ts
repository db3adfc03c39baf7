import type { ScheduleBucket } from '@coplan/documents';
import type { Location } from '../splits.ts';

export const isSamePlace = (left: Location | undefined, right: Location | undefined): boolean =>
  left?.gln === right?.gln && left?.code === right?.code;

/** The place of all buckets; undefined when there are several, or none. */
export function commonPlace(buckets: readonly ScheduleBucket[]): Location | undefined {
  const [first] = buckets;
  return buckets.every(({ location }) => isSamePlace(location, first?.location))
    ? first?.location
    : undefined;
}
