import { Button, Group, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { DisputeRow, InvoiceView, OrderDetail } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatAmount, formatDay, formatMoney, formatState, formatUnitPrice } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { causeNames } from './dispute-words.ts';
import { RaiseDispute } from './raise-dispute.tsx';

type Variance = InvoiceView['variances'][number];

const causeOf = { price: 'price', quantity: 'short', 'not-ordered': 'not-ordered' } as const;

const kindOf: Partial<Record<DisputeRow['cause'], Variance['kind']>> = {
  price: 'price',
  short: 'quantity',
  damaged: 'quantity',
  'not-ordered': 'not-ordered',
};

type DisputingProps = VarianceRowProps & { cause: 'price' | 'short' | 'damaged' | 'not-ordered' };

/** The dispute about this difference, or the button that begins one. */
function Disputing({ order, invoice, variance, cause }: DisputingProps) {
  const { orderId } = order;
  const { invoiceId, invoiceNumber, state } = invoice;
  const { kind, lineNumber, named } = variance;
  const { data } = useQuery(trpc.orders.disputes.list.queryOptions({ orderId, limit: 20 }));
  const known = data?.rows.find(
    (row) =>
      row.invoiceId === invoiceId &&
      row.state !== 'withdrawn' &&
      (row.cause === 'whole' || (row.lineNumber === lineNumber && kindOf[row.cause] === kind)),
  );
  if (known !== undefined) {
    return (
      <Link to="/disputes/$disputeId" params={{ disputeId: known.disputeId }}>
        {known.disputeNumber}
      </Link>
    );
  }
  if (state === 'paid') return null;
  return (
    <RaiseDispute
      orderId={orderId}
      subject={{ about: 'invoice', invoiceId, lineNumber, cause }}
      label="Dispute"
      about={`${formatState(kind).toLowerCase()} of ${named} of invoice ${invoiceNumber}`}
    />
  );
}

type VarianceRowProps = { variance: Variance; invoice: InvoiceView; order: OrderDetail };

function VarianceRow({ variance, invoice, order }: VarianceRowProps) {
  const { currency } = order;
  const { kind, named, lineNumber, expected, invoiced, amountMinor } = variance;
  const isDamaged = order.receipts.some(({ lines }) =>
    lines.some(
      (line) =>
        line.lineNumber === lineNumber && line.deviations.some(({ condition }) => condition === 'damaged'),
    ),
  );
  const shown = (value: number) =>
    kind === 'price' ? formatUnitPrice(value, currency) : formatAmount(value);
  return (
    <tr>
      <td>{named}</td>
      <td>
        <span className="tag warn">{formatState(kind)}</span>
      </td>
      <td className="number">{shown(expected)}</td>
      <td className="number">{shown(invoiced)}</td>
      <td className="number">{formatMoney(amountMinor, currency)}</td>
      <td>
        <Disputing
          order={order}
          invoice={invoice}
          variance={variance}
          cause={kind === 'quantity' && isDamaged ? 'damaged' : causeOf[kind]}
        />
      </td>
    </tr>
  );
}

