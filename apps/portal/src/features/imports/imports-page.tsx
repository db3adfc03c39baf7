import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { ImportRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { UploadForm } from './upload-form.tsx';

const columns: Column<ImportRow>[] = [
  {
    id: 'file',
    title: 'File',
    isWide: true,
    cell: ({ importId, fileName, kind }) => (
      <Link to="/imports/$importId" params={{ importId }}>
        {fileName ?? formatState(kind)}
      </Link>
    ),
  },
  { id: 'kind', title: 'What', cell: ({ kind }) => formatState(kind) },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  { id: 'accepted', title: 'Taken', isNumber: true, cell: ({ acceptedCount }) => formatCount(acceptedCount) },
  {
    id: 'rejected',
    title: 'Errors',
    isNumber: true,
    cell: ({ rejectedCount }) => (
      <span className={rejectedCount > 0 ? 'tone-bad' : ''}>{formatCount(rejectedCount)}</span>
    ),
  },
  { id: 'started', title: 'Started', cell: ({ startedAt }) => <Instant at={startedAt} /> },
];

/** /imports: bring files in, and what became of the earlier ones. */
export function ImportsPage() {
  const imports = useInfiniteQuery({
    ...trpc.imports.list.infiniteQueryOptions(
      { limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = imports.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page title="Imports">
      <div className="page-body">
        <UploadForm />
        {imports.isPending && <RowsSkeleton />}
        {imports.isError && <ErrorView error={imports.error} onRetry={() => void imports.refetch()} />}
        {imports.isSuccess && rows.length === 0 && (
          <p className="soft">
            Nothing has been imported yet. Sales and stock are all that a first run needs.
          </p>
        )}
        {rows.length > 0 && (
          <DataTable
            isInset
            label="Imports"
            rows={rows}
            rowKey={({ importId }) => importId}
            columns={columns}
          />
        )}
        <MoreRows {...imports} />
      </div>
    </Page>
  );
}
