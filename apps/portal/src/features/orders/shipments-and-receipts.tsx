import type { OrderDetail } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatDay, formatState, namesText } from '../../ui/format.ts';
import { Arrived } from './arrivals.tsx';
import { amountsText } from './line-amounts.ts';
import { RaiseDispute } from './raise-dispute.tsx';
import { ReverseReceipt } from './reverse-receipt.tsx';

type Shipment = OrderDetail['shipments'][number];
type Receipt = OrderDetail['receipts'][number];

const linesText = (lines: Shipment['lines']): string =>
  amountsText(lines.map(({ lineNumber, shippedMilli }) => ({ lineNumber, quantityMilli: shippedMilli })));

const packages = ({ lines }: Shipment): string[] => [
  ...new Set(
    lines.flatMap(({ palletSscc, ssccs }) => [...(palletSscc === null ? [] : [palletSscc]), ...ssccs]),
  ),
];

/** What the supplier said is coming, with the packages by their SSCC. */
export function Shipments({ order }: { order: OrderDetail }) {
  if (order.shipments.length === 0) return null;
  return (
    <section className="section" aria-label="Shipments">
      <h2>Ship notices</h2>
      <DataTable
        label="Ship notices"
        isInset
        rows={order.shipments}
        rowKey={({ shipmentNumber, purpose }) => `${shipmentNumber} ${purpose}`}
        columns={[
          {
            id: 'number',
            title: 'Shipment',
            cell: ({ shipmentNumber, purpose }) => (
              <>
                {shipmentNumber}{' '}
                {purpose !== 'original' && <span className="tag warn">{formatState(purpose)}</span>}
              </>
            ),
          },
          {
            id: 'left',
            title: 'Despatched',
            cell: ({ despatchedOn }) => (despatchedOn === null ? '–' : formatDay(despatchedOn)),
          },
          {
            id: 'due',
            title: 'Expected',
            cell: ({ deliverOn }) => (deliverOn === null ? '–' : formatDay(deliverOn)),
          },
          {
            id: 'arrived',
            title: 'Arrived',
            cell: ({ shipmentNumber, purpose }) =>
              purpose !== 'cancellation' && <Arrived order={order} shipmentNumber={shipmentNumber} />,
          },
          { id: 'lines', title: 'Goods', isProse: true, cell: ({ lines }) => linesText(lines) },
          {
            id: 'sscc',
            title: 'SSCC',
            isProse: true,
            cell: (shipment) => packages(shipment).join(', ') || <span className="soft">none</span>,
          },
        ]}
      />
    </section>
  );
}

const receivedText = ({ lines }: Receipt): string =>
  amountsText(lines.map(({ lineNumber, receivedMilli }) => ({ lineNumber, quantityMilli: receivedMilli })));

const deviationsText = ({ lines }: Receipt): string =>
  amountsText(
    lines.flatMap(({ lineNumber, deviations }) =>
      deviations.map(({ condition, quantityMilli }) => ({
        lineNumber,
        quantityMilli,
        what: formatState(condition).toLowerCase(),
      })),
    ),
  );

const lotsText = ({ lines }: Receipt): string =>
  lines
    .filter(({ lotNumber }) => lotNumber !== null)
    .map(
      ({ lotNumber, expiresOn }) =>
        `${lotNumber}${expiresOn === null ? '' : ` until ${formatDay(expiresOn)}`}`,
    )
    .join(', ');

const serialsText = ({ lines }: Receipt): string =>
  namesText(
    lines.flatMap(({ serials = [] }) =>
      serials.map(({ serialNumber, condition }) =>
        condition === null ? serialNumber : `${serialNumber} (${formatState(condition).toLowerCase()})`,
      ),
    ),
  );

const traceText = (receipt: Receipt): string =>
  [lotsText(receipt), serialsText(receipt)].filter((text) => text !== '').join('; ');

/** One button per line of the receipt; with one line it needs no number. */
function DisputeCount({ order, receipt }: { order: OrderDetail; receipt: Receipt }) {
  const { receiptNumber } = receipt;
  const numbers = [...new Set(receipt.lines.map(({ lineNumber }) => lineNumber))];
  return numbers.map((lineNumber) => (
    <RaiseDispute
      key={lineNumber}
      orderId={order.orderId}
      subject={{ about: 'receipt', receiptNumber, lineNumber, cause: 'count' }}
      label={numbers.length === 1 ? 'Dispute' : `Dispute line ${lineNumber}`}
      about={`receipt ${receiptNumber}, line ${lineNumber}`}
    />
  ));
}

/** What was counted, and what was wrong with it. */
export function Receipts({ order }: { order: OrderDetail }) {
  const mayReceive = useIsPermitted('orders.receive');
  const mayDispute = useIsPermitted('orders.dispute');
  if (order.receipts.length === 0) return null;
  const takenBack = new Set(
    order.receipts
      .filter(({ purpose }) => purpose === 'cancellation')
      .map(({ receiptNumber }) => receiptNumber),
  );
  const isInForce = ({ receiptNumber }: Receipt) => !takenBack.has(receiptNumber);
  return (
    <section className="section" aria-label="Receipts">
      <h2>Receipts</h2>
      <DataTable
        label="Receipts"
        isInset
        rows={order.receipts}
        rowKey={({ receiptNumber, purpose }) => `${receiptNumber} ${purpose}`}
        columns={[
          {
            id: 'number',
            title: 'Receipt',
            cell: ({ receiptNumber, purpose }) => (
              <>
                {receiptNumber} {purpose === 'cancellation' && <span className="tag bad">Taken back</span>}
              </>
            ),
          },
          { id: 'on', title: 'Received', cell: ({ receivedOn }) => formatDay(receivedOn) },
          {
            id: 'shipment',
            title: 'Shipment',
            cell: ({ shipmentNumber }) => shipmentNumber ?? <span className="soft">unannounced</span>,
          },
          { id: 'lines', title: 'Kept', isProse: true, cell: receivedText },
          {
            id: 'wrong',
            title: 'Not as ordered',
            isProse: true,
            cell: (receipt) => <span className="tone-warn">{deviationsText(receipt)}</span>,
          },
          { id: 'lots', title: 'Lots, serial numbers', isProse: true, isSpare: true, cell: traceText },
          {
            id: 'acts',
            title: 'Acts',
            isTitleHidden: true,
            cell: (receipt) =>
              isInForce(receipt) && (
                <>
                  {mayReceive && <ReverseReceipt order={order} receiptNumber={receipt.receiptNumber} />}
                  {mayDispute && <DisputeCount order={order} receipt={receipt} />}
                </>
              ),
          },
        ]}
      />
    </section>
  );
}
