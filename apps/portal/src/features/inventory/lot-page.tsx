import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { trpc } from '../../app/api.ts';
import type { LotTrace } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatDay, formatQuantity, formatState } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { Instant } from '../../ui/time.tsx';
import '../warehouse/warehouse.css';

const route = getRouteApi('/shell/lots/$lotId');
type Origin = LotTrace['origins'][number];
type Departure = LotTrace['departures'][number];
type Movement = LotTrace['movements'][number];

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

const accountText = (state: string): string =>
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

function Facts({ lot }: { lot: LotTrace }) {
  return (
    <dl className="facts section">
      <div>
        <dt>Came</dt>
        <dd>{formatDay(lot.receivedOn)}</dd>
      </div>
      <div>
        <dt>Use by</dt>
        <dd>{lot.expiresOn === null ? 'no end' : formatDay(lot.expiresOn)}</dd>
      </div>
      <div>
        <dt>Lies</dt>
        <dd>
          {lot.balances.length === 0
            ? 'nothing is left'
            : lot.balances
                .map(
                  ({ placeName, state, quantityMilli }) =>
                    `${formatQuantity(quantityMilli, lot.unit)} ${accountText(state)} ${state === 'in-transit' ? 'from' : 'at'} ${placeName}`,
                )
                .join('; ')}
        </dd>
      </div>
    </dl>
  );
}

/** /lots/:lotId: from the supplier to the customer, as far as it went through our hands. */
export function LotPage() {
  const { lotId } = route.useParams();
  const { data: lot } = useSuspenseQuery(trpc.warehouse.lots.trace.queryOptions({ lotId }));
  const { origins, departures, movements, unit } = lot;
  return (
    <Page
      title={`Lot ${lot.lotNumber}`}
      subtitle={`${lot.itemNumber} ${lot.description}`}
      actions={<Link to="/lots">All lots</Link>}
    >
      <div className="page-body">
        <Facts lot={lot} />
      </div>
      <h2 className="board-title">Where it came from</h2>
      <DataTable
        label="Where it came from"
        rows={origins}
        rowKey={({ at, quantityMilli }) => `${at} ${quantityMilli}`}
        columns={originColumns(unit)}
      />
      <h2 className="board-title">Who has got it</h2>
      {departures.length === 0 ? (
        <p className="page-body soft">None of it has left in a carton of ours.</p>
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
        rowKey={(move) => `${move.at} ${move.reason} ${move.fromState} ${move.toState} ${move.quantityMilli}`}
        columns={movementColumns(unit)}
      />
    </Page>
  );
}
