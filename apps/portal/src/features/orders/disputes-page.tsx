import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { DisputeRow } from '../../app/api-types.ts';
import { disputeWorklists } from '../../app/search-parameters.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatMoney } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import './orders.css';
import { causeNames, turnText } from './dispute-words.ts';

const route = getRouteApi('/shell/disputes');
const titles = {
  mine: 'Waiting for me',
  theirs: 'Waiting for them',
  overdue: 'Overdue',
  ended: 'Ended',
} as const;

const none = <span className="soft">–</span>;

const columns: Column<DisputeRow>[] = [
  {
    id: 'number',
    title: 'Dispute',
    cell: ({ disputeId, disputeNumber }) => (
      <Link to="/disputes/$disputeId" params={{ disputeId }}>
        {disputeNumber}
      </Link>
    ),
  },
  { id: 'partner', title: 'Partner', isWide: true, cell: ({ partnerName }) => partnerName },
  { id: 'subject', title: 'About', cell: ({ subjectLabel }) => subjectLabel },
  { id: 'cause', title: 'What is wrong', isWide: true, cell: ({ cause }) => causeNames[cause] },
  {
    id: 'state',
    title: 'State',
    cell: ({ state, isOverdue }) => (
      <>
        <StateTag state={state} /> {isOverdue && <span className="tag bad">Overdue</span>}
      </>
    ),
  },
  { id: 'turn', title: 'Whose turn', isWide: true, cell: turnText },
  {
    id: 'claimed',
    title: 'Claimed',
    isNumber: true,
    cell: ({ claimedMinor, currency }) =>
      claimedMinor === null ? none : formatMoney(claimedMinor, currency),
  },
  {
    id: 'settled',
    title: 'Settled',
    isNumber: true,
    cell: ({ amountMinor, state, currency }) =>
      amountMinor === null || state !== 'settled' ? none : formatMoney(amountMinor, currency),
  },
  { id: 'due', title: 'Answer by', isSpare: true, cell: ({ answerBy }) => formatDay(answerBy) },
  { id: 'raised', title: 'Raised', isSpare: true, cell: ({ raisedAt }) => <Instant at={raisedAt} /> },
];

function Worklists() {
  const { worklist } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: counts } = useQuery(trpc.orders.disputes.counts.queryOptions());
  return (
    <SegmentedControl
      aria-label="Worklist"
      data={[
        { value: 'all', label: 'All' },
        ...disputeWorklists.map((value) => ({
          value,
          label: (
            <>
              {titles[value]}{' '}
              {counts !== undefined && <small className="worklist-count">{formatCount(counts[value])}</small>}
            </>
          ),
        })),
      ]}
      value={worklist ?? 'all'}
      onChange={(chosen) => {
        const found = disputeWorklists.find((value) => value === chosen);
        void navigate({ search: found === undefined ? {} : { worklist: found }, replace: true });
      }}
    />
  );
}

/** /disputes: what the two parties see differently, and whose word is missing. */
export function DisputesPage() {
  const { worklist = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  const disputes = useInfiniteQuery({
    ...trpc.orders.disputes.list.infiniteQueryOptions(
      { worklist, limit: 100 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = disputes.data?.pages.flatMap((page) => page.rows) ?? [];
  const cursor = useRowCursor(rows.length, (index) => {
    const disputeId = rows[index]?.disputeId;
    if (disputeId !== undefined) void navigate({ to: '/disputes/$disputeId', params: { disputeId } });
  });
  return (
    <Page title="Disputes">
      <search className="toolbar" aria-label="Filter disputes">
        <Worklists />
      </search>
      {disputes.isPending && <RowsSkeleton />}
      {disputes.isError && <ErrorView error={disputes.error} onRetry={() => void disputes.refetch()} />}
      {disputes.isSuccess && rows.length === 0 && (
        <Empty title={worklist === 'all' ? 'Nothing is disputed' : 'Nothing in this list'}>
          <p>
            Differences of an invoice or a receipt are disputed on the page of their{' '}
            <Link to="/orders">order</Link>, verdicts on the page of their line under{' '}
            <Link to="/perfect-orders">Perfect orders</Link>.
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Disputes"
          rows={rows}
          rowKey={({ disputeId }) => disputeId}
          rowTestId="dispute-row"
          columns={columns}
          currentKey={rows[cursor]?.disputeId ?? ''}
        />
      )}
      <MoreRows {...disputes} />
    </Page>
  );
}
