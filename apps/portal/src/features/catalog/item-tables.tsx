import type { ItemDetail } from '../../app/api-types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatDay, formatQuantity, formatState, formatUnit, formatUnitPrice } from '../../ui/format.ts';
import { weekdaysText } from './weekdays-text.ts';

type Named = { item: ItemDetail; nameOf: (partnerId: string) => string };

/** On what terms each supplier delivers the item today. */
export function ItemTerms({ item, nameOf }: Named) {
  const quantity = (milli: number | null): string =>
    milli === null ? '–' : formatQuantity(milli, item.baseUnit);
  return (
    <section className="section" aria-labelledby="terms-title">
      <h2 id="terms-title">Supplier terms</h2>
      {item.terms.length === 0 ? (
        <p className="soft">No terms are valid today: this item cannot be ordered. Import supplier terms.</p>
      ) : (
        <DataTable
          isInset
          label="Supplier terms"
          rows={item.terms}
          rowKey={({ termsId }) => termsId}
          columns={[
            { id: 'supplier', title: 'Supplier', isWide: true, cell: (row) => nameOf(row.supplierId) },
            {
              id: 'price',
              title: 'Price',
              isNumber: true,
              cell: (row) => formatUnitPrice(row.unitPriceMicros, row.currency),
            },
            {
              id: 'lead',
              title: 'Lead time',
              isNumber: true,
              cell: (row) => `${row.leadTimeDays} ${row.leadTimeDays === 1 ? 'day' : 'days'}`,
            },
            {
              id: 'days',
              title: 'Order days',
              isProse: true,
              cell: (row) => `${weekdaysText(row.orderWeekdays)} before ${row.cutOffTime}`,
            },
            { id: 'minimum', title: 'Minimum', isNumber: true, cell: (row) => quantity(row.moqMilli) },
            { id: 'multiple', title: 'Multiple', isNumber: true, cell: (row) => quantity(row.multipleMilli) },
            { id: 'layer', title: 'Layer', isNumber: true, cell: (row) => quantity(row.layerMilli) },
            { id: 'pallet', title: 'Pallet', isNumber: true, cell: (row) => quantity(row.palletMilli) },
            { id: 'rounding', title: 'Rounding', cell: (row) => formatState(row.rounding) },
            { id: 'from', title: 'Valid from', cell: (row) => formatDay(row.validFrom) },
          ]}
        />
      )}
    </section>
  );
}

/** What each pack holds, in base units. */
export function ItemPacks({ item }: { item: ItemDetail }) {
  return (
    <section className="section" aria-labelledby="packs-title">
      <h2 id="packs-title">Packs</h2>
      {item.packs.length === 0 ? (
        <p className="soft">Only single units are known.</p>
      ) : (
        <DataTable
          isInset
          label="Packs"
          rows={item.packs}
          rowKey={({ unit }) => unit}
          columns={[
            { id: 'unit', title: 'Pack', cell: ({ unit }) => formatUnit(unit) },
            {
              id: 'holds',
              title: 'Holds',
              isNumber: true,
              cell: ({ factor }) =>
                formatQuantity(Math.round((factor.numerator / factor.denominator) * 1000), item.baseUnit),
            },
            {
              id: 'gtin',
              title: 'GTIN',
              cell: ({ gtin14 }) => <span className="mono">{gtin14 ?? '–'}</span>,
            },
          ]}
        />
      )}
    </section>
  );
}

/** What partners call the item. */
export function ItemCrossReferences({ item, nameOf }: Named) {
  if (item.crossReferences.length === 0) return null;
  return (
    <section className="section" aria-labelledby="references-title">
      <h2 id="references-title">Partners’ numbers</h2>
      <DataTable
        isInset
        label="Partners’ numbers"
        rows={item.crossReferences}
        rowKey={({ partnerId }) => partnerId}
        columns={[
          { id: 'partner', title: 'Partner', isWide: true, cell: ({ partnerId }) => nameOf(partnerId) },
          { id: 'number', title: 'Their number', cell: ({ partnerItemNumber }) => partnerItemNumber },
          { id: 'gtin', title: 'GTIN', cell: ({ gtin14 }) => <span className="mono">{gtin14 ?? '–'}</span> },
        ]}
      />
    </section>
  );
}
