import type { SharedRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { lastKnown, seriesSpan, sharedValues } from './sharing-words.ts';

const shownBuckets = 6;

const columns: Column<SharedRow>[] = [
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: ({ itemNumber, partnerItemNumber, description, category }) =>
      itemNumber === null ? (
        <>Category {category ?? 'without a name'}</>
      ) : (
        <>
          {itemNumber}
          {partnerItemNumber !== null && <span className="soft"> ({partnerItemNumber})</span>} {description}
        </>
      ),
  },
  { id: 'place', title: 'Place', cell: ({ locationCode }) => locationCode ?? 'all together' },
  {
    id: 'span',
    title: 'Covers',
    isProse: true,
    cell: (row) => {
      const { firstOn, lastOn } = seriesSpan(row);
      return `${formatDay(firstOn)} – ${formatDay(lastOn)}`;
    },
  },
  {
    id: 'buckets',
    title: 'Periods',
    isNumber: true,
    cell: ({ amounts, bucketDays }) =>
      `${formatCount(amounts.length)} × ${bucketDays === 1 ? '1 day' : `${bucketDays} days`}`,
  },
  {
    id: 'values',
    title: `Newest values`,
    isNumber: true,
    cell: (row) => {
      const values = lastKnown(row, shownBuckets);
      if (values.length === 0) return <span className="soft">none known</span>;
      return sharedValues(values, row);
    },
  },
];

/** Shared series, one a row. */
export function SharedRowsTable({ label, rows }: { label: string; rows: readonly SharedRow[] }) {
  return (
    <div className="shared-rows">
      <DataTable isInset label={label} rows={rows} rowKey={({ rowKey }) => rowKey} columns={columns} />
    </div>
  );
}
