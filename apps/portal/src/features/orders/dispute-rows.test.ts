import { expect, test } from 'vitest';
import type { DisputeRow, VerdictDispute } from '../../app/api-types.ts';
import { mergeDisputes } from './dispute-rows.ts';

test('all disputes stand in one list, the newest first, whatever they are about', () => {
  const order = (disputeId: string, raisedAt: string) => ({ disputeId, raisedAt }) as DisputeRow;
  const verdict = (disputeId: string, raisedAt: string) => ({ disputeId, raisedAt }) as VerdictDispute;
  const rows = mergeDisputes(
    [order('invoice', '2026-11-30T08:00:00.000Z'), order('count', '2026-11-20T08:00:00.000Z')],
    [verdict('late', '2026-11-25T08:00:00.000Z')],
  );
  expect(rows.map(({ kind, disputeId }) => [kind, disputeId])).toEqual([
    ['order', 'invoice'],
    ['verdict', 'late'],
    ['order', 'count'],
  ]);
});
