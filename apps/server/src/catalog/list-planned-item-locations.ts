import type { ItemId, LocalDate, LocationId, OrganisationId, UnitCode } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';

export const itemLocationsPageMax = 5_000;

/** An item at a place, with what planning needs to know of both. */
export type PlannedItemLocation = {
  itemLocationId: string;
  itemId: ItemId;
  itemNumber: string;
  description: string;
  gtin14: string | null;
  category: string | null;
  baseUnit: UnitCode;
  introducedOn: LocalDate | null;
  locationId: LocationId;
  locationCode: string;
  locationName: string;
  locationKind: string;
  timeZone: string;
  supplierId: OrganisationId | null;
  serviceLevel: number;
  presentationMilli: number | null;
  maxStockMilli: number | null;
  mutedUntil: LocalDate | null;
};

const columns = `select planned.id as "itemLocationId", item.id as "itemId", item.item_number as "itemNumber", item.description,
       item.gtin14, item.category, item.base_unit as "baseUnit", item.introduced_on::text as "introducedOn",
       place.id as "locationId", place.code as "locationCode", place.name as "locationName",
       place.kind as "locationKind", place.time_zone as "timeZone", planned.supplier_id as "supplierId",
       round(planned.service_level::numeric, 6)::float8 as "serviceLevel",
       planned.presentation_milli::float8 as "presentationMilli", planned.max_stock_milli::float8 as "maxStockMilli",
       planned.muted_until::text as "mutedUntil"
     from item_locations planned
       join items item on item.id = planned.item_id
       join locations place on place.id = planned.location_id
     where planned.org_id = (select current_setting('app.org')::uuid) and planned.id > $1::uuid`;
const order = 'order by planned.id limit $2';

/** Two texts: a condition that fits both would find certain ones by looking at all. */
const pageQuery = `${columns} and planned.state = 'active' and item.state = 'active' ${order}`;
const certainQuery = `${columns} and planned.id = any ($3::uuid[]) ${order}`;

const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * A page of what the context's organisation plans (active items at active places), by item-location id.
 * `itemLocationIds` asks for certain ones, in whatever state.
 */
export const listPlannedItemLocations = (
  source: Database | Transaction,
  {
    afterId = firstId,
    limit = itemLocationsPageMax,
    itemLocationIds,
  }: { afterId?: string; limit?: number; itemLocationIds?: readonly string[] } = {},
): Promise<PlannedItemLocation[]> =>
  itemLocationIds === undefined
    ? rowsOf<PlannedItemLocation>(source, pageQuery, [afterId, limit])
    : rowsOf<PlannedItemLocation>(source, certainQuery, [afterId, limit, itemLocationIds]);
