import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { type AcceptedCommit, limitsOf, substitutesOf } from './supply-limits.ts';

const firstWeek = localDate('2026-11-23');
const secondWeek = localDate('2026-11-30');
const commit = (changes: Partial<AcceptedCommit>): AcceptedCommit => ({
  commitId: 'commit-1',
  itemLocationId: 'item-location-1',
  itemId: 'item-1',
  locationId: 'location-1',
  startsOn: firstWeek,
  bucketDays: 7,
  forecastMilli: 100_000,
  committedMilli: 80_000,
  parts: [{ startsOn: firstWeek, quantityMilli: 80_000 }],
  alternative: null,
  acceptedAt: '2026-11-20T10:00:00Z',
  ...changes,
});

test('a commit that covers what was asked is no limit: more may still be had', () => {
  expect(limitsOf([commit({ committedMilli: 100_000 })])).toEqual([]);
});

test('80 of 100 accepted is a limit of 80 in that week', () => {
  expect(limitsOf([commit({})])).toMatchObject([
    { startsOn: firstWeek, endsBefore: secondWeek, maximumMilli: 80_000 },
  ]);
});

test('80 now and 20 on the 30th: the second part comes on top of what is committed to there', () => {
  const parts = [
    { startsOn: firstWeek, quantityMilli: 80_000 },
    { startsOn: secondWeek, quantityMilli: 20_000 },
  ];
  const later = commit({ parts, alternative: { kind: 'later', parts } });
  const next = commit({
    commitId: 'commit-2',
    startsOn: secondWeek,
    committedMilli: 50_000,
    parts: [{ startsOn: secondWeek, quantityMilli: 50_000 }],
  });
  expect(limitsOf([later, next]).map(({ maximumMilli }) => maximumMilli)).toEqual([80_000, 70_000]);
});

test('a substitute leaves the limit of the item and brings so much of the other', () => {
  const alternative = { kind: 'substitute' as const, itemId: 'item-2', quantityMilli: 20_000 };
  expect(limitsOf([commit({ alternative })]).map(({ maximumMilli }) => maximumMilli)).toEqual([80_000]);
  expect(substitutesOf([commit({ alternative })])).toMatchObject([
    { itemId: 'item-2', dueOn: firstWeek, quantityMilli: 20_000 },
  ]);
});
