import { agreementContent } from '@coplan/collaboration';
import { expect, test } from 'vitest';
import { canOwn, describeSharing, newSharingRule, sharingCells } from './sharing-choices.ts';

test('the matrix has every measure once for each owner and finds the rule of a cell', () => {
  const rule = newSharingRule('pos', 'buyer');
  const rows = sharingCells([newSharingRule('forecast', 'seller'), rule]);
  expect(rows).toHaveLength(9);
  const [, cells] = rows.find(([measure]) => measure === 'pos') ?? [];
  expect(cells?.map(({ owner, index }) => [owner, index])).toEqual([
    ['buyer', 1],
    ['seller', -1],
  ]);
  expect(cells?.[0]?.rule).toBe(rule);
});

test('a new rule is one that both could sign', () => {
  const result = agreementContent.shape.sharing.safeParse([newSharingRule('capacity', 'seller')]);
  expect(result.success).toBe(true);
});

test('a rule reads as a sentence', () => {
  const rule = newSharingRule('pos', 'buyer');
  expect(describeSharing({ ...rule, latencyHours: 24 })).toBe(
    'by item and location, weekly, after 24 h, 364 days, not passed on',
  );
});

test('consumers buy from the buyer only, and only the seller has capacity', () => {
  expect(canOwn('pos', 'seller')).toBe(false);
  expect(canOwn('capacity', 'seller')).toBe(true);
  expect(canOwn('forecast', 'seller')).toBe(true);
});
