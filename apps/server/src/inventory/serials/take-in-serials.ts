import type { ItemId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { toldState } from './delivered-units.ts';
import {
  notSerialTracked,
  type SerialPlace,
  serialKnown,
  serialsCount,
  serialTwice,
} from './serials.errors.ts';

/** Units of one item that come in together. */
export type SerialsComing = {
  /** Whose they are, for messages: "Line 1, kept". */
  place: string;
  itemId: ItemId;
  itemNumber: string;
  isSerialTracked: boolean;
  quantityMilli: number;
  serialNumbers: readonly string[];
  /** Somebody saw them here: units that a customer has by the books came back. */
  areSeen?: boolean;
};

type Named = { group: number; place: string; itemId: ItemId; itemNumber: string; serialNumber: string };

function nameAll(groups: readonly SerialsComing[]): Named[] {
  const seen = new Map<string, string>();
  return groups.flatMap((coming, group) => {
    const { place, itemId, itemNumber, isSerialTracked, quantityMilli, serialNumbers } = coming;
    const serialCount = serialNumbers.length;
    if (!isSerialTracked && serialCount > 0) throw notSerialTracked(itemNumber);
    if (!isSerialTracked) return [];
    const named = serialNumbers.map((serialNumber, index) => {
      const second = `${place}, serial number ${index + 1}`;
      const key = `${itemId} ${serialNumber}`;
      const first = seen.get(key);
      if (first !== undefined) throw serialTwice({ serialNumber, first, second });
      seen.set(key, second);
      return { group, place: second, itemId, itemNumber, serialNumber };
    });
    if (serialCount * 1_000 !== quantityMilli)
      throw serialsCount({ place, itemNumber, quantityMilli, serialCount });
    return named;
  });
}

const addUnknown = `
insert into serial_units (id, org_id, item_id, serial_number)
select given.id, (select current_setting('app.org')::uuid), given."itemId", given."serialNumber"
from jsonb_to_recordset($1::jsonb) as given(id uuid, "itemId" uuid, "serialNumber" text)
on conflict (org_id, item_id, serial_number) do nothing`;

const readUnits = `
select unit.id as "serialId", unit.item_id as "itemId", unit.serial_number as "serialNumber", ${toldState} as state,
  place.name as "placeName"
from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, "serialNumber" text)
  join serial_units unit on unit.org_id = (select current_setting('app.org')::uuid)
    and unit.item_id = given."itemId" and unit.serial_number = given."serialNumber"
  left join locations place on place.org_id = unit.org_id and place.id = unit.location_id`;

type UnitRow = SerialPlace & { serialId: string; itemId: string };

/**
 * The ids of units that come in, for each group in its order; units that are not known yet become known. One that was
 * taken back or sent back may come again, and one that a customer has where it is seen. Throws `DomainError` where there are more or fewer serial numbers than units,
 * and where one is named twice, is here already, or was shipped or delivered and never came back: naming it and its place.
 */
export async function takeInSerials(
  context: Context,
  tx: Transaction,
  groups: readonly SerialsComing[],
): Promise<string[][]> {
  const named = nameAll(groups);
  if (named.length === 0) return groups.map(() => []);
  const given = JSON.stringify(named.map((one) => ({ ...one, id: context.newId() })));
  await tx.query(addUnknown, [given]);
  const known = await tx.query<UnitRow>(readUnits, [given]);
  const units = new Map(known.map((unit) => [`${unit.itemId} ${unit.serialNumber}`, unit]));
  const ids = groups.map((): string[] => []);
  for (const { group, place, itemId, itemNumber, serialNumber } of named) {
    const unit = units.get(`${itemId} ${serialNumber}`) as UnitRow;
    const { state, placeName } = unit;
    const isBack = state === 'delivered' && groups[group]?.areSeen === true;
    if (state !== 'outside' && !isBack)
      throw serialKnown({ place, itemNumber, serialNumber, state, placeName });
    ids[group]?.push(unit.serialId);
  }
  return ids;
}
