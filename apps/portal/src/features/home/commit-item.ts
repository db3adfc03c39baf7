import { formatCount } from '../../ui/format.ts';
import type { WorkItem } from './work-items.ts';

export type CommitList = {
  side: 'buyer' | 'seller';
  rows: readonly {
    state: string;
    dueAt: string | null;
    forecastMinor: number | null;
    shortMinor: number | null;
    currency: string | null;
  }[];
  totals: readonly { state: string; count: number }[];
};

/** One line for all commits of an agreement that wait: to be given by the seller, to be decided by the buyer. */
export function commitItem(
  { side, rows, totals }: CommitList,
  { agreementId, partnerName }: { agreementId: string; partnerName: string },
): WorkItem[] {
  const isSeller = side === 'seller';
  const states = isSeller ? ['due', 'draft', 'overdue'] : ['short'];
  const count = totals.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + row.count, 0);
  if (count === 0) return [];
  const overdue = totals.find(({ state }) => state === 'overdue')?.count ?? 0;
  const dueTimes = rows.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt])).sort();
  const values = rows.map(({ forecastMinor, shortMinor }) => (isSeller ? forecastMinor : shortMinor) ?? 0);
  const text = isSeller
    ? `Commit ${formatCount(count)} ${count === 1 ? 'bucket' : 'buckets'}${overdue > 0 ? `, ${formatCount(overdue)} overdue` : ''}`
    : `Decide ${formatCount(count)} short ${count === 1 ? 'commit' : 'commits'}`;
  return [
    {
      key: `commits ${agreementId}`,
      kind: 'Commits',
      text,
      partnerName,
      to: `/partnerships/${agreementId}/commits`,
      dueAt: isSeller ? (dueTimes[0] ?? null) : null,
      isLate: isSeller && overdue > 0,
      moneyMinor: values.reduce((sum, value) => sum + value, 0),
      currency: rows[0]?.currency ?? null,
    },
  ];
}
