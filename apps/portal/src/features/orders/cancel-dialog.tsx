import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api.ts';
import type { OrderDetail } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatMoney, formatRounded } from '../../ui/format.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { acted } from './dialog-table.tsx';

/** What is no longer coming, and when each place runs out without it. */
function Consequences({ orderId }: { orderId: string }) {
  const preview = useQuery(trpc.orders.previewCancel.queryOptions({ orderId }));
  if (preview.isPending) return <p className="soft">Looking what that would mean…</p>;
  if (preview.isError) return <p className="tone-bad">{explainError(preview.error)}</p>;
  const { lines, openMinor, currency, isSupplierTold, isInsideFreeze, consumptionCount } = preview.data;
  const shown = (day: string | null) =>
    day === null ? <span className="soft">not soon</span> : formatDay(day);
  return (
    <>
      {isInsideFreeze && (
        <Callout tone="warn" title="So close to delivery changes need the supplier’s word">
          The supplier may refuse goods or costs that are on their way already.
        </Callout>
      )}
      <p>
        Goods for {formatMoney(openMinor, currency)} are no longer coming. The supplier is told at once
        {isSupplierTold === 'edi' ? ' by EDI' : ' in the portal'}
        {consumptionCount > 0 && `; the forecast of ${consumptionCount} lines is free again`}. The order
        cannot be reopened.
      </p>
      <div className="table-frame">
        <table className="table inset" aria-label="What cancelling takes away" data-testid="cancel-preview">
          <thead>
            <tr>
              <th scope="col">Item</th>
              {['Not coming', 'In stock', 'Other receipts', 'Sold a day'].map((title) => (
                <th key={title} scope="col" className="number">
                  {title}
                </th>
              ))}
              <th scope="col">Lasts until</th>
              <th scope="col">With the order</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.lineNumber}>
                <td>{line.itemNumber}</td>
                <td className="number">{formatAmount(line.openMilli)}</td>
                <td className="number">{formatAmount(line.stockMilli)}</td>
                <td className="number">{formatAmount(line.otherComingMilli)}</td>
                <td className="number">
                  {line.soldPerDayMilli === null ? '–' : formatRounded(line.soldPerDayMilli)}
                </td>
                <td>{shown(line.runsOutOn)}</td>
                <td>{shown(line.runsOutWithItOn)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Cancelling shows first what it takes away. */
export function CancelDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const cancel = useMutation(
    trpc.orders.cancel.mutationOptions(acted({ text: `PO ${order.poNumber} is cancelled.`, onClose })),
  );
  return (
    <ReasonDialog
      title={`Cancel PO ${order.poNumber}`}
      label="Reason"
      action="Cancel the order"
      isDangerous
      isPending={cancel.isPending}
      size={780}
      onConfirm={(reason) =>
        cancel.mutate({ orderId: order.orderId, reason, expectedVersion: order.version })
      }
      onClose={onClose}
    >
      <Consequences orderId={order.orderId} />
    </ReasonDialog>
  );
}
