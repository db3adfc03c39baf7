import { NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { OrderDetail, OrderLine } from '../../app/api-types.ts';
import { formatMoney, formatQuantity } from '../../ui/format.ts';
import { Amount, acted, DialogTable, today } from './dialog-table.tsx';

type Draft = { quantityMilli: number | undefined; priceMicros: number };

const billableMilli = ({ quantities }: OrderLine): number =>
  Math.max(0, quantities.shippedMilli - quantities.invoicedMilli);

const totalMinor = (drafts: readonly Draft[]): number =>
  drafts.reduce(
    (sum, { quantityMilli = 0, priceMicros }) => sum + Math.round((quantityMilli * priceMicros) / 10_000_000),
    0,
  );

type PriceProps = { label: string; micros: number; onChange: (micros: number) => void };

const Price = ({ label, micros, onChange }: PriceProps) => (
  <NumberInput
    w={110}
    aria-label={label}
    min={0}
    decimalScale={6}
    value={micros / 1_000_000}
    onChange={(value) => onChange(typeof value === 'number' ? Math.round(value * 1_000_000) : 0)}
  />
);

/** A supplier without EDI bills what was shipped; what differs from the order is seen before it is sent. */
export function InvoiceDialog({ order, onClose }: { order: OrderDetail; onClose: () => void }) {
  const billable = order.lines.filter((line) => billableMilli(line) > 0);
  const [drafts, setDrafts] = useState<Record<string, Draft>>(() =>
    Object.fromEntries(
      billable.map((line) => [
        line.orderLineId,
        { quantityMilli: billableMilli(line), priceMicros: line.unitPriceMicros },
      ]),
    ),
  );
  const [invoiceNumber, setInvoiceNumber] = useState('');
  const [invoicedOn, setInvoicedOn] = useState(today);
  const invoice = useMutation(
    trpc.orders.invoice.mutationOptions(
      acted({ text: `Invoice ${invoiceNumber} is sent and compared with the order.`, onClose }),
    ),
  );
  const change = (line: OrderLine, part: Partial<Draft>): void =>
    setDrafts((before) => ({
      ...before,
      [line.orderLineId]: {
        quantityMilli: undefined,
        priceMicros: line.unitPriceMicros,
        ...before[line.orderLineId],
        ...part,
      },
    }));
  const lines = billable.flatMap(({ orderLineId }) => {
    const { quantityMilli = 0, priceMicros = 0 } = drafts[orderLineId] ?? {};
    return quantityMilli > 0 ? [{ orderLineId, quantityMilli, unitPriceMicros: priceMicros }] : [];
  });
  const { orderId, version: expectedVersion } = order;
  return (
    <DialogTable
      title={`Invoice PO ${order.poNumber}`}
      columns={['Shipped, not billed', 'Billed', `Price in ${order.currency}`]}
      lines={billable}
      cells={(line) => (
        <>
          <td className="number">{formatQuantity(billableMilli(line), line.unit)}</td>
          <td>
            <Amount
              label={`Billed of line ${line.lineNumber}`}
              milli={drafts[line.orderLineId]?.quantityMilli}
              onChange={(quantityMilli) => change(line, { quantityMilli })}
            />
          </td>
          <td>
            <Price
              label={`Price of line ${line.lineNumber}`}
              micros={drafts[line.orderLineId]?.priceMicros ?? 0}
              onChange={(priceMicros) => change(line, { priceMicros })}
            />
            {drafts[line.orderLineId]?.priceMicros !== line.unitPriceMicros && (
              <small className="tone-warn"> ordered at {line.unitPriceMicros / 1_000_000}</small>
            )}
          </td>
        </>
      )}
      head={
        <>
          <TextInput
            label="Invoice number"
            required
            maxLength={22}
            data-autofocus
            value={invoiceNumber}
            onChange={(event) => setInvoiceNumber(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="Invoiced"
            value={invoicedOn}
            onChange={(event) => setInvoicedOn(event.currentTarget.value)}
          />
          <p data-testid="invoice-total">
            Total {formatMoney(totalMinor(Object.values(drafts)), order.currency)}
          </p>
        </>
      }
      action="Send the invoice"
      isReady={lines.length > 0 && invoiceNumber.trim() !== ''}
      isPending={invoice.isPending}
      onSend={() =>
        invoice.mutate({ orderId, expectedVersion, lines, invoicedOn, invoiceNumber: invoiceNumber.trim() })
      }
      onClose={onClose}
    />
  );
}
