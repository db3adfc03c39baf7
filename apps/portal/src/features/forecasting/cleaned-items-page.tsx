import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import { type CleanedKind, cleanedKinds } from '../../app/search-parameters.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatMoneyRounded, formatPlanned } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { kindName } from './correction-words.ts';

const route = getRouteApi('/shell/forecasts/quality');

function useCleanedItems() {
  const { kind, search = '' } = route.useSearch();
  return useInfiniteQuery({
    ...trpc.forecasting.cleanedItems.infiniteQueryOptions(
      { ...(kind === undefined ? {} : { kind }), ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
}

type Rows = NonNullable<ReturnType<typeof useCleanedItems>['data']>['pages'][number]['rows'];

function CleanedTable({ rows, currentKey }: { rows: Rows; currentKey: string | undefined }) {
  return (
    <DataTable
      label="Corrected items"
      rows={rows}
      rowKey={({ itemLocationId }) => itemLocationId}
      rowTestId="cleaned-item"
      {...(currentKey === undefined ? {} : { currentKey })}
      columns={[
        {
          id: 'item',
          title: 'Item',
          isWide: true,
          cell: ({ itemLocationId, itemNumber, description }) => (
            <>
              <Link to="/forecasts/item/$itemLocationId" params={{ itemLocationId }}>
                {itemNumber}
              </Link>{' '}
              {description}
            </>
          ),
        },
        {
          id: 'place',
          title: 'Location',
          cell: (row) => (
            <>
              {row.locationCode} <span className="spare">{row.locationName}</span>
            </>
          ),
        },
        {
          id: 'kinds',
          title: 'What',
          cell: ({ kinds, isNewItem }) =>
            [...kinds, ...(isNewItem ? ['new-item'] : [])].map((kind) => (
              <span key={kind} className="tag" style={{ marginRight: 4 }}>
                {kindName(kind)}
              </span>
            )),
        },
        {
          id: 'count',
          title: 'Corrections',
          isNumber: true,
          cell: (row) => formatCount(row.correctionCount),
        },
        { id: 'decided', title: 'Decided', isNumber: true, cell: (row) => formatCount(row.decidedCount) },
        {
          id: 'units',
          title: 'In a year',
          isNumber: true,
          cell: (row) => formatPlanned(row.changedMilli, row.unit),
        },
        {
          id: 'money',
          title: 'Worth',
          isNumber: true,
          cell: (row) =>
            row.changedMinor === null ? 'no price' : formatMoneyRounded(row.changedMinor, row.currency ?? ''),
        },
      ]}
    />
  );
}

/** /forecasts/quality: where the sales that the forecast learns from needed most correction, in money. */
export function CleanedItemsPage() {
  const { kind, search = '' } = route.useSearch();
  const navigate = useNavigate();
  const filter = (change: { kind?: CleanedKind | undefined; search?: string }): void => {
    const next = { kind, search, ...change };
    void navigate({
      to: '/forecasts/quality',
      search: {
        ...(next.kind === undefined ? {} : { kind: next.kind }),
        ...(next.search === '' ? {} : { search: next.search }),
      },
      replace: true,
    });
  };
  const items = useCleanedItems();
  const rows = items.data?.pages.flatMap((page) => page.rows) ?? [];
  const cursor = useRowCursor(rows.length, (index) => {
    const row = rows[index];
    if (row !== undefined)
      void navigate({
        to: '/forecasts/item/$itemLocationId',
        params: { itemLocationId: row.itemLocationId },
      });
  });
  return (
    <Page
      title="Data quality"
      subtitle={
        <>
          Sales that were corrected before the forecast learnt from them, most money first.{' '}
          <Link to="/forecasts">All forecasts</Link>
        </>
      }
    >
      <div className="toolbar">
        <SearchField
          value={search}
          onChange={(text) => filter({ search: text })}
          placeholder="Item, description, location"
        />
        <SegmentedControl
          size="xs"
          aria-label="Kind of correction"
          value={kind ?? 'all'}
          onChange={(value) => filter({ kind: cleanedKinds.find((known) => known === value) })}
          data={[
            { value: 'all', label: 'All' },
            ...cleanedKinds.map((value) => ({ value, label: kindName(value) })),
          ]}
        />
      </div>
      {items.isPending && <RowsSkeleton />}
      {items.isError && <ErrorView error={items.error} onRetry={() => void items.refetch()} />}
      {items.isSuccess && rows.length === 0 && (
        <Empty
          title={kind === undefined && search === '' ? 'Nothing was corrected' : 'Nothing fits this filter'}
        >
          <p>
            {items.data.pages[0]?.versionId === null
              ? 'There is no forecast yet: the next run issues one.'
              : 'The newest forecast learnt from sales as they are.'}
          </p>
        </Empty>
      )}
      {rows.length > 0 && <CleanedTable rows={rows} currentKey={rows[cursor]?.itemLocationId} />}
      <MoreRows {...items} />
    </Page>
  );
}
