import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ErrorView } from '../../ui/error-view.tsx';
import { formatDay } from '../../ui/format.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { RowsSkeleton } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useRowCursor } from '../../ui/use-row-cursor.ts';
import type { ViewChange } from './perfect-orders-page.tsx';

type AnyLine = {
  orderLineId: string;
  poNumber: string;
  lineNumber: string;
  partnerName: string;
  description: string;
  dueOn: string | null;
};

/** What every list of order lines begins with. */
export const lineColumns = (noDay: string): Column<AnyLine>[] => [
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
  { id: 'due', title: 'Due', cell: ({ dueOn }) => (dueOn === null ? noDay : formatDay(dueOn)) },
];

type VerdictListProps<Row extends AnyLine> = {
  label: string;
  list: {
    data: { pages: readonly { rows: readonly Row[] }[] } | undefined;
    isPending: boolean;
    isSuccess: boolean;
    isError: boolean;
    error: unknown;
    refetch: () => Promise<unknown>;
  } & Parameters<typeof MoreRows>[0];
  columns: readonly Column<Row>[];
  rowTestId: string;
  search: string | undefined;
  onChange: ViewChange;
  /** Further filters, behind the search. */
  filters?: ReactNode;
  empty: ReactNode;
  /** Above the rows. */
  children?: ReactNode;
};

/** Order lines under their filters; J, K and Enter go to them. */
export function VerdictList<Row extends AnyLine>(props: VerdictListProps<Row>) {
  const { label, list, columns, rowTestId, search, onChange, filters, empty, children } = props;
  const navigate = useNavigate();
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const cursor = useRowCursor(rows.length, (index) => {
    const orderLineId = rows[index]?.orderLineId;
    if (orderLineId !== undefined)
      void navigate({ to: '/perfect-orders/$orderLineId', params: { orderLineId } });
  });
  return (
    <>
      <search className="toolbar" aria-label="Filter lines">
        <SearchField
          value={search ?? ''}
          onChange={(text) => onChange({ search: text === '' ? undefined : text })}
          placeholder="PO, item, partner"
        />
        {filters}
      </search>
      {list.isPending && <RowsSkeleton />}
      {list.isError && rows.length === 0 && (
        <ErrorView error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && empty}
      {rows.length > 0 && children}
      {rows.length > 0 && (
        <DataTable
          label={label}
          rows={rows}
          columns={columns}
          rowKey={({ orderLineId }) => orderLineId}
          rowTestId={rowTestId}
          currentKey={rows[cursor]?.orderLineId ?? ''}
        />
      )}
      <MoreRows {...list} />
    </>
  );
}
