import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { keepRows, trpc } from '../../app/api.ts';
import type { VerdictRow } from '../../app/api-types.ts';
import { type FulfilmentView, lineVerdicts } from '../../app/search-parameters.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatDay, formatMoney, formatState } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import type { ViewChange } from './perfect-orders-page.tsx';
import { causeText, exclusionText, partyText } from './performance-words.ts';
import { ComponentMarks, VerdictTag } from './verdict-marks.tsx';

const pageSize = 100;

const columns: Column<VerdictRow>[] = [
  {
    id: 'line',
    title: 'PO · line',
    cell: ({ orderLineId, poNumber, lineNumber }) => (
      <Link to="/perfect-orders/$orderLineId" params={{ orderLineId }}>
        {poNumber} · {lineNumber}
      </Link>
    ),
  },
  { id: 'partner', title: 'Partner', isWide: true, cell: ({ partnerName }) => partnerName },
  { id: 'item', title: 'Item', isWide: true, isSpare: true, cell: ({ description }) => description },
  { id: 'due', title: 'Due', cell: ({ dueOn }) => (dueOn === null ? 'no day' : formatDay(dueOn)) },
  { id: 'verdict', title: 'Verdict', cell: (row) => <VerdictTag row={row} /> },
  {
    id: 'components',
    title: 'Full · day · papers · condition',
    isSpare: true,
    cell: ({ components }) => <ComponentMarks components={components} />,
  },
  {
    id: 'cause',
    title: 'Cause',
    isWide: true,
    cell: ({ cause, causeParty, causeText: text, exclusionCode }) =>
      exclusionCode !== null ? (
        exclusionText(exclusionCode)
      ) : cause === null ? (
        ''
      ) : (
        <span title={text ?? ''}>
          {causeText(cause)} <small className="soft">{partyText(causeParty ?? '')}</small>
        </span>
      ),
  },
  {
    id: 'cost',
    title: 'Cost',
    isNumber: true,
    cell: ({ costMinor, currency }) => (costMinor === 0 ? '' : formatMoney(costMinor, currency)),
  },
];

/** The lines behind every number, the most expensive first; J, K and Enter go to them. */
export function LinesTab({ view, onChange }: { view: FulfilmentView; onChange: ViewChange }) {
  const navigate = useNavigate();
  const { weeks = 13, partner, verdict, cause, party, search } = view;
  const list = useInfiniteQuery({
    ...trpc.performance.lines.infiniteQueryOptions(
      {
        weekCount: weeks,
        limit: pageSize,
        ...(partner === undefined ? {} : { partnerId: partner }),
        ...(verdict === undefined ? {} : { verdict }),
        ...(cause === undefined ? {} : { cause }),
        ...(party === undefined ? {} : { party }),
        ...(search === undefined ? {} : { search }),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    ...keepRows,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const cursor = useRowCursor(rows.length, (index) => {
    const orderLineId = rows[index]?.orderLineId;
    if (orderLineId !== undefined)
      void navigate({ to: '/perfect-orders/$orderLineId', params: { orderLineId } });
  });
  const isFiltered = [verdict, cause, party, search].some((one) => one !== undefined);
  return (
    <>
      <search className="toolbar" aria-label="Filter lines">
        <SearchField
          value={search ?? ''}
          onChange={(text) => onChange({ search: text === '' ? undefined : text })}
          placeholder="PO, item, partner"
        />
        <Select
          aria-label="Verdict"
          placeholder="All verdicts"
          w={160}
          clearable
          data={lineVerdicts.map((value) => ({ value, label: formatState(value) }))}
          value={verdict ?? null}
          onChange={(value) => onChange({ verdict: lineVerdicts.find((one) => one === value) })}
        />
        {cause !== undefined && (
          <Button variant="default" onClick={() => onChange({ cause: undefined, party: undefined })}>
            {causeText(cause)} ✕
          </Button>
        )}
      </search>
      {list.isPending && <RowsSkeleton />}
      {list.isError && rows.length === 0 && (
        <ErrorView error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={isFiltered ? 'No line has these properties' : 'No line was due in this period'}>
          {isFiltered && (
            <Button
              variant="default"
              onClick={() =>
                onChange({ verdict: undefined, cause: undefined, party: undefined, search: undefined })
              }
            >
              Clear the filter
            </Button>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Lines"
          rows={rows}
          columns={columns}
          rowKey={({ orderLineId }) => orderLineId}
          rowTestId="verdict-row"
          currentKey={rows[cursor]?.orderLineId ?? ''}
        />
      )}
      <MoreRows {...list} />
    </>
  );
}