/** The buyer's decision about an invoice that does not follow from order and receipt. */
function Decision({ invoice, order }: { invoice: InvoiceView; order: OrderDetail }) {
  const [reason, setReason] = useState('');
  const differsMinor = invoice.variances.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const [debitMinor, setDebitMinor] = useState<number | undefined>(
    differsMinor > 0 ? differsMinor : undefined,
  );
  const decide = useMutation(
    trpc.orders.decideInvoice.mutationOptions({
      onSuccess: () => showNotice(`Invoice ${invoice.invoiceNumber} is decided.`, { tone: 'good' }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  const { orderId, version: expectedVersion } = order;
  const about = { orderId, invoiceId: invoice.invoiceId, reason: reason.trim(), expectedVersion };
  const send = (decision: 'approve' | 'dispute'): void => decide.mutate({ ...about, decision });
  const debit = (amountMinor: number): void => decide.mutate({ ...about, decision: 'debit', amountMinor });
  const isReady = reason.trim() !== '';
  return (
    <Group align="flex-end" mt="xs">
      <TextInput
        w={260}
        label="Reason"
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button variant="default" disabled={!isReady} onClick={() => send('approve')}>
        Let it stand
      </Button>
      <Button variant="default" disabled={!isReady} onClick={() => send('dispute')}>
        Dispute
      </Button>
      <NumberInput
        w={120}
        label="Take off"
        min={0}
        decimalScale={2}
        value={debitMinor === undefined ? '' : debitMinor / 100}
        onChange={(value) => setDebitMinor(typeof value === 'number' ? Math.round(value * 100) : undefined)}
      />
      <Button
        disabled={!isReady || debitMinor === undefined || debitMinor <= 0}
        onClick={() => debit(debitMinor ?? 0)}
      >
        Debit memo
      </Button>
    </Group>
  );
}

function InvoiceSection({ invoice, order }: { invoice: InvoiceView; order: OrderDetail }) {
  const { currency } = order;
  const isOpen = ['variance', 'disputed'].includes(invoice.state);
  return (
    <div className="invoice" data-testid="invoice">
      <p>
        <strong>{invoice.invoiceNumber}</strong> {formatState(invoice.kind)} of{' '}
        {formatDay(invoice.invoicedOn)}, {formatMoney(invoice.totalMinor, currency)}{' '}
        <StateTag state={invoice.state} />
        {invoice.payableMinor !== invoice.totalMinor && (
          <span className="soft"> · to pay {formatMoney(invoice.payableMinor, currency)}</span>
        )}
      </p>
      {invoice.variances.length > 0 && (
        <div className="table-frame">
          <table className="table inset" aria-label={`Differences of invoice ${invoice.invoiceNumber}`}>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Differs in</th>
                <th scope="col" className="number">
                  Expected
                </th>
                <th scope="col" className="number">
                  Billed
                </th>
                <th scope="col" className="number">
                  Costs
                </th>
                <th scope="col">
                  <span className="visually-hidden">Acts</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {invoice.variances.map((variance) => (
                <VarianceRow
                  key={`${variance.kind} ${variance.named}`}
                  variance={variance}
                  invoice={invoice}
                  order={order}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {invoice.decisions.map(({ kind, reason, amountMinor }) => (
        <p key={`${kind} ${reason}`} className="soft">
          {formatState(kind)}
          {amountMinor !== null && ` ${formatMoney(amountMinor, currency)}`}: “{reason}”
        </p>
      ))}
      {isOpen && invoice.allowedEvents.includes('dispute') && <Decision invoice={invoice} order={order} />}
    </div>
  );
}

/** What is, or was, disputed about the order. */
function OrderDisputes({ orderId }: { orderId: string }) {
  const { data } = useQuery(trpc.orders.disputes.list.queryOptions({ orderId, limit: 20 }));
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <ul className="evidence" aria-label="Disputes">
      {data.rows.map(({ disputeId, disputeNumber, subjectLabel, cause, state }) => (
        <li key={disputeId}>
          <Link to="/disputes/$disputeId" params={{ disputeId }}>
            {disputeNumber}
          </Link>{' '}
          {subjectLabel}, {causeNames[cause].toLowerCase()} <StateTag state={state} />
        </li>
      ))}
    </ul>
  );
}

/** Invoices beside what order and receipt say. */
export function Invoices({ order }: { order: OrderDetail }) {
  if (order.invoices.length === 0) return null;
  return (
    <section className="section" aria-label="Invoices">
      <h2>Invoices and match</h2>
      <OrderDisputes orderId={order.orderId} />
      {order.invoices.map((invoice) => (
        <InvoiceSection key={invoice.invoiceId} invoice={invoice} order={order} />
      ))}
    </section>
  );
}
