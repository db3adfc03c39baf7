import { SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import './edi.css';
import { keepRows } from '../../app/api.ts';
import { gateway } from '../../app/gateway-api.ts';
import type { MonitorPage as MonitorRows } from '../../app/gateway-types.ts';
import { type MonitorFilter, monitorShows } from '../../app/search-parameters.ts';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatCount } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Instant } from '../../ui/time.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import { MessagesTable } from './messages-table.tsx';

const route = getRouteApi('/shell/edi/messages');
const pageSize = 60;
const readAgainMs = 10_000;

type FilterChange = { [Key in keyof MonitorFilter]?: MonitorFilter[Key] | undefined };

/** /edi/messages: every message with partners, those that somebody has to look at first. */
export function MonitorPage() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (part: FilterChange) =>
      void navigate({
        search: (before) =>
          Object.fromEntries(
            Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined),
          ),
        replace: true,
      }),
    [navigate],
  );
  const { search, show, agreement: agreementId, direction } = filter;
  const list = useInfiniteQuery({
    ...gateway.edi.messages.list.infiniteQueryOptions(
      { search, show: show ?? 'all', agreementId, way: direction, limit: pageSize },
      { getNextPageParam: (page: MonitorRows) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
    refetchInterval: readAgainMs,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const cursor = useRowCursor(rows.length, (index) => {
    const messageId = rows[index]?.messageId;
    if (messageId !== undefined) void navigate({ to: '/edi/messages/$messageId', params: { messageId } });
  });
  return (
    <Page title="EDI messages" subtitle={<Pulse />}>
      <Filters filter={filter} onChange={change} />
      {list.isPending && <RowsSkeleton />}
      {list.isError && rows.length === 0 && (
        <ErrorView error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && <NoMessages filter={filter} />}
      {rows.length > 0 && <MessagesTable rows={rows} currentKey={rows[cursor]?.messageId} />}
      <MoreRows {...list} />
    </Page>
  );
}

/** How much waits for a person, and whether anything moves. */
function Pulse() {
  const counts = useQuery({
    ...gateway.edi.messages.counts.queryOptions(),
    refetchInterval: readAgainMs,
  });
  if (counts.data === undefined) return null;
  const { failingCount, overdueCount, waitingCount, todayCount, lastReceivedAt } = counts.data;
  return (
    <span aria-live="polite" data-testid="edi-pulse">
      <span className={`tag ${failingCount > 0 ? 'bad' : 'good'}`}>
        {failingCount > 0 ? `${formatCount(failingCount)} to look at` : 'Nothing to look at'}
      </span>{' '}
      {overdueCount > 0 && `${formatCount(overdueCount)} not acknowledged in time · `}
      {waitingCount > 0 && `${formatCount(waitingCount)} under way · `}
      {formatCount(todayCount)} in 24 hours
      {lastReceivedAt !== null && (
        <>
          {' · last file '}
          <Instant at={lastReceivedAt} />
        </>
      )}
    </span>
  );
}

const showNames = [
  { value: 'all', label: 'All' },
  { value: 'failing', label: 'To look at' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'waiting', label: 'Under way' },
];
const directions = [
  { value: 'in', label: '← from partner' },
  { value: 'out', label: '→ to partner' },
];

function Filters({ filter, onChange }: { filter: MonitorFilter; onChange: (part: FilterChange) => void }) {
  const agreements = useQuery(gateway.edi.agreements.list.queryOptions());
  const search = useCallback(
    (text: string) => onChange({ search: text === '' ? undefined : text }),
    [onChange],
  );
  return (
    <search className="toolbar" aria-label="Filter messages">
      <SearchField value={filter.search ?? ''} onChange={search} placeholder="PO, ASN, SSCC, any number" />
      <SegmentedControl
        aria-label="Which messages"
        data={showNames}
        value={filter.show ?? 'all'}
        onChange={(value) => onChange({ show: monitorShows.find((show) => show === value) })}
      />
      <Select
        aria-label="Partner"
        placeholder="Every partner"
        w={200}
        searchable
        clearable
        data={(agreements.data?.rows ?? []).map(({ agreementId, name }) => ({
          value: agreementId,
          label: name,
        }))}
        value={filter.agreement ?? null}
        onChange={(agreement) => onChange({ agreement: agreement ?? undefined })}
      />
      <Select
        aria-label="Direction"
        placeholder="Both ways"
        w={130}
        clearable
        data={directions}
        value={filter.direction ?? null}
        onChange={(value) => onChange({ direction: value === 'in' || value === 'out' ? value : undefined })}
      />
    </search>
  );
}

function NoMessages({ filter }: { filter: MonitorFilter }) {
  if (filter.show === 'failing' && Object.keys(filter).length === 1) {
    return (
      <Empty title="Nothing to look at">
        <p>Every message was read, taken over and acknowledged in time.</p>
      </Empty>
    );
  }
  if (Object.keys(filter).length > 0) {
    return (
      <Empty title="No message has these properties">
        <p>Numbers are found from their beginning. Change the filter above to see the others.</p>
      </Empty>
    );
  }
  return (
    <Empty title="No message yet">
      <p>
        As soon as a partner sends a file, or an order goes out by EDI, it appears here. Without an agreement
        no partner exchanges messages with you.
      </p>
    </Empty>
  );
}
