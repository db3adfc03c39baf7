import type { PlanEventDetail } from '../../app/api-types.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatChange, formatPlanned, formatQuantity, formatUnit } from '../../ui/format.ts';
import { liftText } from './event-words.ts';

type Item = PlanEventDetail['items'][number];

const unknown = <span className="soft">not known</span>;

const columns: Column<Item>[] = [
  {
    id: 'item',
    title: 'Item',
    isWide: true,
    cell: ({ itemNumber, partnerItemNumber, description }) => (
      <>
        {itemNumber}
        {partnerItemNumber !== null && <span className="soft"> ({partnerItemNumber})</span>} {description}
      </>
    ),
  },
  {
    id: 'role',
    title: 'Role',
    cell: ({ role }) => (role === 'promoted' ? 'in the event' : 'cannibalised'),
  },
  {
    id: 'lift',
    title: 'Expected lift',
    isNumber: true,
    cell: ({ liftRatio, liftMilli, unit }) =>
      liftMilli !== null ? (
        `${formatChange(liftMilli)} ${formatUnit(unit)}`
      ) : liftRatio === null ? (
        <span className="soft">as the event</span>
      ) : (
        liftText(liftRatio)
      ),
  },
  {
    id: 'pre-build',
    title: 'Pre-build',
    isNumber: true,
    cell: ({ preBuildMilli, unit }) => (preBuildMilli === 0 ? '' : formatQuantity(preBuildMilli, unit)),
  },
  {
    id: 'planned',
    title: 'Planned lift',
    isNumber: true,
    cell: ({ plannedLiftMilli, unit }) =>
      plannedLiftMilli === null ? (
        <span className="soft">at the lock</span>
      ) : (
        formatPlanned(plannedLiftMilli, unit)
      ),
  },
  {
    id: 'actual',
    title: 'Actual lift',
    isNumber: true,
    cell: ({ actualLiftMilli, unit }) =>
      actualLiftMilli === null ? unknown : formatPlanned(actualLiftMilli, unit),
  },
  {
    id: 'left',
    title: 'Leftover',
    isNumber: true,
    cell: ({ leftoverMilli, unit }) =>
      leftoverMilli === null ? unknown : formatPlanned(leftoverMilli, unit),
  },
];

/** The items of an event with what was expected of each and what came. */
export function EventItems({ items }: { items: readonly Item[] }) {
  if (items.length === 0) return <p>It concerns every item of the agreement.</p>;
  return (
    <section className="section" aria-labelledby="items-title">
      <h2 id="items-title">Items</h2>
      <DataTable
        isInset
        label="Items of the event"
        rows={items}
        rowKey={({ itemId, role }) => `${role} ${itemId}`}
        columns={columns}
      />
    </section>
  );
}
