import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { LotTrace } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatDay, formatQuantity, formatState } from '../../ui/format.ts';
import { Instant } from '../../ui/time.tsx';

type Trace = Pick<LotTrace, 'origins' | 'departures' | 'movements'>;
type Origin = Trace['origins'][number];
type Departure = Trace['departures'][number];
type Movement = Trace['movements'][number];

const quantity = <Row extends { quantityMilli: number }>(unit: string): Column<Row> => ({
  id: 'quantity',
  title: 'Quantity',
  isNumber: true,
  cell: ({ quantityMilli }) => formatQuantity(quantityMilli, unit),
});

const originColumns = (unit: string): Column<Origin>[] => [
  { id: 'at', title: 'When', cell: ({ at }) => <Instant at={at} /> },
  {
    id: 'how',
    title: 'How',
    isWide: true,
    cell: ({ reason, receiptNumber, orderId, poNumber, fileName }) =>
      receiptNumber !== null && orderId !== null ? (
        <>
          Receipt {receiptNumber} of{' '}
          <Link to="/orders/$orderId" params={{ orderId }}>
            PO {poNumber}
          </Link>
        </>
      ) : (
        (fileName ?? formatState(reason))
      ),
  },
  { id: 'supplier', title: 'Supplier', isWide: true, cell: ({ supplierName }) => supplierName ?? '' },
  { id: 'shipment', title: 'Shipment', cell: ({ shipmentNumber }) => shipmentNumber ?? '' },
  quantity(unit),
];

const departureColumns = (unit: string): Column<Departure>[] => [
  { id: 'customer', title: 'Who has got it', isWide: true, cell: ({ customerName }) => customerName },
  {
    id: 'order',
    title: 'Order',
    cell: ({ orderKind, orderId, poNumber }) => (
      <Link
        to={orderKind === 'purchase-order' ? '/orders/$orderId' : '/sales-orders/$orderId'}
        params={{ orderId }}
      >
        {poNumber}
      </Link>
    ),
  },
  {
    id: 'shipment',
    title: 'Shipment',
    cell: ({ shipmentNumber, despatchedOn }) =>
      `${shipmentNumber}${despatchedOn === null ? '' : `, ${formatDay(despatchedOn)}`}`,
  },
  { id: 'sscc', title: 'Carton', cell: ({ sscc }) => <span className="mono">{sscc}</span> },
  quantity(unit),
  {
    id: 'counted',
    title: 'Kept by the receiver',
    isNumber: true,
    cell: ({ receivedMilli, receiptNumber }) =>
      receivedMilli === null ? (
        <span className="soft">not counted</span>
      ) : (
        <span title={`Receipt ${receiptNumber}`}>{formatQuantity(receivedMilli, unit)}</span>
      ),
  },
];

export const accountText = (state: string): string =>
  state === 'outside' ? 'outside' : formatState(state).toLowerCase();

const movementColumns = (unit: string): Column<Movement>[] => [
  { id: 'at', title: 'When', cell: ({ at }) => <Instant at={at} /> },
  {
    id: 'what',
    title: 'What',
    cell: ({ reason, isCompensation }) => (
      <>
        {formatState(reason)} {isCompensation && <span className="tag info">takes back</span>}
      </>
    ),
  },
  {
    id: 'from',
    title: 'From → to',
    isWide: true,
    cell: ({ fromState, toState }) => `${accountText(fromState)} → ${accountText(toState)}`,
  },
  { id: 'place', title: 'Place', isSpare: true, cell: ({ placeName }) => placeName ?? '' },
  quantity(unit),
];

type TraceTablesProps = {
  trace: Trace;
  unit: string;
  /** What to say where it never was in stock, with the way to go on. */
  never: ReactNode;
  /** What to say where nobody has got it. */
  stays: string;
};

/** From the supplier to the customer, as far as it went through our hands. */
export function TraceTables({ trace, unit, never, stays }: TraceTablesProps) {
  const { origins, departures, movements } = trace;
  if (movements.length === 0) return <div className="page-body">{never}</div>;
  return (
    <>
      <h2 className="board-title">Where it came from</h2>
      {origins.length === 0 ? (
        <p className="page-body soft">Every receipt of it was taken back: see below.</p>
      ) : (
        <DataTable
          label="Where it came from"
          rows={origins}
          rowKey={({ entryId }) => entryId}
          columns={originColumns(unit)}
        />
      )}
      <h2 className="board-title">Who has got it</h2>
      {departures.length === 0 ? (
        <p className="page-body soft">{stays}</p>
      ) : (
        <DataTable
          label="Who has got it"
          rows={departures}
          rowKey={({ sscc, orderId }) => `${sscc} ${orderId}`}
          rowTestId="departure-row"
          columns={departureColumns(unit)}
        />
      )}
      <h2 className="board-title">What happened to it</h2>
      <DataTable
        label="What happened to it"
        rows={movements}
        rowKey={({ entryId }) => entryId}
        columns={movementColumns(unit)}
      />
    </>
  );
}
