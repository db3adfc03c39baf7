import type { ItemId, LocationId } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import { toldState } from './delivered-units.ts';
import { type SerialPlace, serialsElsewhere, serialTwice } from './serials.errors.ts';

/** Where units are to be found. */
export type SerialsAt = {
  itemId: ItemId;
  itemNumber: string;
  locationId: LocationId;
  lotId: string | null;
  serialNumbers: readonly string[];
};

type Found = SerialPlace & { serialId: string | null; isHere: boolean };

const findUnits = `
select unit.id as "serialId", given.serial_number as "serialNumber", coalesce(${toldState}, 'unknown') as state,
  place.name || case when unit.lot_id is distinct from $4 then ' in another lot' else '' end as "placeName",
  coalesce(unit.state = 'in-stock' and unit.location_id = $3 and unit.lot_id is not distinct from $4, false) as "isHere"
from unnest($2::text[]) with ordinality as given(serial_number, at)
  left join serial_units unit on unit.org_id = (select current_setting('app.org')::uuid) and unit.item_id = $1
    and unit.serial_number = given.serial_number
  left join locations place on place.org_id = unit.org_id and place.id = unit.location_id
order by given.at`;

/** The ids of units on the shelf of a place, in their order. Throws `DomainError` where one is named twice or is not there. */
export async function findSerialsOnShelf(
  tx: Transaction,
  { itemId, itemNumber, locationId, lotId, serialNumbers }: SerialsAt,
): Promise<string[]> {
  const twice = serialNumbers.find((one, index) => serialNumbers.indexOf(one) !== index);
  if (twice !== undefined) {
    const at = (index: number): string => `number ${index + 1}`;
    throw serialTwice({
      serialNumber: twice,
      first: at(serialNumbers.indexOf(twice)),
      second: at(serialNumbers.lastIndexOf(twice)),
    });
  }
  const found = await tx.query<Found>(findUnits, [itemId, serialNumbers, locationId, lotId]);
  const strays = found.filter(({ isHere }) => !isHere);
  if (strays.length > 0) throw serialsElsewhere({ itemNumber, serials: strays });
  return found.map(({ serialId }) => serialId ?? '');
}
