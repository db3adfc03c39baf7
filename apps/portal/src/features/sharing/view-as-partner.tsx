import { useInfiniteQuery } from '@tanstack/react-query';
import { keepRows, trpc } from '../../app/api.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { RowsSkeleton } from '../../ui/page.tsx';
import { measureName } from '../agreements/sharing-choices.ts';
import { MeasureToolbar, useMeasureFilter } from './measure-toolbar.tsx';
import { SharedRowsTable } from './shared-rows-table.tsx';

export type Partner = { partnerId: string; partnerName: string };

/** Exactly the rows that the partner would read, through its eyes; framed so that nobody takes it for the own view. */
export function ViewAsPartner({ partner }: { partner: Partner }) {
  const filter = useMeasureFilter();
  const { measure, search } = filter;
  const { partnerId, partnerName } = partner;
  const rows = useInfiniteQuery({
    ...trpc.sharing.viewAs.infiniteQueryOptions(
      { partnerId, measure, ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const shown = rows.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section className="partner-eyes" aria-label={`As ${partnerName} sees it`} data-testid="partner-eyes">
      <header>You see your own data through the eyes of {partnerName}. This look is not logged.</header>
      <MeasureToolbar {...filter} />
      {rows.isPending && <RowsSkeleton />}
      {rows.isError && <ErrorView error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isSuccess && shown.length === 0 && (
        <div className="empty">
          <p>
            {partnerName} sees no {measureName(measure).toLowerCase()} of yours
            {search === '' ? '' : ` with “${search}”`}.
          </p>
        </div>
      )}
      {shown.length > 0 && <SharedRowsTable label={`As ${partnerName} sees it`} rows={shown} />}
      <MoreRows {...rows} />
    </section>
  );
}
