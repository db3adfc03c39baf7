import { useInfiniteQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatActor, formatCount, formatDay, formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { RowsSkeleton } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';
import { measureName } from '../agreements/sharing-choices.ts';
import type { Partner } from './view-as-partner.tsx';

/** Every reading of one's own data by the partner: who, when, what for, how much. */
export function ReadLog({ partner }: { partner: Partner }) {
  const { partnerId, partnerName } = partner;
  const reads = useInfiniteQuery(
    trpc.sharing.reads.infiniteQueryOptions(
      { partnerId },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const rows = reads.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      {reads.isPending && <RowsSkeleton />}
      {reads.isError && <ErrorView error={reads.error} onRetry={() => void reads.refetch()} />}
      {reads.isSuccess && rows.length === 0 && <p>{partnerName} has not read anything of yours yet.</p>}
      {rows.length > 0 && (
        <DataTable
          isInset
          label={`What ${partnerName} read`}
          rows={rows}
          rowKey={({ readId }) => readId}
          rowTestId="read-row"
          columns={[
            { id: 'at', title: 'When', cell: ({ at }) => <Instant at={at} /> },
            { id: 'who', title: 'Who', cell: ({ actorName }) => formatActor(actorName) },
            { id: 'measure', title: 'Measure', cell: ({ measure }) => measureName(measure) },
            { id: 'purpose', title: 'For', cell: ({ purpose }) => formatState(purpose) },
            { id: 'rows', title: 'Rows', isNumber: true, cell: ({ rowCount }) => formatCount(rowCount) },
            {
              id: 'span',
              title: 'Days',
              cell: ({ fromOn, toOn }) =>
                fromOn === null || toOn === null ? '' : `${formatDay(fromOn)} – ${formatDay(toOn)}`,
            },
          ]}
        />
      )}
      <MoreRows {...reads} />
    </>
  );
}
