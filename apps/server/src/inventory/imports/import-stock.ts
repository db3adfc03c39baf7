import type { LocalDate } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import { shelfStates } from '../post-stock.ts';
import { recordLots } from '../record-lots.ts';
import { recordStockCounts, type StockCount } from '../record-stock-count.ts';
import { createPlaceFinder } from './find-places.ts';
import { addCount, type ImportRun, importByBatch, refuseRepeated, requireColumns } from './import-run.ts';
import {
  type Counted,
  type CountedRow,
  type InLot,
  importSerials,
  refuseWrongKind,
} from './import-serials.ts';
import { readDate, readNonNegative, readOneOf, readText } from './read-value.ts';
import type { RowReader } from './row-reader.ts';

function readRow(row: RowReader): CountedRow {
  const fact = {
    item: row.required('item', readText(48)) ?? '',
    location: row.required('location', readText(40)) ?? '',
    state: row.optional('state', readOneOf(shelfStates)) ?? 'available',
    quantityMilli: row.required('quantity', (text) => readNonNegative(text, 3)) ?? 0,
    serialNumber: row.optional('serial', readText(35)),
    countedOn: row.optional('date', readDate),
    lotNumber: row.optional('lot', readText(35)),
    expiresOn: row.optional('expiresOn', readDate),
  };
  if (fact.expiresOn !== undefined && fact.lotNumber === undefined)
    row.refuse('expiresOn', {
      code: 'lot-missing',
      message: 'This row has a use-by day and no lot: name the lot that is good until then',
    });
  if (fact.serialNumber !== undefined && fact.quantityMilli !== 1_000)
    row.refuse('quantity', {
      code: 'one-unit',
      message: 'A serial number is one unit: write 1, and one line for each unit',
    });
  return fact;
}

/** Refuses a balance that the file counts twice, and one that it counts both by lot and as a whole. */
function createTwiceFinder() {
  const firstByBalance = new Map<string, { rowNumber: number; isByLot: boolean }>();
  const lots = new Map<string, number>();
  return ({ row, fact, place }: Counted): boolean => {
    if (row.isRefused()) return false;
    if (fact.serialNumber !== undefined) return true;
    const balance = `${place.itemLocationId} ${fact.state}`;
    const isByLot = fact.lotNumber !== undefined;
    const first = firstByBalance.get(balance);
    const twin = lots.get(`${balance} ${fact.lotNumber}`);
    if (twin !== undefined)
      row.refuse('item', {
        code: 'repeated',
        message: `Line ${twin} counts the same: keep one of the two`,
      });
    else if (first !== undefined && first.isByLot !== isByLot)
      row.refuse('lot', {
        code: 'lot-missing',
        message: `Line ${first.rowNumber} counts the same item ${first.isByLot ? 'by lot' : 'as a whole'}: name a lot in both rows, or in none`,
      });
    if (row.isRefused()) return false;
    if (first === undefined) firstByBalance.set(balance, { rowNumber: row.rowNumber, isByLot });
    lots.set(`${balance} ${fact.lotNumber}`, row.rowNumber);
    return true;
  };
}

/** What is known of lots beside their numbers; those whose use-by day is known to be another are refused. */
async function placeLots(run: ImportRun, tx: Transaction, counted: readonly Counted[]): Promise<InLot[]> {
  const today = run.context.clock.now().toISOString().slice(0, 10) as LocalDate;
  const inLots = counted.flatMap((one) =>
    one.fact.lotNumber === undefined ? [] : [{ ...one, lotNumber: one.fact.lotNumber }],
  );
  const lotIds = await recordLots(
    run.context,
    tx,
    inLots.map(({ fact, place, lotNumber }) => ({
      itemId: place.itemId,
      lotNumber,
      receivedOn: fact.countedOn ?? today,
      expiresOn: fact.expiresOn ?? null,
    })),
  );
  const known = await tx.query<{ lotId: string; expiresOn: LocalDate | null }>(
    `select id as "lotId", expires_on::text as "expiresOn" from stock_lots
     where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])`,
    [lotIds],
  );
  const expiryOf = new Map(known.map((lot) => [lot.lotId, lot.expiresOn]));
  const lotOf = new Map(inLots.map(({ row }, index) => [row, lotIds[index]]));
  return counted.flatMap((one): InLot[] => {
    const { row, fact } = one;
    const lotId = lotOf.get(row);
    const expiresOn = lotId === undefined ? undefined : expiryOf.get(lotId);
    if (fact.expiresOn !== undefined && fact.expiresOn !== expiresOn) {
      row.refuse('expiresOn', {
        code: 'use-by-differs',
        message: `Lot ${fact.lotNumber} is known to be good ${expiresOn == null ? 'without an end' : `until ${expiresOn}`}: correct the day, or name another lot`,
      });
      return [];
    }
    return [{ ...one, lotId }];
  });
}

const toCount = ({ fact, place, lotId }: InLot): StockCount => {
  const { itemId, locationId } = place;
  const { state, quantityMilli, countedOn } = fact;
  return { itemId, locationId, state, quantityMilli, countedOn, lotId };
};

/**
 * Columns: item, location, quantity; state (default available), date of the count, lot and its use-by day; serial number,
 * of items that are tracked by it: a line for each unit.
 */
export async function importStock(run: ImportRun): Promise<void> {
  const wanted = ['item', 'location', 'quantity', 'state', 'date', 'lot', 'expiresOn', 'serial'] as const;
  const columns = requireColumns(run.csv.header, wanted, ['item', 'location', 'quantity']);
  const findPlaces = createPlaceFinder(run);
  const isNew = createTwiceFinder();
  await importByBatch<CountedRow>(run, columns, 2_000, {
    read: readRow,
    async record(tx, facts) {
      const distinct = refuseRepeated(
        facts,
        'item',
        ({ item, location, state, lotNumber = '', serialNumber }) =>
          (serialNumber === undefined
            ? [item, location, state, lotNumber]
            : [item, '', '', '', serialNumber]
          ).join('\u0000'),
      );
      const placed = await findPlaces(tx, distinct);
      await refuseWrongKind(tx, placed);
      const counted = await placeLots(run, tx, placed.filter(isNew));
      const bySerial = counted.filter(({ fact }) => fact.serialNumber !== undefined);
      const others = counted.filter(({ fact }) => fact.serialNumber === undefined);
      const source = { sourceKind: 'import', sourceId: run.importId };
      const { entryCount } = await recordStockCounts(run.context, tx, others.map(toCount), source);
      addCount(run, 'changedBalances', entryCount + (await importSerials(run, tx, bySerial)));
    },
  });
}
