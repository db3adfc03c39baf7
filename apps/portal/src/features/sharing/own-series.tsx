import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import { trpc } from '../../app/api.ts';
import type { AgreementDetail, AppRouter } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { RowsSkeleton } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';
import { measureName } from '../agreements/sharing-choices.ts';
import { SeriesForm } from './series-form.tsx';
import { seriesSpan, sharedValue } from './sharing-words.ts';

const route = getRouteApi('/shell/partnerships/$agreementId/sharing');

export type SaidMeasure = 'capacity' | 'cost' | 'price' | 'on-hand';
const shownBuckets = 6;

/** A buyer's stock follows from its stock counts; a supplier says its own. */
const measuresOf = (side: AgreementDetail['mySide']): readonly SaidMeasure[] =>
  side === 'seller' ? ['capacity', 'cost', 'price', 'on-hand'] : ['price', 'cost', 'capacity'];

type OwnSeries = inferRouterOutputs<AppRouter>['sharing']['ownSeries']['rows'][number];

const columns: Column<OwnSeries>[] = [
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: ({ itemNumber, description }) => `${itemNumber} ${description}`,
  },
  { id: 'place', title: 'Place', cell: ({ locationCode }) => locationCode ?? 'all together' },
  {
    id: 'span',
    title: 'Covers',
    cell: (row) => {
      const { firstOn, lastOn } = seriesSpan(row);
      return `${formatDay(firstOn)} – ${formatDay(lastOn)}`;
    },
  },
  {
    id: 'values',
    title: 'First values',
    isNumber: true,
    cell: (row) => {
      const shown = row.amounts.slice(0, shownBuckets).map((amount) => sharedValue(amount, row));
      const more = row.amounts.length - shown.length;
      return `${shown.join(' · ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
    },
  },
  { id: 'at', title: 'Said', cell: ({ recordedAt }) => <Instant at={recordedAt} /> },
];

/** What this side says of itself: capacity, costs, prices and a supplier's stock. The partner sees it as the matrix says. */
export function OwnSeriesTab({ agreement }: { agreement: AgreementDetail }) {
  const { agreementId, mySide, partnerName } = agreement;
  const choices = measuresOf(mySide);
  const { measure: wanted } = route.useSearch();
  const measure = choices.find((one) => one === wanted) ?? choices[0] ?? 'price';
  const navigate = route.useNavigate();
  const mayWrite = useIsPermitted('sharing.write');
  const query = useInfiniteQuery(
    trpc.sharing.ownSeries.infiniteQueryOptions(
      { agreementId, measure },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const name = measureName(measure);
  return (
    <>
      <p className="soft">
        Your own word, by item and period. {partnerName} sees of it what the matrix opens, and nothing else.
      </p>
      <NativeSelect
        aria-label="Measure"
        size="xs"
        w={200}
        data={choices.map((value) => ({ value, label: measureName(value) }))}
        value={measure}
        onChange={({ currentTarget }) =>
          void navigate({
            search: (before) => ({
              ...before,
              measure: choices.find((one) => one === currentTarget.value) ?? measure,
            }),
            replace: true,
          })
        }
      />
      {query.isPending && <RowsSkeleton />}
      {query.isError && <ErrorView error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <p>You have said nothing of your {name.toLowerCase()} yet.</p>}
      {rows.length > 0 && (
        <DataTable
          isInset
          label={`Your ${name.toLowerCase()}`}
          rows={rows}
          rowKey={({ seriesId }) => seriesId}
          rowTestId="own-series-row"
          columns={columns}
        />
      )}
      <MoreRows {...query} />
      {mayWrite && <SeriesForm key={measure} agreement={agreement} measure={measure} />}
    </>
  );
}
