import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api.ts';
import type { CandidateOrder } from '../../app/api-types.ts';
import { useIsPermitted } from '../../app/session.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { OrderLink, orderName } from './order-link.tsx';
import { warehouseCommand } from './warehouse-command.ts';
import { formatGrams, methodNames } from './warehouse-words.ts';

type Method = 'order' | 'zone' | 'batch';
const methods: readonly Method[] = ['zone', 'batch', 'order'];
const keyOf = ({ orderId, locationId }: CandidateOrder): string => `${orderId} ${locationId}`;

const facts: Column<CandidateOrder>[] = [
  {
    id: 'po',
    title: 'Order',
    cell: (order) => <OrderLink {...order} />,
  },
  { id: 'leaves', title: 'Leaves', cell: ({ leavesOn }) => formatDay(leavesOn) },
  { id: 'buyer', title: 'For', isWide: true, cell: ({ buyerName }) => buyerName },
  { id: 'to', title: 'Ship to', isSpare: true, cell: ({ shipToName }) => shipToName },
  { id: 'from', title: 'From', cell: ({ locationName }) => locationName },
  { id: 'zones', title: 'Zones', isSpare: true, cell: ({ zones }) => zones.join(', ') },
  { id: 'lines', title: 'Lines', isNumber: true, cell: ({ lineCount }) => formatCount(lineCount) },
  {
    id: 'weight',
    title: 'Weight',
    isNumber: true,
    cell: ({ weightGrams }) => (weightGrams === 0 ? '–' : formatGrams(weightGrams)),
  },
  {
    id: 'missing',
    title: 'Missing',
    cell: ({ itemsWithoutBin }) =>
      itemsWithoutBin.length === 0 ? (
        ''
      ) : (
        <Link to="/warehouse/set-up" className="tag warn" title={itemsWithoutBin.join(', ')}>
          {itemsWithoutBin.length === 1
            ? `bin of ${itemsWithoutBin[0]}`
            : `bins of ${itemsWithoutBin.length} items`}
        </Link>
      ),
  },
];

type BarProps = { chosen: readonly CandidateOrder[]; onReleased: () => void };

/** How the chosen orders are picked. One place at a time: a wave walks through one building. */
function ReleaseBar({ chosen, onReleased }: BarProps) {
  const [method, setMethod] = useState<Method>('zone');
  const [isWaveless, setWaveless] = useState(false);
  const [carrierCode, setCarrierCode] = useState('');
  const release = useMutation(
    trpc.warehouse.waves.release.mutationOptions(
      warehouseCommand('Released: the pick lists are ready.', onReleased),
    ),
  );
  const places = new Set(chosen.map(({ locationId }) => locationId));
  const [locationId] = places;
  const lineCount = chosen.reduce((sum, order) => sum + order.lineCount, 0);
  return (
    <form
      className="release-bar"
      onSubmit={(event) => {
        event.preventDefault();
        if (locationId === undefined) return;
        const orderIds = chosen.map(({ orderId }) => orderId);
        const carrier = carrierCode.trim();
        release.mutate({
          locationId,
          orderIds,
          method,
          isWaveless,
          ...(carrier === '' ? {} : { carrierCode: carrier }),
        });
      }}
    >
      <Select
        label="Pick"
        w={210}
        allowDeselect={false}
        data={methods.map((value) => ({ value, label: methodNames[value] ?? value }))}
        value={method}
        onChange={(value) => setMethod(methods.find((one) => one === value) ?? 'zone')}
      />
      <TextInput
        label="Carrier"
        placeholder="none yet"
        w={110}
        maxLength={17}
        value={carrierCode}
        onChange={(event) => setCarrierCode(event.currentTarget.value)}
      />
      <Checkbox
        label="Waveless: each order by itself"
        checked={isWaveless}
        mb={6}
        onChange={(event) => setWaveless(event.currentTarget.checked)}
      />
      <Button type="submit" loading={release.isPending} disabled={places.size !== 1} data-testid="release">
        {chosen.length === 0
          ? 'Release'
          : `Release ${chosen.length === 1 ? '1 order' : `${chosen.length} orders`}, ${lineCount} lines`}
      </Button>
      {places.size > 1 && <span className="tone-warn">Choose orders of one place at a time</span>}
    </form>
  );
}

/** Orders with reserved stock; the chosen ones are released together. */
export function ReleaseOrders({ orders }: { orders: readonly CandidateOrder[] }) {
  const mayRelease = useIsPermitted('warehouse.release');
  const [chosenKeys, setChosenKeys] = useState<ReadonlySet<string>>(new Set());
  const chosen = orders.filter((order) => chosenKeys.has(keyOf(order)));
  const ready = orders.filter(({ itemsWithoutBin }) => itemsWithoutBin.length === 0);
  const toggle = (key: string): void =>
    setChosenKeys((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  const choice: Column<CandidateOrder> = {
    id: 'choice',
    title: 'Choose',
    isTitleHidden: true,
    cell: (order) => (
      <Checkbox
        aria-label={`Release ${orderName(order)}`}
        disabled={order.itemsWithoutBin.length > 0}
        checked={chosenKeys.has(keyOf(order))}
        onChange={() => toggle(keyOf(order))}
      />
    ),
  };
  return (
    <>
      {mayRelease && <ReleaseBar chosen={chosen} onReleased={() => setChosenKeys(new Set())} />}
      <DataTable
        label="Orders ready to release"
        rows={orders}
        rowKey={keyOf}
        rowTestId="candidate-row"
        columns={mayRelease ? [choice, ...facts] : facts}
      />
      {mayRelease && ready.length > 1 && (
        <div className="more">
          <Button variant="subtle" onClick={() => setChosenKeys(new Set(ready.map(keyOf)))}>
            Choose all {ready.length}
          </Button>
        </div>
      )}
    </>
  );
}
