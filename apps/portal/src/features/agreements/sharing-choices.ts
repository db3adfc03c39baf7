/** Which measure whom may read, as a matrix of both directions. Pure. */
import { type SharedMeasure, type SharingRule, type Side, sharedMeasures } from '@coplan/collaboration';
import { measureNames } from './words.ts';

export type SharingCell = {
  measure: SharedMeasure;
  owner: Side;
  index: number;
  rule: SharingRule | undefined;
};

/** Data that only one side has; the other direction is not asked for. */
const ownersOf: Readonly<Partial<Record<SharedMeasure, readonly Side[]>>> = {
  pos: ['buyer'],
  'on-order': ['buyer'],
  capacity: ['seller'],
};

/** One row for each measure with a cell for each owner; `index` is the rule's place in the content, −1 without one. */
export const sharingCells = (sharing: readonly SharingRule[]): [SharedMeasure, SharingCell[]][] =>
  sharedMeasures.map((measure) => [
    measure,
    (['buyer', 'seller'] as const).map((owner) => {
      const index = sharing.findIndex((rule) => rule.measure === measure && rule.owner === owner);
      return { measure, owner, index, rule: sharing[index] };
    }),
  ]);

/** Whether a side has such data at all. */
export const canOwn = (measure: SharedMeasure, owner: Side): boolean =>
  ownersOf[measure]?.includes(owner) ?? true;

/** A careful beginning: weekly, by item and place, without delay, one year back, not to be passed on. */
export const newSharingRule = (measure: SharedMeasure, owner: Side): SharingRule => ({
  measure,
  owner,
  granularity: { place: 'location', item: 'item', bucketDays: 7 },
  latencyHours: 0,
  depthDays: measure === 'forecast' || measure === 'capacity' ? 182 : 364,
  mayReshare: false,
});

type Shape = {
  granularity: { place: string; item: string; bucketDays: number };
  latencyHours: number;
  depthDays: number;
  mayReshare?: boolean;
};

/** "by item and location, weekly, 24 h old, 364 days, not passed on". */
export function describeSharing({ granularity, latencyHours, depthDays, mayReshare }: Shape): string {
  const place = granularity.place === 'location' ? 'location' : 'all locations together';
  const item = granularity.item === 'item' ? 'item' : 'category';
  return [
    `by ${item} and ${place}`,
    granularity.bucketDays === 1 ? 'daily' : 'weekly',
    latencyHours === 0 ? 'at once' : `after ${latencyHours} h`,
    `${depthDays} days`,
    ...(mayReshare === undefined ? [] : [mayReshare ? 'may be passed on' : 'not passed on']),
  ].join(', ');
}

/** "Sales (POS)" and so on, for a code that may be newer than this page. */
export const measureName = (measure: string): string =>
  (measureNames as Readonly<Record<string, string>>)[measure] ?? measure;
