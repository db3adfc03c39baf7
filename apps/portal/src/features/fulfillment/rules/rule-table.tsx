import type { ReactNode } from 'react';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { formatMoney, formatQuantity, formatUnitPrice } from '../../../ui/format.ts';
import type { RuleRow } from './rule-rows.ts';
import { cancelText, daysText, factorText, lotsText, untilText, type Words } from './rule-words.ts';
import type { EntryOf } from './rules-draft.ts';
import type { RuleSection } from './section-dialog-props.ts';

const stateTags = { new: 'info', changed: 'warn', removed: 'bad' } as const;

const stateColumn: Column<RuleRow> = {
  id: 'state',
  title: 'Not saved',
  cell: ({ state }) => state !== 'same' && <span className={`tag ${stateTags[state]}`}>{state}</span>,
};

/** Beside what the entry is about, where it is seen however narrow the window is. */
const withState = ([first, ...others]: Column<RuleRow>[]): Column<RuleRow>[] =>
  first === undefined ? others : [first, stateColumn, ...others];

/** A column of a section; what is removed is struck out. */
function column<Section extends RuleSection>(
  section: Section,
  title: string,
  cell: (value: EntryOf<Section>['value']) => ReactNode,
  kind: Pick<Column<RuleRow>, 'isNumber' | 'isWide' | 'isProse' | 'isSpare'> = {},
): Column<RuleRow> {
  return {
    ...{ id: title, title, ...kind },
    cell: ({ entry, state }) => {
      if (entry?.section !== section) return <span className="soft">–</span>;
      const shown = cell(entry.value as EntryOf<Section>['value']);
      return state === 'removed' ? <s>{shown}</s> : shown;
    },
  };
}

const titleColumn = (title: string): Column<RuleRow> => ({
  id: 'title',
  title,
  isWide: true,
  cell: (row) => (row.state === 'removed' ? <s>{row.title}</s> : row.title),
});
const mark = (is: boolean): ReactNode => (is ? 'yes' : <span className="soft">no</span>);

const columnsOf: Record<RuleSection, (words: Words) => Column<RuleRow>[]> = {
  customers: ({ currency }) => [
    titleColumn('Customer'),
    column('customers', 'Priority', ({ priority }) => priority, { isNumber: true }),
    column('customers', 'Lots', ({ rotation, isSingleLot }) =>
      isSingleLot ? `${lotsText(rotation)}, one per line` : lotsText(rotation),
    ),
    column('customers', 'Good for', ({ remainingDays }) =>
      remainingDays === 0 ? <span className="soft">its day</span> : `${daysText(remainingDays)} more`,
    ),
    column('customers', 'All or nothing', ({ isShipComplete }) => mark(isShipComplete)),
    column('customers', 'Substitutes', ({ acceptsSubstitutes }) => mark(acceptsSubstitutes)),
    column('customers', 'A late order', ({ cancelAfterDays }) => cancelText(cancelAfterDays), {
      isSpare: true,
    }),
    column('customers', 'Shortage cost', ({ shortageMicros }) => formatUnitPrice(shortageMicros, currency), {
      isNumber: true,
    }),
  ],
  pools: ({ nameOf, unitOf }) => [
    titleColumn('Pool'),
    column('pools', 'Item', ({ itemId }) => nameOf(itemId), { isWide: true }),
    column('pools', 'At', ({ locationId }) => nameOf(locationId), { isWide: true, isSpare: true }),
    column('pools', 'Kept', ({ reservedMilli, itemId }) => formatQuantity(reservedMilli, unitOf(itemId)), {
      isNumber: true,
    }),
    column('pools', 'For', ({ customerIds }) => customerIds.map(nameOf).sort().join(', '), {
      isProse: true,
    }),
    column('pools', 'Until', ({ releasesOn }) => untilText(releasesOn)),
  ],
  substitutes: (words) => [
    column('substitutes', 'Instead of', ({ itemId }) => words.nameOf(itemId), { isWide: true }),
    column('substitutes', 'Turn', ({ position }) => position, { isNumber: true }),
    column('substitutes', 'Ship', ({ substituteId }) => words.nameOf(substituteId), { isWide: true }),
    column('substitutes', 'How many', (one) => factorText(one, { ...words, nameOf: words.numberOf })),
  ],
  places: ({ currency }) => [
    titleColumn('Place'),
    column('places', 'Turn', ({ position }) => position, { isNumber: true }),
    column('places', 'A shipment costs', ({ shipmentMinor }) => formatMoney(shipmentMinor, currency), {
      isNumber: true,
    }),
    column('places', 'Each unit adds', ({ perUnitMinor }) => formatMoney(perUnitMinor, currency), {
      isNumber: true,
    }),
    column('places', 'On the way', ({ transitDays }) => daysText(transitDays)),
  ],
};

/** The rules of one section; what is not saved yet is marked. */
export function RuleTable({
  section,
  rows,
  words,
  cursor,
}: {
  section: RuleSection;
  rows: readonly RuleRow[];
  words: Words;
  cursor: number;
}) {
  const isTouched = rows.some(({ state }) => state !== 'same');
  return (
    <DataTable
      label="Rules"
      rows={rows}
      rowKey={({ key }) => key}
      rowTestId="rule-row"
      columns={isTouched ? withState(columnsOf[section](words)) : columnsOf[section](words)}
      currentKey={rows[cursor]?.key ?? ''}
    />
  );
}
