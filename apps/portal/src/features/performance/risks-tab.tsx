import { useInfiniteQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import type { RiskRow, RiskTotals } from '../../app/api-types.ts';
import type { FulfilmentView } from '../../app/search-parameters.ts';
import type { Column } from '../../ui/data-table.tsx';
import { formatCount, formatMoney, formatMoneyRounded } from '../../ui/format.ts';
import { Empty } from '../../ui/page.tsx';
import { formatShare } from '../../ui/plain-text.ts';
import { Instant } from '../../ui/time.tsx';
import type { ViewChange } from './perfect-orders-page.tsx';
import { riskTitles } from './performance-words.ts';
import { lineColumns, VerdictList } from './verdict-list.tsx';

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
  ...lineColumns(''),
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
export function RisksTab({ view, onChange }: { view: FulfilmentView; onChange: ViewChange }) {
  const { partner, search } = view;
  const list = useInfiniteQuery({
    ...trpc.performance.risks.infiniteQueryOptions(
      {
        limit: pageSize,
        ...(partner === undefined ? {} : { partnerId: partner }),
        ...(search === undefined ? {} : { search }),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const [first] = list.data?.pages ?? [];
  return (
    <VerdictList
      label="What may fail"
      list={list}
      columns={columns}
      rowTestId="risk-row"
      search={search}
      onChange={onChange}
      empty={
        search === undefined ? (
          <Empty title="No open line has a day ahead of it">
            <p>Open orders appear here within ten minutes, with what earlier lines like them came to.</p>
          </Empty>
        ) : (
          <Empty title="No open line has this name" />
        )
      }
    >
      {first !== undefined && <Totals totals={first.totals} currency={first.rows[0]?.currency ?? 'EUR'} />}
    </VerdictList>
  );
}

function Totals({ totals, currency }: { totals: RiskTotals; currency: string }) {
  return (
    <p className="soft" data-testid="risk-totals">
      {formatCount(totals.lineCount)} open lines, of which about{' '}
      {formatCount(Math.round(totals.expectedFailures))} will not be perfect, at an expected loss of{' '}
      {formatMoneyRounded(totals.expectedLossMinor, currency)}. From what became of earlier lines that stood
      alike
      {totals.asOf !== null && (
        <>
          , computed <Instant at={new Date(totals.asOf).toISOString()} />
        </>
      )}
      .
    </p>
  );
}
