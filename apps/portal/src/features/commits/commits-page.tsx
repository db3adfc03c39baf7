import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import './commits.css';
import { keepRows, trpc } from '../../app/api.ts';
import type { CommitRow } from '../../app/api-types.ts';
import type { CommitView } from '../../app/search-parameters.ts';
import { useIsPermitted } from '../../app/session.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { type WrittenAnswer, type WrittenAnswers, withQuantity } from './commit-answers.ts';
import { BuyerBar, type CommitTotals, SupplierBar } from './commit-bars.tsx';
import { CommitDetail } from './commit-detail.tsx';
import { CommitMatrix } from './commit-matrix.tsx';
import { LiabilityMeter } from './liability-meter.tsx';
import { OrderPlan } from './order-plan.tsx';

const route = getRouteApi('/shell/partnerships/$agreementId/commits');
const pageSize = 500;

const shows = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'To answer' },
  { value: 'short', label: 'Short' },
  { value: 'answered', label: 'Answered' },
];
const statesOf: Readonly<Record<NonNullable<CommitView['show']>, CommitRow['state'][] | undefined>> = {
  all: undefined,
  open: ['due', 'draft', 'overdue'],
  short: ['short'],
  answered: ['submitted', 'short', 'accepted'],
};

/** /partnerships/:agreementId/commits: what will be ordered, what the supplier commits to, and what both owe. */
export function CommitsPage() {
  const { agreementId } = route.useParams();
  const { show = 'all', search } = route.useSearch();
  const navigate = route.useNavigate();
  const changeSearch = useCallback(
    (text: string) =>
      void navigate({
        search: ({ search: _before, ...rest }) => (text === '' ? rest : { ...rest, search: text }),
        replace: true,
      }),
    [navigate],
  );
  const states = statesOf[show];
  const list = useInfiniteQuery({
    ...trpc.commits.list.infiniteQueryOptions(
      {
        agreementId,
        limit: pageSize,
        ...(states === undefined ? {} : { state: states }),
        ...(search === undefined ? {} : { search }),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <div className="page-body commit-head">
        <OrderPlan agreementId={agreementId} />
        <LiabilityMeter agreementId={agreementId} />
      </div>
      <search className="toolbar" aria-label="Filter commits">
        <SearchField value={search ?? ''} onChange={changeSearch} placeholder="Item, place" />
        <SegmentedControl
          aria-label="Which commits"
          data={shows}
          value={show}
          onChange={(value) =>
            void navigate({
              search: ({ show: _before, ...rest }) =>
                value === 'all' ? rest : { ...rest, show: value as NonNullable<CommitView['show']> },
              replace: true,
            })
          }
        />
      </search>
      {list.isPending && <RowsSkeleton />}
      {list.isError && rows.length === 0 && (
        <ErrorView error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={show === 'all' ? 'Nothing is asked for yet' : 'No commit is in this state'}>
          <p>
            The buyer’s planning run publishes an order forecast; in the windows that bind it asks the
            supplier for commits, with a due time on the supplier’s working days.
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <CommitDesk
          agreementId={agreementId}
          rows={rows}
          side={list.data?.pages[0]?.side ?? 'buyer'}
          reasons={list.data?.pages[0]?.reasons ?? []}
          totals={list.data?.pages[0]?.totals ?? []}
        />
      )}
      <MoreRows {...list} />
    </>
  );
}

type CommitDeskProps = {
  agreementId: string;
  rows: readonly CommitRow[];
  side: 'buyer' | 'seller';
  reasons: readonly { code: string; name: string }[];
  totals: CommitTotals;
};

/** The matrix with the chosen commit beside it, and what can be done with all of them below. */
function CommitDesk({ agreementId, rows, side, reasons, totals }: CommitDeskProps) {
  const mayCommit = useIsPermitted('commits.commit') && side === 'seller';
  const [written, setWritten] = useState<WrittenAnswers>({});
  const [chosenId, setChosenId] = useState<string>();
  const chosen =
    rows.find(({ commitId }) => commitId === chosenId) ??
    rows.find(({ state }) => state === 'short') ??
    rows[0];
  const answer = (row: CommitRow, next: WrittenAnswer): void =>
    setWritten((before) => ({ ...before, [row.commitId]: next }));
  return (
    <>
      <div className={`commit-columns ${side}`}>
        <CommitMatrix
          rows={rows}
          side={side}
          written={written}
          chosenId={chosen?.commitId}
          onChoose={({ commitId }) => setChosenId(commitId)}
          onQuantity={
            mayCommit ? (row, milli) => setWritten((before) => withQuantity(row, before, milli)) : undefined
          }
        />
        {chosen !== undefined && (
          <CommitDetail
            row={chosen}
            rows={rows}
            side={side}
            written={written}
            reasons={reasons}
            onAnswer={answer}
          />
        )}
      </div>
      {mayCommit && (
        <SupplierBar
          agreementId={agreementId}
          totals={totals}
          rows={rows}
          written={written}
          onChoose={setChosenId}
          onSent={() => setWritten({})}
        />
      )}
      {side === 'buyer' && <BuyerBar agreementId={agreementId} totals={totals} />}
    </>
  );
}
