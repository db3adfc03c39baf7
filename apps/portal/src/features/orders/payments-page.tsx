import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { PayableInvoice, PaymentRow } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorView, explainError } from '../../ui/error-view.tsx';
import { formatDay, formatMoney, formatState } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Empty, Page, RowsSkeleton } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { today } from './dialog-table.tsx';
import './orders.css';

const sumOf = (rows: readonly PayableInvoice[]): number =>
  rows.reduce((sum, { payableMinor }) => sum + payableMinor, 0);

type PayFormProps = { rows: readonly PayableInvoice[]; onPaid: () => void };

/** One payment to one supplier for the invoices that are chosen. */
function PayForm({ rows, onPaid }: PayFormProps) {
  const [paymentNumber, setPaymentNumber] = useState('');
  const [paidOn, setPaidOn] = useState(today);
  const [first] = rows;
  const pay = useMutation(
    trpc.orders.pay.mutationOptions({
      onSuccess: () => {
        showNotice(`Payment ${paymentNumber} is recorded, and ${first?.supplierName} told.`, {
          tone: 'good',
        });
        onPaid();
      },
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  if (first === undefined) return null;
  const { supplierId, currency } = first;
  // One over several orders is paid by its number, once.
  const byNumber = Map.groupBy(rows, ({ invoiceNumber }) => invoiceNumber);
  const items = [...byNumber].map(([invoiceNumber, parts]) => ({ invoiceNumber, paidMinor: sumOf(parts) }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        pay.mutate({
          ...{ supplierId, currency, items, paidOn, method: 'transfer' },
          paymentNumber: paymentNumber.trim(),
        });
      }}
    >
      <Group align="flex-end" mb="sm">
        <TextInput
          label="Payment number"
          required
          maxLength={30}
          value={paymentNumber}
          onChange={(event) => setPaymentNumber(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="Paid"
          value={paidOn}
          onChange={(event) => setPaidOn(event.currentTarget.value)}
        />
        <Button type="submit" disabled={paymentNumber.trim() === ''} loading={pay.isPending}>
          Pay {formatMoney(sumOf(rows), currency)} to {first.supplierName}
        </Button>
      </Group>
    </form>
  );
}

/** What may be paid now: matched or decided, of one supplier at a time. */
function Payable() {
  const payable = useQuery(trpc.orders.payable.queryOptions({}));
  const [supplierId, setSupplierId] = useState<string | null>(null);
  const [left, setLeft] = useState<readonly string[]>([]);
  if (payable.isPending) return <RowsSkeleton />;
  if (payable.isError) return <ErrorView error={payable.error} onRetry={() => void payable.refetch()} />;
  const { rows } = payable.data;
  if (rows.length === 0)
    return <p className="soft">Nothing is to be paid: no invoice is matched or decided.</p>;
  const suppliers = [...new Map(rows.map((row) => [row.supplierId, row.supplierName]))];
  const chosenId = suppliers.some(([id]) => id === supplierId) ? supplierId : (suppliers[0]?.[0] ?? null);
  const ofSupplier = rows.filter((row) => row.supplierId === chosenId);
  const chosen = ofSupplier.filter(({ invoiceId }) => !left.includes(invoiceId));
  const toggle = (invoiceId: string): void =>
    setLeft((before) =>
      before.includes(invoiceId) ? before.filter((one) => one !== invoiceId) : [...before, invoiceId],
    );
  return (
    <>
      <Select
        mb="sm"
        w={280}
        label="Supplier"
        allowDeselect={false}
        data={suppliers.map(([value, label]) => ({ value, label }))}
        value={chosenId}
        onChange={setSupplierId}
      />
      <PayForm key={chosenId} rows={chosen} onPaid={() => setLeft([])} />
      <DataTable
        label="Invoices to pay"
        isInset
        rows={ofSupplier}
        rowKey={({ invoiceId }) => invoiceId}
        rowTestId="payable-row"
        columns={[
          {
            id: 'chosen',
            title: 'Pay',
            cell: ({ invoiceId, invoiceNumber }) => (
              <Checkbox
                aria-label={`Pay invoice ${invoiceNumber}`}
                checked={!left.includes(invoiceId)}
                onChange={() => toggle(invoiceId)}
              />
            ),
          },
          { id: 'number', title: 'Invoice', cell: ({ invoiceNumber }) => invoiceNumber },
          { id: 'kind', title: 'Kind', cell: ({ kind }) => formatState(kind) },
          {
            id: 'order',
            title: 'PO',
            cell: ({ orderId, poNumber }) => (
              <Link to="/orders/$orderId" params={{ orderId }}>
                {poNumber}
              </Link>
            ),
          },
          { id: 'on', title: 'Invoiced', cell: ({ invoicedOn }) => formatDay(invoicedOn) },
          { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
          {
            id: 'total',
            title: 'Billed',
            isNumber: true,
            cell: ({ totalMinor, currency }) => formatMoney(totalMinor, currency),
          },
          {
            id: 'off',
            title: 'Taken off',
            isNumber: true,
            cell: ({ takenOffMinor, currency }) =>
              takenOffMinor === 0 ? <span className="soft">–</span> : formatMoney(takenOffMinor, currency),
          },
          {
            id: 'pay',
            title: 'To pay',
            isNumber: true,
            cell: ({ payableMinor, currency }) => formatMoney(payableMinor, currency),
          },
        ]}
      />
    </>
  );
}

const memosText = ({ items, currency }: PaymentRow): string =>
  items
    .flatMap(({ invoiceNumber, memos }) =>
      memos.map(
        ({ kind, amountMinor, reason }) =>
          `${invoiceNumber}: ${kind} ${formatMoney(amountMinor, currency)} (${reason})`,
      ),
    )
    .join('; ');

function Paid() {
  const payments = useQuery(trpc.orders.payments.queryOptions({}));
  if (payments.isPending) return <RowsSkeleton />;
  if (payments.isError) return <ErrorView error={payments.error} onRetry={() => void payments.refetch()} />;
  const { rows } = payments.data;
  if (rows.length === 0) return <Empty title="Nothing is paid yet" />;
  return (
    <DataTable
      label="Payments"
      isInset
      rows={rows}
      rowKey={({ paymentNumber, partnerName }) => `${partnerName} ${paymentNumber}`}
      rowTestId="payment-row"
      columns={[
        { id: 'number', title: 'Payment', cell: ({ paymentNumber }) => paymentNumber },
        { id: 'partner', title: 'Partner', isWide: true, cell: ({ partnerName }) => partnerName },
        { id: 'on', title: 'Paid', cell: ({ paidOn }) => formatDay(paidOn) },
        {
          id: 'invoices',
          title: 'Invoices',
          isProse: true,
          cell: ({ items, currency }) =>
            items.map(({ invoiceNumber, orderId, poNumber, paidMinor }) => (
              <div key={`${invoiceNumber} ${poNumber}`}>
                {invoiceNumber} of{' '}
                <Link to="/orders/$orderId" params={{ orderId }}>
                  PO {poNumber}
                </Link>
                : {formatMoney(paidMinor, currency)}
              </div>
            )),
        },
        { id: 'memos', title: 'Taken off', isProse: true, cell: memosText },
        {
          id: 'advice',
          title: 'Advice',
          isSpare: true,
          cell: ({ documentId }) => (documentId === null ? 'Portal' : 'EDI'),
        },
        {
          id: 'sum',
          title: 'Sum',
          isNumber: true,
          cell: ({ paidMinor, currency }) => formatMoney(paidMinor, currency),
        },
      ]}
    />
  );
}

/** /payments: what a buyer may pay, and what was paid, as both parties read it. */
export function PaymentsPage() {
  const mayPay = useIsPermitted('orders.pay');
  return (
    <Page title="Payments">
      <div className="page-body">
        {mayPay && (
          <section className="section" aria-label="To pay">
            <h2>To pay</h2>
            <Payable />
          </section>
        )}
        <section className="section" aria-label="Paid">
          <h2>{mayPay ? 'Paid' : 'Remittances'}</h2>
          <Paid />
        </section>
      </div>
    </Page>
  );
}
