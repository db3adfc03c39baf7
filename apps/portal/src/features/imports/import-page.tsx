import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import type { ImportError } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Page } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';

const route = getRouteApi('/shell/imports/$importId');
const pageSize = 200;

const columns: Column<ImportError>[] = [
  { id: 'row', title: 'Row', isNumber: true, cell: ({ rowNumber }) => formatCount(rowNumber) },
  { id: 'column', title: 'Column', cell: ({ columnName }) => <code>{columnName ?? ''}</code> },
  { id: 'message', title: 'What is wrong, and what to do', isWide: true, cell: ({ message }) => message },
  { id: 'code', title: 'Code', cell: ({ code }) => <code className="soft">{code}</code> },
];

/** /imports/:importId: what was taken, and each row that was not. */
export function ImportPage() {
  const { importId } = route.useParams();
  const report = useSuspenseInfiniteQuery({
    ...trpc.imports.get.infiniteQueryOptions(
      { importId, limit: pageSize },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    refetchInterval: ({ state }) => (state.data?.pages[0]?.endedAt === null ? 2000 : false),
  });
  const [first] = report.data.pages;
  if (first === undefined) return null;
  const errors = report.data.pages.flatMap((page) => page.errors);
  return (
    <Page
      title={first.fileName ?? 'Import'}
      subtitle={<StateTag state={first.state} />}
      actions={<Link to="/imports">All imports</Link>}
    >
      <div className="page-body">
        <dl className="facts section">
          <div>
            <dt>What</dt>
            <dd>{formatState(first.kind)}</dd>
          </div>
          <div>
            <dt>Rows</dt>
            <dd>{formatCount(first.rowCount)}</dd>
          </div>
          <div>
            <dt>Taken</dt>
            <dd>{formatCount(first.acceptedCount)}</dd>
          </div>
          <div>
            <dt>With errors</dt>
            <dd className={first.rejectedCount > 0 ? 'tone-bad' : ''}>{formatCount(first.rejectedCount)}</dd>
          </div>
          <div>
            <dt>Started</dt>
            <dd>
              <Instant at={first.startedAt} />
            </dd>
          </div>
        </dl>
        {first.failure !== null && (
          <Callout tone="bad" title="The import stopped">
            {first.failure} Import the same file again: what was taken already changes nothing.
          </Callout>
        )}
        {errors.length === 0 ? (
          <p className="soft">{first.endedAt === null ? 'Still reading…' : 'Every row was taken.'}</p>
        ) : (
          <>
            <p>
              {errors.length < first.rejectedCount && `The first ${formatCount(errors.length)} are shown. `}
              Correct these rows and import the file again: what was taken already changes nothing.
            </p>
            <DataTable
              isInset
              label="Rows with errors"
              rows={errors}
              rowKey={({ rowNumber, columnName, code }) => `${rowNumber} ${columnName} ${code}`}
              columns={columns}
            />
          </>
        )}
        <MoreRows {...report} />
      </div>
    </Page>
  );
}
