import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { OrderDetail, OrderLine } from '../../app/api-types.ts';
import { Callout } from '../../ui/callout.tsx';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { acceptAsRequested, isChanged, type LineDraft, problemOf, toAnswers } from './line-answers.ts';

type LineFormProps = {
  line: OrderLine;
  draft: LineDraft;
  isTried: boolean;
  onChange: (draft: LineDraft) => void;
};

function LineForm({ line, draft, isTried, onChange }: LineFormProps) {
  const problem = problemOf(draft, line);
  const needsReason = draft.isRejected || isChanged(draft, line);
  const hasLeft = line.quantities.shippedMilli > 0;
  return (
    <tr>
      <td>{line.lineNumber}</td>
      <td className="item">
        {line.supplierItemNumber ?? line.itemNumber} {line.description}
        <div className="soft">
          {formatQuantity(line.quantityMilli, line.unit)} for {formatDay(line.schedule[0]?.requestedOn ?? '')}
        </div>
      </td>
      <td>
        <SegmentedControl
          aria-label={`Answer for line ${line.lineNumber}`}
          data={[
            { value: 'supply', label: 'Deliver' },
            { value: 'reject', label: hasLeft ? 'Reject rest' : 'Reject' },
          ]}
          value={draft.isRejected ? 'reject' : 'supply'}
          onChange={(value) => onChange({ ...draft, isRejected: value === 'reject' })}
        />
      </td>
      <td>
        <TextInput
          type="date"
          w={140}
          aria-label={`Delivery day of line ${line.lineNumber}`}
          data-testid="confirm-date"
          disabled={draft.isRejected}
          value={draft.promisedOn}
          onChange={(event) => onChange({ ...draft, promisedOn: event.currentTarget.value })}
        />
      </td>
      <td>
        <NumberInput
          w={110}
          aria-label={`Quantity of line ${line.lineNumber}`}
          min={0}
          max={line.quantityMilli / 1000}
          decimalScale={3}
          disabled={draft.isRejected}
          value={draft.quantityMilli === undefined ? '' : draft.quantityMilli / 1000}
          onChange={(amount) =>
            onChange({
              ...draft,
              quantityMilli: typeof amount === 'number' ? Math.round(amount * 1000) : undefined,
            })
          }
        />
      </td>
      <td>
        <TextInput
          w={160}
          aria-label={`Reason for line ${line.lineNumber}`}
          placeholder={needsReason ? 'Reason' : ''}
          disabled={!needsReason}
          maxLength={300}
          value={needsReason ? draft.reason : ''}
          error={isTried ? problem : undefined}
          onChange={(event) => onChange({ ...draft, reason: event.currentTarget.value })}
        />
      </td>
    </tr>
  );
}

const refresh = (): void => {
  void queryClient.invalidateQueries(trpc.orders.pathFilter());
  void queryClient.invalidateQueries(trpc.supplier.pathFilter());
};

function useConfirm(order: OrderDetail) {
  const confirm = useMutation(
    trpc.orders.confirm.mutationOptions({
      onSuccess: () =>
        showNotice(`Your answer to PO ${order.poNumber} is with ${order.buyerName}.`, { tone: 'good' }),
      onSettled: refresh,
    }),
  );
  const send = (drafts: readonly LineDraft[]): void =>
    confirm.mutate({
      orderId: order.orderId,
      lines: toAnswers(drafts, order.lines),
      expectedVersion: order.version,
    });
  return { confirm, send };
}

/** The supplier's answer, line by line; "accept all" is one click. */
export function ConfirmOrderForm({ order }: { order: OrderDetail }) {
  const [drafts, setDrafts] = useState(() => order.lines.map(acceptAsRequested));
  const [isTried, setTried] = useState(false);
  const { confirm, send } = useConfirm(order);
  const changedCount = drafts.filter((draft, index) => {
    const line = order.lines[index];
    return line !== undefined && (draft.isRejected || isChanged(draft, line));
  }).length;
  const hasProblem = drafts.some((draft, index) => {
    const line = order.lines[index];
    return line !== undefined && problemOf(draft, line) !== undefined;
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!hasProblem) send(drafts);
  };
  const replace = (draft: LineDraft): void =>
    setDrafts((before) => before.map((old) => (old.orderLineId === draft.orderLineId ? draft : old)));
  return (
    <section className="section" aria-labelledby="confirm-title">
      <h2 id="confirm-title">{order.promisedOn === null ? 'Confirm this order' : 'Answer again'}</h2>
      {confirm.isError && <Callout tone="bad">{explainError(confirm.error)}</Callout>}
      <form onSubmit={submit}>
        <div className="table-frame">
          <table className="table inset confirm-lines" aria-label="Answer by line">
            <thead>
              <tr>
                {['#', 'Item', 'Answer', 'Delivery', 'Quantity', 'Reason'].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {drafts.map((draft, index) => {
                const line = order.lines[index];
                return (
                  line !== undefined && (
                    <LineForm
                      key={draft.orderLineId}
                      line={line}
                      draft={draft}
                      isTried={isTried}
                      onChange={replace}
                    />
                  )
                );
              })}
            </tbody>
          </table>
        </div>
        <div className="form-footer">
          <Button type="submit" loading={confirm.isPending} data-testid="confirm-order">
            {changedCount === 0 ? 'Accept all as requested' : 'Send this answer'}
          </Button>
          {changedCount > 0 && (
            <>
              <Button variant="default" onClick={() => setDrafts(order.lines.map(acceptAsRequested))}>
                Back to as requested
              </Button>
              <span className="soft">
                {changedCount} of {order.lines.length} lines differ from the order
              </span>
            </>
          )}
        </div>
      </form>
    </section>
  );
}
