import type { ReadSerial } from '@coplan/fulfillment';
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { queryClient, trpc } from '../../app/api.ts';
import type { GoodsToReceive } from '../../app/api-types.ts';
import { explainError } from '../../ui/error-view.tsx';
import { formatDay, formatQuantity } from '../../ui/format.ts';
import { showNotice } from '../../ui/notices.tsx';
import { SerialNumbers } from '../../ui/serial-numbers.tsx';
import { Amount, today } from './dialog-table.tsx';

type Goods = GoodsToReceive['goods'][number];
type Count = {
  keptMilli?: number | undefined;
  damagedMilli?: number | undefined;
  lotNumber?: string;
  expiresOn?: string;
  keptSerials?: readonly string[];
  damagedSerials?: readonly string[];
};

const keyOf = ({ orderLineId, sscc, lotNumber }: Goods): string => `${orderLineId} ${sscc} ${lotNumber}`;

function startOf(goods: Goods, isBlind: boolean): Count {
  const read = {
    ...(goods.lotNumber === null ? {} : { lotNumber: goods.lotNumber }),
    ...(goods.expiresOn === null ? {} : { expiresOn: goods.expiresOn }),
  };
  if (isBlind || goods.countedIn !== null) return read;
  const keptSerials = goods.isSerialTracked ? goods.serialNumbers : [];
  return { ...read, keptMilli: goods.expectedMilli, keptSerials };
}

/** Where nobody typed a quantity, there are as many units as serial numbers were read. */
const amountsOf = ({ keptMilli, damagedMilli, keptSerials = [], damagedSerials = [] }: Count) => ({
  keptMilli: keptMilli ?? keptSerials.length * 1_000,
  damagedMilli: damagedMilli ?? damagedSerials.length * 1_000,
});

function toLine(goods: Goods, count: Count) {
  const { lotNumber, expiresOn, keptSerials = [], damagedSerials = [] } = count;
  const { keptMilli, damagedMilli } = amountsOf(count);
  if (goods.countedIn !== null || keptMilli + damagedMilli === 0) return [];
  return [
    {
      orderLineId: goods.orderLineId,
      receivedMilli: keptMilli,
      serialNumbers: [...keptSerials],
      deviations:
        damagedMilli > 0
          ? [
              {
                condition: 'damaged' as const,
                quantityMilli: damagedMilli,
                serialNumbers: [...damagedSerials],
              },
            ]
          : [],
      ...(lotNumber === undefined || lotNumber === '' ? {} : { lotNumber }),
      ...(expiresOn === undefined || expiresOn === '' ? {} : { expiresOn }),
      ...(goods.sscc === null ? {} : { sscc: goods.sscc }),
    },
  ];
}

/** Of an item with serial numbers: which units are kept, and which are damaged. */
function SerialsRow({ goods, count, onChange }: Omit<RowProps, 'isBlind'>) {
  const { keptSerials = [], damagedSerials = [], lotNumber = '', expiresOn = '' } = count;
  const about = `${goods.itemNumber} of line ${goods.lineNumber}`;
  const amounts = amountsOf(count);
  const onRead = (read: ReadSerial): void =>
    onChange({
      ...(lotNumber === '' && read.lotNumber !== undefined ? { lotNumber: read.lotNumber } : {}),
      ...(expiresOn === '' && read.expiresOn !== undefined ? { expiresOn: read.expiresOn } : {}),
    });
  const without = (some: readonly string[], others: readonly string[]): string[] =>
    some.filter((one) => !others.includes(one));
  return (
    <tr className="serials">
      <td colSpan={7}>
        <div className="serial-columns">
          <SerialNumbers
            label={`Serial numbers kept of ${about}`}
            item={goods}
            wanted={amounts.keptMilli / 1_000}
            values={keptSerials}
            onRead={onRead}
            onChange={(kept) =>
              onChange({ keptSerials: kept, damagedSerials: without(damagedSerials, kept) })
            }
          />
          {(amounts.damagedMilli > 0 || damagedSerials.length > 0) && (
            <SerialNumbers
              label={`Serial numbers damaged of ${about}`}
              item={goods}
              wanted={amounts.damagedMilli / 1_000}
              values={damagedSerials}
              onRead={onRead}
              onChange={(damaged) =>
                onChange({ damagedSerials: damaged, keptSerials: without(keptSerials, damaged) })
              }
            />
          )}
        </div>
      </td>
    </tr>
  );
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
          onChange={(keptMilli) => onChange({ keptMilli })}
        />
      </td>
      <td>
        <Amount
          label={`Damaged of ${about}`}
          milli={count.damagedMilli}
          onChange={(damagedMilli) => onChange({ damagedMilli })}
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
            {goods.map((one) => {
              const key = keyOf(one);
              const row = {
                goods: one,
                count: counts[key] ?? {},
                onChange: (part: Count) =>
                  setCounts((before) => ({ ...before, [key]: { ...before[key], ...part } })),
              };
              return (
                <Fragment key={key}>
                  <GoodsRow {...row} isBlind={isBlind} />
                  {one.isSerialTracked && one.countedIn === null && <SerialsRow {...row} />}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      <Button type="submit" mt="sm" disabled={lines.length === 0} loading={receive.isPending}>
        Record the receipt
      </Button>
    </form>
  );
}
