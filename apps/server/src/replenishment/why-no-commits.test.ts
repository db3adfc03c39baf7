import { expect, test } from 'vitest';
import { explainNoCommits } from './why-no-commits.ts';

const rule = { place: 'location', item: 'item', bucketDays: 7, depthDays: 91, isOpen: true };
const weeks = { bucketDays: 7, bucketCount: 13 };

test('a supplier that is asked needs no explanation, and one that is not reads which part of the rule is the reason', () => {
  expect(explainNoCommits(rule, weeks)).toBeNull();
  expect(explainNoCommits(rule, null)).toBeNull();
  expect(explainNoCommits(undefined, weeks)).toContain('does not share');
  expect(explainNoCommits({ ...rule, isOpen: false }, weeks)).toContain('has closed');
  expect(explainNoCommits({ ...rule, item: 'category' }, null)).toContain('by category only');
  expect(explainNoCommits({ ...rule, place: 'all-locations' }, weeks)).toContain('all places together');
  expect(explainNoCommits(rule, { bucketDays: 1, bucketCount: 28 })).toContain('by day');
  expect(explainNoCommits(rule, { ...weeks, bucketCount: 14 })).toBeNull();
  expect(explainNoCommits(rule, { ...weeks, bucketCount: 15 })).toContain('reaches 105 days');
});
