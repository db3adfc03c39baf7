import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { GoodsToReceive } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { Amount, today } from './dialog-table.tsx';

type Goods = GoodsToReceive['goods'][number];
type Count = { keptMilli?: number; damagedMilli?: number; lotNumber?: string; expiresOn?: string };

const keyOf = ({ orderLineId, sscc, lotNumber }: Goods): string => `${orderLineId} ${sscc} ${lotNumber}`;

function startOf(goods: Goods, isBlind: boolean): Count {
  const read = {
    ...(goods.lotNumber === null ? {} : { lotNumber: goods.lotNumber }),
    ...(goods.expiresOn === null ? {} : { expiresOn: goods.expiresOn }),
  };
  return isBlind || goods.countedIn !== null ? read : { ...read, keptMilli: goods.expectedMilli };
}

function toLine(goods: Goods, count: Count) {
  const { keptMilli = 0, damagedMilli = 0, lotNumber, expiresOn } = count;
  if (goods.countedIn !== null || keptMilli + damagedMilli === 0) return [];
  return [
    {
      orderLineId: goods.orderLineId,
      receivedMilli: keptMilli,
      deviations: damagedMilli > 0 ? [{ condition: 'damaged' as const, quantityMilli: damagedMilli }] : [],
      ...(lotNumber === undefined || lotNumber === '' ? {} : { lotNumber }),
      ...(expiresOn === undefined || expiresOn === '' ? {} : { expiresOn }),
      ...(goods.sscc === null ? {} : { sscc: goods.sscc }),
    },
  ];
}

type RowProps = { goods: Goods; count: Count; isBlind: boolean; onChange: (part: Count) => void };

function GoodsRow({ goods, count, isBlind, onChange }: RowProps) {
  const { itemNumber, description, lineNumber, unit, expectedMilli, sscc, countedIn } = goods;
  const about = `${itemNumber} of line ${lineNumber}`;
  if (countedIn !== null) {
    return (
      <tr>
        <td className="item">
          {itemNumber} {description}
        </td>
        <td>{sscc}</td>
        <td colSpan={5} className="soft">
          counted in receipt {countedIn}
        </td>
      </tr>
    );
  }
  return (
    <tr data-testid="goods-row">
      <td className="item">
        {itemNumber} {description}
      </td>
      <td>{sscc ?? <span className="soft">none</span>}</td>
      <td className="number">{isBlind ? '?' : formatQuantity(expectedMilli, unit)}</td>
      <td>
        <Amount
          label={`Kept of ${about}`}
          milli={count.keptMilli}
          onChange={(keptMilli) => onChange({ keptMilli: keptMilli ?? 0 })}
        />
      </td>
      <td>
        <Amount
          label={`Damaged of ${about}`}
          milli={count.damagedMilli}
          onChange={(damagedMilli) => onChange({ damagedMilli: damagedMilli ?? 0 })}
        />
      </td>
      <td>
        <TextInput
          w={110}
          aria-label={`Lot of ${about}`}
          maxLength={35}
          value={count.lotNumber ?? ''}
          onChange={(event) => onChange({ lotNumber: event.currentTarget.value })}
        />
      </td>
      <td>
        <TextInput
          w={140}
          type="date"
          aria-label={`Expiry of ${about}`}
          value={count.expiresOn ?? ''}
          onChange={(event) => onChange({ expiresOn: event.currentTarget.value })}
        />
      </td>
    </tr>
  );
}

type ReceivingOrderProps = { order: GoodsToReceive; isBlind: boolean; scanned: string | null };

/** What the scan found of one order, ready to be counted; Enter records it. */
export function ReceivingOrder({ order, isBlind }: ReceivingOrderProps) {
  const { goods, orderId, poNumber, shipmentNumber, version: expectedVersion } = order;
  const [counts, setCounts] = useState<Record<string, Count>>(() =>
    Object.fromEntries(goods.map((one) => [keyOf(one), startOf(one, isBlind)])),
  );
  const receive = useMutation(
    trpc.orders.receive.mutationOptions({
      onSuccess: ({ receiptNumber }) =>
        showNotice(`Receipt ${receiptNumber} of PO ${poNumber} is recorded, and the stock with it.`, {
          tone: 'good',
        }),
      onError: (error) => showNotice(explainError(error), { tone: 'bad' }),
      onSettled: () => queryClient.invalidateQueries(trpc.orders.pathFilter()),
    }),
  );
  const lines = goods.flatMap((one) => toLine(one, counts[keyOf(one)] ?? {}));
  return (
    <form
      className="receiving-order"
      onSubmit={(event) => {
        event.preventDefault();
        receive.mutate({
          ...{ orderId, expectedVersion, lines, receivedOn: today() },
          ...(shipmentNumber === null ? {} : { shipmentNumber }),
        });
      }}
    >
      <p>
        <Link to="/orders/$orderId" params={{ orderId }}>
          PO {poNumber}
        </Link>{' '}
        of {order.supplierName} for {order.shipToName}
        {shipmentNumber !== null && ` · shipment ${shipmentNumber}`}
        {order.deliverOn !== null && ` · expected ${formatDay(order.deliverOn)}`}
      </p>
      <div className="table-frame">
        <table className="table inset confirm-lines" aria-label={`Goods of PO ${poNumber}`}>
          <thead>
            <tr>
              {['Item', 'SSCC', 'Expected', 'Kept', 'Damaged', 'Lot', 'Expiry'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {goods.map((one) => (
              <GoodsRow
                key={keyOf(one)}
                goods={one}
                isBlind={isBlind}
                count={counts[keyOf(one)] ?? {}}
                onChange={(part) =>
                  setCounts((before) => ({ ...before, [keyOf(one)]: { ...before[keyOf(one)], ...part } }))
                }
              />
            ))}
          </tbody>
        </table>
      </div>
      <Button type="submit" mt="sm" disabled={lines.length === 0} loading={receive.isPending}>
        Record the receipt
      </Button>
    </form>
  );
}
