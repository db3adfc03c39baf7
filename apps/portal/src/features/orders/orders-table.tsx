import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { OrderRow } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatDay, formatDelay, formatMoney } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { Instant } from '../../ui/time.tsx';

type OrdersTableProps = {
  label: string;
  rows: readonly OrderRow[];
  partner: 'supplier' | 'buyer';
  isInset?: boolean;
  /** With it rows can be chosen for what is done to several. */
  chosen?: { ids: readonly string[]; toggle: (orderId: string) => void };
};

function PromisedDay({ order }: { order: OrderRow }) {
  if (order.promisedOn === null) return <span className="soft">not yet</span>;
  const isMoved = order.promisedOn !== order.deliverOn;
  return (
    <span className={isMoved ? 'tone-warn' : ''} title={formatDelay(order.deliverOn, order.promisedOn)}>
      {formatDay(order.promisedOn)}
      {isMoved && (
        <>
          {' '}
          <small>· {formatDelay(order.deliverOn, order.promisedOn)}</small>
        </>
      )}
    </span>
  );
}

const columnsFor = (partner: OrdersTableProps['partner']): Column<OrderRow>[] => [
  {
    id: 'number',
    title: 'PO',
    cell: ({ orderId, poNumber }) => (
      <Link to="/orders/$orderId" params={{ orderId }}>
        {poNumber}
      </Link>
    ),
  },
  partner === 'supplier'
    ? {
        id: 'supplier',
        title: 'Supplier',
        isWide: true,
        isName: true,
        cell: ({ supplierName }) => supplierName,
      }
    : { id: 'buyer', title: 'Buyer', isWide: true, isName: true, cell: ({ buyerName }) => buyerName },
  { id: 'shipTo', title: 'Ship to', isWide: true, isName: true, cell: ({ shipToName }) => shipToName },
  {
    id: 'state',
    title: 'State',
    isProse: true,
    cell: ({ state, isLate, isHeld, isBlanket, hasPendingChange }) => (
      <>
        <StateTag state={state} /> {isBlanket && <span className="tag">Blanket</span>}{' '}
        {isHeld && <span className="tag bad">On hold</span>} {isLate && <span className="tag bad">Late</span>}{' '}
        {hasPendingChange && state !== 'change-pending' && <span className="tag warn">Change pending</span>}
      </>
    ),
  },
  { id: 'deliver', title: 'Requested', cell: ({ deliverOn }) => formatDay(deliverOn) },
  { id: 'promised', title: 'Promised', isProse: true, cell: (order) => <PromisedDay order={order} /> },
  {
    id: 'lines',
    title: 'Lines',
    isNumber: true,
    isSpare: true,
    cell: ({ lineCount }) => formatCount(lineCount),
  },
  {
    id: 'total',
    title: 'Total',
    isNumber: true,
    cell: ({ totalMinor, currency }) => formatMoney(totalMinor, currency),
  },
  { id: 'placed', title: 'Placed', isSpare: true, cell: ({ placedAt }) => <Instant at={placedAt} /> },
];

const choiceColumn = ({ ids, toggle }: NonNullable<OrdersTableProps['chosen']>): Column<OrderRow> => ({
  id: 'chosen',
  title: 'Choose',
  isTitleHidden: true,
  cell: ({ orderId, poNumber }) => (
    <Checkbox
      size="xs"
      aria-label={`Choose PO ${poNumber}`}
      checked={ids.includes(orderId)}
      onChange={() => toggle(orderId)}
    />
  ),
});

export function OrdersTable({ label, rows, partner, isInset = false, chosen }: OrdersTableProps) {
  return (
    <DataTable
      label={label}
      isInset={isInset}
      rows={rows}
      rowKey={({ orderId }) => orderId}
      rowTestId="order-row"
      columns={[...(chosen === undefined ? [] : [choiceColumn(chosen)]), ...columnsFor(partner)]}
    />
  );
}
