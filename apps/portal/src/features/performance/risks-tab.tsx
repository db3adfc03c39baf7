import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { RiskRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatMoney, formatMoneyRounded } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { Instant } from '../../ui/time.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { riskTitles } from './performance-words.ts';

const pageSize = 100;
const chance = (micros: number): string => formatShare(Math.round(micros / 10_000) / 100);

/** What each component is expected to do, the likeliest first, with the earlier lines that say so. */
const explain = ({ risk }: RiskRow): string =>
  Object.entries(risk.components)
    .sort(([, a], [, b]) => b.failsMicros - a.failsMicros)
    .map(
      ([name, { failsMicros, matchedCount, basis }]) =>
        `${riskTitles[name as keyof typeof riskTitles]} ${chance(failsMicros)}: ${matchedCount} ${basis}`,
    )
    .join('\n');

const columns: Column<RiskRow>[] = [
  {
    id: 'line',
    title: 'PO · line',
    cell: ({ orderLineId, poNumber, lineNumber }) => (
      <Link to="/perfect-orders/$orderLineId" params={{ orderLineId }}>
        {poNumber} · {lineNumber}
      </Link>
    ),
  },
  { id: 'partner', title: 'Partner', isWide: true, isSpare: true, cell: ({ partnerName }) => partnerName },
  { id: 'item', title: 'Item', isWide: true, isSpare: true, cell: ({ description }) => description },
  { id: 'due', title: 'Due', cell: ({ dueOn }) => (dueOn === null ? '' : formatDay(dueOn)) },
  {
    id: 'fails',
    title: 'Fails with',
    isNumber: true,
    cell: (row) => (
      <b className={row.risk.failsMicros >= 500_000 ? 'tone-bad' : ''} title={explain(row)}>
        {chance(row.risk.failsMicros)}
      </b>
    ),
  },
  {
    id: 'likeliest',
    title: 'Most likely',
    isWide: true,
    cell: (row) => {
      const { likeliest, components } = row.risk;
      return (
        <span title={explain(row)}>
          {riskTitles[likeliest]} <small className="soft">{chance(components[likeliest].failsMicros)}</small>
        </span>
      );
    },
  },
  {
    id: 'loss',
    title: 'Expected loss',
    isNumber: true,
    cell: ({ risk, currency }) => formatMoney(risk.expectedLossMinor, currency),
  },
  {
    id: 'action',
    title: 'Best action',
    isWide: true,
    cell: ({ risk }) =>
      risk.best === null ? <span className="soft">none is worth its cost</span> : risk.best.name,
  },
  {
    id: 'saves',
    title: 'Saves',
    isNumber: true,
    cell: ({ risk, currency }) =>
      risk.best === null ? '' : <b className="tone-good">{formatMoney(risk.best.savesMinor, currency)}</b>,
  },
];

/** The pre-mortem: open lines, where an action saves most money first; J, K and Enter go to them. */
export function RisksTab({ partner }: { partner: string | undefined }) {
  const navigate = useNavigate();
  const list = useInfiniteQuery({
    ...trpc.performance.risks.infiniteQueryOptions(
      { limit: pageSize, ...(partner === undefined ? {} : { partnerId: partner }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const totals = list.data?.pages[0]?.totals;
  const cursor = useRowCursor(rows.length, (index) => {
    const orderLineId = rows[index]?.orderLineId;
    if (orderLineId !== undefined)
      void navigate({ to: '/perfect-orders/$orderLineId', params: { orderLineId } });
  });
  return (
    <>
      {list.isPending && <RowsSkeleton />}
      {list.isError && rows.length === 0 && (
        <ErrorView error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && (
        <Empty title="No open line has a day ahead of it">
          <p>Open orders appear here within ten minutes, with what earlier lines like them came to.</p>
        </Empty>
      )}
      {rows.length > 0 && totals !== undefined && (
        <p className="soft" data-testid="risk-totals">
          {formatCount(totals.lineCount)} open lines, of which about{' '}
          {formatCount(Math.round(totals.expectedFailures))} will not be perfect, at an expected loss of{' '}
          {formatMoneyRounded(totals.expectedLossMinor, rows[0]?.currency ?? 'EUR')}. From what became of
          earlier lines that stood alike
          {totals.asOf !== null && (
            <>
              , computed <Instant at={new Date(totals.asOf).toISOString()} />
            </>
          )}
          .
        </p>
      )}
      {rows.length > 0 && (
        <DataTable
          label="What may fail"
          rows={rows}
          columns={columns}
          rowKey={({ orderLineId }) => orderLineId}
          rowTestId="risk-row"
          currentKey={rows[cursor]?.orderLineId ?? ''}
        />
      )}
      <MoreRows {...list} />
    </>
  );
}
