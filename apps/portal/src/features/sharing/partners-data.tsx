import { useInfiniteQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { RowsSkeleton } from '../../ui/page.tsx';
import { measureName } from '../agreements/sharing-choices.ts';
import { MeasureToolbar, useMeasureFilter } from './measure-toolbar.tsx';
import { SharedRowsTable } from './shared-rows-table.tsx';
import type { Partner } from './view-as-partner.tsx';

/** What the partner lets this side read; the partner sees that it was read. */
export function PartnersData({ partner }: { partner: Partner }) {
  const filter = useMeasureFilter();
  const { measure, search } = filter;
  const { partnerId, partnerName } = partner;
  const rows = useInfiniteQuery({
    ...trpc.sharing.data.infiniteQueryOptions(
      { ownerId: partnerId, measure, ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const shown = rows.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <p className="soft">{partnerName} sees in a log that you read this, when, and how much.</p>
      <MeasureToolbar {...filter} />
      {rows.isPending && <RowsSkeleton />}
      {rows.isError && <ErrorView error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isSuccess && shown.length === 0 && (
        <p>
          {partnerName} shares no {measureName(measure).toLowerCase()} with you
          {search === '' ? '' : ` with “${search}”`}.
        </p>
      )}
      {shown.length > 0 && (
        <SharedRowsTable label={`${measureName(measure)} of ${partnerName}`} rows={shown} />
      )}
      <MoreRows {...rows} />
    </>
  );
}
