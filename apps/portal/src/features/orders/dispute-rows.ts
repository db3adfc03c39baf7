/** Disputes of invoices, receipts and verdicts in one list. Pure. */
import type { DisputeRow, VerdictDispute } from '../../app/api-types.ts';

export type AnyDispute = ({ kind: 'order' } & DisputeRow) | ({ kind: 'verdict' } & VerdictDispute);

/** Newest first, whichever they are about. */
export const mergeDisputes = (
  orders: readonly DisputeRow[],
  verdicts: readonly VerdictDispute[],
): AnyDispute[] =>
  [
    ...orders.map((row) => ({ kind: 'order' as const, ...row })),
    ...verdicts.map((row) => ({ kind: 'verdict' as const, ...row })),
  ].sort((a, b) => (a.raisedAt < b.raisedAt ? 1 : a.raisedAt > b.raisedAt ? -1 : 0));
