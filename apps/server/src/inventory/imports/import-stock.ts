import type { LocalDate } from '@coplan/kernel';
import { type ShelfState, shelfStates } from '../post-stock.ts';
import { recordStockCounts } from '../record-stock-count.ts';
import { createPlaceFinder } from './find-places.ts';
import { addCount, type ImportRun, importByBatch, refuseRepeated, requireColumns } from './import-run.ts';
import { readDate, readNonNegative, readOneOf, readText } from './read-value.ts';

type CountedRow = {
  item: string;
  location: string;
  state: ShelfState;
  quantityMilli: number;
  countedOn: LocalDate | undefined;
};

/** Columns: item, location, quantity; state (default available), date of the count. */
export async function importStock(run: ImportRun): Promise<void> {
  const wanted = ['item', 'location', 'quantity', 'state', 'date'] as const;
  const columns = requireColumns(run.csv.header, wanted, ['item', 'location', 'quantity']);
  const findPlaces = createPlaceFinder(run);
  const countedInLine = new Map<string, number>();
  await importByBatch<CountedRow>(run, columns, 2_000, {
    read: (row) => ({
      item: row.required('item', readText(48)) ?? '',
      location: row.required('location', readText(40)) ?? '',
      state: row.optional('state', readOneOf(shelfStates)) ?? 'available',
      quantityMilli: row.required('quantity', (text) => readNonNegative(text, 3)) ?? 0,
      countedOn: row.optional('date', readDate),
    }),
    async record(tx, facts) {
      const distinct = refuseRepeated(
        facts,
        'item',
        (fact) => `${fact.item}\u0000${fact.location}\u0000${fact.state}`,
      );
      const placed = await findPlaces(tx, distinct);
      const counts = placed.filter(({ row, fact, place }) => {
        const key = `${place.itemLocationId} ${fact.state}`;
        const earlier = countedInLine.get(key);
        if (earlier === undefined) countedInLine.set(key, row.rowNumber);
        else
          row.refuse('item', {
            code: 'repeated',
            message: `Line ${earlier} counts the same: keep one of the two`,
          });
        return earlier === undefined;
      });
      const { entryCount } = await recordStockCounts(
        run.context,
        tx,
        counts.map(({ fact, place }) => ({ ...place, ...fact })),
        { sourceKind: 'import', sourceId: run.importId },
      );
      addCount(run, 'changedBalances', entryCount);
    },
  });
}
