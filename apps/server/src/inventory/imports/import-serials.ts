import type { LocalDate } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import type { ShelfState } from '../post-stock.ts';
import { readKnownPlaces, recordFoundSerials } from '../serials/record-found-serials.ts';
import type { Place } from './find-places.ts';
import type { ImportRun, ReadFact } from './import-run.ts';

export type CountedRow = {
  item: string;
  location: string;
  state: ShelfState;
  quantityMilli: number;
  countedOn: LocalDate | undefined;
  lotNumber: string | undefined;
  expiresOn: LocalDate | undefined;
  serialNumber: string | undefined;
};
export type Counted = ReadFact<CountedRow> & { place: Place };
export type InLot = Counted & { lotId: string | undefined };

/** Items that are counted by serial number, unit by unit; others are not. Refuses rows that say it otherwise. */
export async function refuseWrongKind(tx: Transaction, counted: readonly Counted[]): Promise<void> {
  const rows = await tx.query<{ itemId: string }>(
    `select id as "itemId" from items
     where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[]) and is_serial_tracked`,
    [[...new Set(counted.map(({ place }) => place.itemId as string))]],
  );
  const tracked = new Set(rows.map(({ itemId }) => itemId));
  for (const { row, fact, place } of counted) {
    const isTracked = tracked.has(place.itemId);
    if (isTracked && fact.serialNumber === undefined)
      row.refuse('item', {
        code: 'serial-missing',
        message: `Item "${fact.item}" is tracked by serial number: write one line for each unit, with its serial number`,
      });
    if (!isTracked && fact.serialNumber !== undefined)
      row.refuse('serial', {
        code: 'not-serial-tracked',
        message: `Item "${fact.item}" is not tracked by serial number: leave the serial number out, or switch the tracking on at the item`,
      });
  }
}

/**
 * Takes in units that the books do not know. One that is where the file says stays; one that the books have elsewhere is
 * refused: it moves by a transfer, a receipt or a shipment, and by no count. Answers with how many entries were posted.
 */
export async function importSerials(
  run: ImportRun,
  tx: Transaction,
  rows: readonly InLot[],
): Promise<number> {
  const found = rows.map(({ row, fact, place, lotId }) => ({
    row,
    ...{ itemId: place.itemId, locationId: place.locationId, itemNumber: fact.item, lotId: lotId ?? null },
    ...{ state: fact.state, countedOn: fact.countedOn, serialNumber: fact.serialNumber ?? '' },
  }));
  const known = await readKnownPlaces(
    tx,
    found.map(({ row: _row, ...one }) => one),
  );
  const coming = found.filter(({ row, serialNumber }, index) => {
    const at = known[index] ?? null;
    if (at !== null && !at.isSame)
      row.refuse('serial', {
        code: 'serial-elsewhere',
        message: `Serial number ${serialNumber} is ${at.state.replaceAll('-', ' ')} at ${at.placeName} by the books, or in another lot: move it there by a transfer or a receipt, not by a count`,
      });
    return at === null && !row.isRefused();
  });
  const { entryCount } = await recordFoundSerials(
    run.context,
    tx,
    coming.map(({ row: _row, ...one }) => one),
    { sourceKind: 'import', sourceId: run.importId },
  );
  return entryCount;
}
