import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import { type DisputeWorklist, disputeWorklists } from '../../app/search-parameters.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount, formatDay, formatMoney } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import './orders.css';
import { claimText } from '../performance/performance-words.ts';
import { type AnyDispute, mergeDisputes } from './dispute-rows.ts';
import { causeNames, turnText } from './dispute-words.ts';

const route = getRouteApi('/shell/disputes');
const titles = {
  mine: 'Waiting for me',
  theirs: 'Waiting for them',
  overdue: 'Overdue',
  ended: 'Ended',
} as const;

const none = <span className="soft">–</span>;

const columns: Column<AnyDispute>[] = [
  {
    id: 'number',
    title: 'Dispute',
    cell: (row) =>
      row.kind === 'order' ? (
        <Link to="/disputes/$disputeId" params={{ disputeId: row.disputeId }}>
          {row.disputeNumber}
        </Link>
      ) : (
        <Link to="/perfect-orders/$orderLineId" params={{ orderLineId: row.orderLineId }}>
          {row.poNumber} · {row.lineNumber}
        </Link>
      ),
  },
  { id: 'partner', title: 'Partner', isWide: true, cell: ({ partnerName }) => partnerName },
  {
    id: 'subject',
    title: 'About',
    cell: (row) => (row.kind === 'order' ? row.subjectLabel : `Verdict of line ${row.lineNumber}`),
  },
  {
    id: 'cause',
    title: 'What is wrong',
    isWide: true,
    cell: (row) => (row.kind === 'order' ? causeNames[row.cause] : claimText(row.claim, row.unit)),
  },
  {
    id: 'state',
    title: 'State',
    cell: (row) => (
      <>
        <StateTag state={row.state} />{' '}
        {row.kind === 'order' && row.isOverdue && <span className="tag bad">Overdue</span>}
      </>
    ),
  },
  { id: 'turn', title: 'Whose turn', isWide: true, cell: turnText },
  {
    id: 'claimed',
    title: 'Claimed',
    isNumber: true,
    cell: (row) => {
      const minor = row.kind === 'order' ? row.claimedMinor : row.costMinor;
      return minor === null || (row.kind === 'verdict' && minor === 0)
        ? none
        : formatMoney(minor, row.currency);
    },
  },
  {
    id: 'settled',
    title: 'Settled',
    isNumber: true,
    cell: (row) =>
      row.kind === 'verdict' || row.amountMinor === null || row.state !== 'settled'
        ? none
        : formatMoney(row.amountMinor, row.currency),
  },
  {
    id: 'due',
    title: 'Answer by',
    isSpare: true,
    cell: (row) => (row.kind === 'order' ? formatDay(row.answerBy) : none),
  },
  { id: 'raised', title: 'Raised', isSpare: true, cell: ({ raisedAt }) => <Instant at={raisedAt} /> },
];

function Worklists() {
  const { worklist } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: counts } = useQuery(trpc.orders.disputes.counts.queryOptions());
  const { data: ofVerdicts } = useQuery({
    ...trpc.performance.disputes.queryOptions({ limit: 1 }),
    enabled: useIsPermitted('performance.read'),
  });
  const countOf = (value: DisputeWorklist): number =>
    (counts?.[value] ?? 0) + (value === 'overdue' ? 0 : (ofVerdicts?.counts[value] ?? 0));
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
              {counts !== undefined && (
                <small className="worklist-count">{formatCount(countOf(value))}</small>
              )}
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
  const verdicts = useInfiniteQuery({
    ...trpc.performance.disputes.infiniteQueryOptions(
      { worklist: worklist === 'overdue' ? 'all' : worklist, limit: 100 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
    // A dispute of a verdict has no day by which it is answered.
    enabled: useIsPermitted('performance.read') && worklist !== 'overdue',
  });
  const rows = mergeDisputes(
    disputes.data?.pages.flatMap((page) => page.rows) ?? [],
    worklist === 'overdue' ? [] : (verdicts.data?.pages.flatMap((page) => page.rows) ?? []),
  );
  const cursor = useRowCursor(rows.length, (index) => {
    const row = rows[index];
    if (row?.kind === 'order')
      void navigate({ to: '/disputes/$disputeId', params: { disputeId: row.disputeId } });
    else if (row !== undefined)
      void navigate({ to: '/perfect-orders/$orderLineId', params: { orderLineId: row.orderLineId } });
  });
  return (
    <Page title="Disputes">
      <search className="toolbar" aria-label="Filter disputes">
        <Worklists />
      </search>
      {disputes.isPending && <RowsSkeleton />}
      {[disputes, verdicts].map(
        (list, index) =>
          list.isError && (
            <ErrorView
              key={index === 0 ? 'orders' : 'verdicts'}
              error={list.error}
              onRetry={() => void list.refetch()}
            />
          ),
      )}
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
      <MoreRows
        hasNextPage={disputes.hasNextPage || verdicts.hasNextPage}
        isFetchingNextPage={disputes.isFetchingNextPage || verdicts.isFetchingNextPage}
        fetchNextPage={() =>
          Promise.all(
            [disputes, verdicts].map((list) => (list.hasNextPage ? list.fetchNextPage() : undefined)),
          )
        }
      />
    </Page>
  );
}
