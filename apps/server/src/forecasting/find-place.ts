import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import { itemLocationNotFound } from './forecasting.errors.ts';

export type PlannedPlace = {
  itemLocationId: string;
  itemId: string;
  itemNumber: string;
  description: string;
  category: string | null;
  unit: string;
  locationCode: string;
  locationName: string;
  timeZone: string;
  supplierName: string | null;
  /** Of the terms that began last; null without terms. */
  unitPriceMicros: number | null;
  currency: string | null;
  introducedOn: LocalDate | null;
};

const placeQuery = `
select place.id as "itemLocationId", item.id as "itemId", item.item_number as "itemNumber", item.description,
  item.category, item.base_unit as unit, location.code as "locationCode", location.name as "locationName",
  coalesce(location.time_zone, 'UTC') as "timeZone", supplier.name as "supplierName",
  terms.unit_price_micros as "unitPriceMicros", terms.currency, item.introduced_on::text as "introducedOn"
from item_locations place
  join items item on item.org_id = place.org_id and item.id = place.item_id
  join locations location on location.org_id = place.org_id and location.id = place.location_id
  left join organisations supplier on supplier.id = place.supplier_id
  left join lateral (
    select unit_price_micros, currency from supplier_terms terms
    where terms.org_id = place.org_id and terms.item_id = place.item_id and terms.supplier_id = place.supplier_id
    order by valid_from desc limit 1) terms on true
where place.org_id = (select current_setting('app.org')::uuid) and place.id = any ($1::uuid[])
order by item.item_number, location.code`;

/** Items at places of one's own organisation, with what people call them; strangers are absent. */
export const findPlaces = (
  source: Database | Transaction,
  itemLocationIds: readonly string[],
): Promise<PlannedPlace[]> => rowsOf<PlannedPlace>(source, placeQuery, [itemLocationIds]);

/** One of them; throws where it is not one's own. */
export async function getPlace(
  source: Database | Transaction,
  itemLocationId: string,
): Promise<PlannedPlace> {
  const [place] = await findPlaces(source, [itemLocationId]);
  if (place === undefined) throw itemLocationNotFound(itemLocationId);
  return place;
}
