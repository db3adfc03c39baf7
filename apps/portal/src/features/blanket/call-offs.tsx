import type { BlanketDetail } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatAmount, formatDay } from '../../ui/format.ts';
import { StateTag } from '../../ui/state-tag.tsx';

type CallOff = BlanketDetail['callOffs'][number];

const columns: Column<CallOff>[] = [
  { id: 'line', title: 'Line', cell: ({ lineNumber }) => lineNumber },
  {
    id: 'due',
    title: 'Due',
    cell: ({ startsOn, time }) => `${formatDay(startsOn)}${time === null ? '' : ` ${time}`}`,
  },
  { id: 'state', title: 'State', cell: ({ state }) => <StateTag state={state} /> },
  {
    id: 'ordered',
    title: 'Called off',
    isNumber: true,
    cell: ({ orderedMilli }) => formatAmount(orderedMilli),
  },
  { id: 'shipped', title: 'Shipped', isNumber: true, cell: ({ shippedMilli }) => formatAmount(shippedMilli) },
  {
    id: 'received',
    title: 'Received',
    isNumber: true,
    cell: ({ receivedMilli }) => formatAmount(receivedMilli),
  },
  { id: 'open', title: 'Open', isNumber: true, cell: ({ openMilli }) => formatAmount(openMilli) },
  {
    id: 'promised',
    title: 'Promised',
    cell: ({ promisedOn }) => (promisedOn === null ? <span className="soft">–</span> : formatDay(promisedOn)),
  },
];

/** What was called off of an item, as lines of the order; those that come next first, then what is past. */
export function CallOffs({ view, itemLine }: { view: BlanketDetail; itemLine: string }) {
  const rows = view.callOffs
    .filter((one) => one.itemLine === itemLine && !(one.state === 'cancelled' && one.shippedMilli === 0))
    .sort((left, right) => right.startsOn.localeCompare(left.startsOn))
    .slice(0, 60);
  return (
    <section className="section" aria-labelledby="call-offs-title">
      <h2 id="call-offs-title">Call-offs</h2>
      {rows.length === 0 ? (
        <p className="soft">Nothing is called off.</p>
      ) : (
        <DataTable
          label="Call-offs"
          isInset
          rows={rows}
          columns={columns}
          rowKey={({ lineNumber }) => lineNumber}
          rowTestId="call-off"
        />
      )}
    </section>
  );
}
