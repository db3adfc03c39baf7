import { useInfiniteQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import type { PartnerRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { useSearchText } from '../../ui/use-search.ts';

const pageSize = 100;

const columns: Column<PartnerRow>[] = [
  { id: 'name', title: 'Name', isWide: true, cell: ({ name }) => name },
  { id: 'kind', title: 'Is our', cell: ({ kind }) => formatState(kind) },
  { id: 'number', title: 'Partner number', cell: ({ partnerNumber }) => partnerNumber },
  { id: 'gln', title: 'GLN', cell: ({ gln }) => <span className="mono">{gln ?? ''}</span> },
  {
    id: 'channel',
    title: 'Orders go by',
    cell: ({ channel }) => (channel === 'edi' ? 'EDI' : formatState(channel)),
  },
  { id: 'currency', title: 'Currency', cell: ({ currency }) => currency },
  { id: 'zone', title: 'Time zone', cell: ({ timeZone }) => timeZone.replaceAll('_', ' ') },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
];

/** /partners: whom the organisation trades with, and how. */
export function PartnersPage() {
  const [search, change] = useSearchText();
  const partners = useInfiniteQuery({
    ...trpc.partners.directory.list.infiniteQueryOptions(
      { limit: pageSize, ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = partners.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page title="Partners">
      <div className="toolbar">
        <SearchField value={search} onChange={change} placeholder="Name, partner number" />
      </div>
      {partners.isPending && <RowsSkeleton />}
      {partners.isError && <ErrorView error={partners.error} onRetry={() => void partners.refetch()} />}
      {partners.isSuccess && rows.length === 0 && (
        <Empty title={search === '' ? 'No trading partner yet' : 'No partner has this name'}>
          <p>Relations are set up by whoever runs this installation.</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Partners"
          rows={rows}
          rowKey={({ partnerId, kind }) => `${partnerId} ${kind}`}
          columns={columns}
        />
      )}
      <MoreRows {...partners} />
    </Page>
  );
}
