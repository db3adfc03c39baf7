import type { ItemId, LocalDate, LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { postStock, type ShelfState, type StockEntry } from '../post-stock.ts';
import { unitStateOf } from './post-serials.ts';
import { takeInSerials } from './take-in-serials.ts';

/** A unit that somebody saw. */
export type FoundSerial = {
  itemId: ItemId;
  itemNumber: string;
  locationId: LocationId;
  state: ShelfState;
  lotId: string | null;
  serialNumber: string;
  countedOn?: LocalDate | undefined;
};

/** Where a unit is by the books; null: nowhere, so it comes in. */
export type KnownPlace = { state: string; placeName: string | null; isSame: boolean } | null;

const readKnown = `
select given.at::integer - 1 as at, unit.state, place.name as "placeName",
  unit.state = given.state and unit.location_id = given."locationId"
    and unit.lot_id is not distinct from given."lotId" as "isSame"
from rows from (jsonb_to_recordset($1::jsonb) as ("itemId" uuid, "locationId" uuid, state text, "lotId" uuid,
    "serialNumber" text)) with ordinality as given("itemId", "locationId", state, "lotId", "serialNumber", at)
  join serial_units unit on unit.org_id = (select current_setting('app.org')::uuid)
    and unit.item_id = given."itemId" and unit.serial_number = given."serialNumber" and unit.state <> 'outside'
  left join locations place on place.org_id = unit.org_id and place.id = unit.location_id`;

/** Where units are by the books, in their order. */
export async function readKnownPlaces(tx: Transaction, found: readonly FoundSerial[]): Promise<KnownPlace[]> {
  const given = found.map(({ state, locationId, ...one }) => ({
    ...{ ...one, locationId },
    state: unitStateOf({ state, locationId }),
  }));
  const rows = await tx.query<NonNullable<KnownPlace> & { at: number }>(readKnown, [JSON.stringify(given)]);
  const known = new Map(rows.map(({ at, ...place }) => [at, place]));
  return found.map((_, index) => known.get(index) ?? null);
}

/** Takes units in that no book knows of, by entries of a count; one for each item, place, state and lot. */
export async function recordFoundSerials(
  context: Context,
  tx: Transaction,
  found: readonly FoundSerial[],
  source: { sourceKind: string; sourceId: string },
): Promise<{ entryCount: number }> {
  const keyOf = (one: FoundSerial): string =>
    [one.itemId, one.locationId, one.state, one.lotId, one.countedOn].join(' ');
  const groups = [...Map.groupBy(found, keyOf).values()];
  const serialIds = await takeInSerials(
    context,
    tx,
    groups.map((group) => ({
      place: 'Count',
      itemId: group[0]?.itemId as ItemId,
      itemNumber: group[0]?.itemNumber ?? '',
      isSerialTracked: true,
      quantityMilli: group.length * 1_000,
      serialNumbers: group.map(({ serialNumber }) => serialNumber),
      areSeen: true,
    })),
  );
  const entries = groups.flatMap((group, index): StockEntry[] => {
    const [one] = group;
    if (one === undefined) return [];
    const { itemId, locationId, state, lotId, countedOn } = one;
    const quantityMilli = group.length * 1_000;
    const to = { locationId, state };
    return [
      {
        ...{ itemId, from: null, to, lotId, quantityMilli, serialIds: serialIds[index] },
        ...{ reason: 'count', countedOn, ...source },
      },
    ];
  });
  return postStock(context, tx, entries);
}
