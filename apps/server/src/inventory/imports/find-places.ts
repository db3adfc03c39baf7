import { type ItemId, isGtin, type LocationId, toGtin14 } from '@coplan/kernel';
import { recordItemLocations, recordItems, recordTerms } from '../../catalog/index.ts';
import { findOrganisations, recordLocations } from '../../partners/index.ts';
import type { Transaction } from '../../platform/index.ts';
import { supplierUnknown } from '../inventory.errors.ts';
import { addCount, type ImportRun, type ReadFact } from './import-run.ts';

/** How a file names an item at a location: by the buyer's number or GTIN, by code or GLN. */
export type PlaceName = { item: string; location: string };
export type Place = { itemId: ItemId; locationId: LocationId; itemLocationId: string };

const rememberedMax = 300_000;

const keyOf = ({ item, location }: PlaceName): string => `${item}\u0000${location}`;

type FoundPlace = {
  item: string;
  location: string;
  itemId: ItemId | null;
  locationId: LocationId | null;
  itemLocationId: string | null;
};

const lookUp = (tx: Transaction, names: readonly PlaceName[]): Promise<FoundPlace[]> =>
  tx.query<FoundPlace>(
    `select given.item, given.location, coalesce(numbered.id, by_gtin.id) as "itemId",
       coalesce(coded.id, by_gln.id) as "locationId", planned.id as "itemLocationId"
     from unnest($1::text[], $2::text[], $3::text[]) as given(item, location, gtin14)
       left join items numbered on numbered.org_id = (select current_setting('app.org')::uuid)
         and numbered.item_number = given.item
       left join items by_gtin on by_gtin.org_id = (select current_setting('app.org')::uuid)
         and by_gtin.gtin14 = given.gtin14
       left join locations coded on coded.org_id = (select current_setting('app.org')::uuid)
         and coded.code = given.location
       left join locations by_gln on by_gln.org_id = (select current_setting('app.org')::uuid)
         and by_gln.gln = given.location
       left join item_locations planned on planned.org_id = (select current_setting('app.org')::uuid)
         and planned.item_id = coalesce(numbered.id, by_gtin.id)
         and planned.location_id = coalesce(coded.id, by_gln.id)`,
    [
      names.map((name) => name.item),
      names.map((name) => name.location),
      names.map((name) => (isGtin(name.item) ? toGtin14(name.item) : null)),
    ],
  );

const isComplete = (place: FoundPlace): place is FoundPlace & Place =>
  place.itemId !== null && place.locationId !== null && place.itemLocationId !== null;

/** Adds what the names say and the catalog does not hold; with a supplier also on what terms it delivers. */
async function addMissing(run: ImportRun, tx: Transaction, missing: readonly FoundPlace[]): Promise<void> {
  const { context, options } = run;
  const newItems = [...new Set(missing.filter((place) => place.itemId === null).map((place) => place.item))];
  const newCodes = [
    ...new Set(missing.filter((place) => place.locationId === null).map((place) => place.location)),
  ];
  const items = await recordItems(
    context,
    tx,
    newItems.map((itemNumber) => ({
      itemNumber,
      gtin14: isGtin(itemNumber) ? toGtin14(itemNumber) : undefined,
    })),
  );
  const locations = await recordLocations(
    context,
    tx,
    newCodes.map((code) => ({ code })),
  );
  const places = missing.flatMap((place) => {
    const itemId = place.itemId ?? items.idsByNumber.get(place.item);
    const locationId = place.locationId ?? locations.idsByCode.get(place.location);
    return itemId === undefined || locationId === undefined
      ? []
      : [{ itemId, locationId, supplierId: options.supplierId }];
  });
  await recordItemLocations(context, tx, places);
  addCount(run, 'addedItems', items.changedCount);
  addCount(run, 'addedLocations', locations.changedCount);
  addCount(run, 'addedItemLocations', places.length);
  await addTerms(run, tx, [...new Set(places.map((place) => place.itemId))]);
}

async function addTerms(run: ImportRun, tx: Transaction, itemIds: readonly ItemId[]): Promise<void> {
  const { supplierId, leadTimeDays, unitPriceMicros } = run.options;
  if (supplierId === undefined || leadTimeDays === undefined || unitPriceMicros === undefined) return;
  const [own] = await findOrganisations(tx, [run.context.actor.organisationId]);
  if (own === undefined) throw supplierUnknown(supplierId);
  const covered = await tx.query<{ item_id: ItemId }>(
    'select distinct item_id from supplier_terms where supplier_id = $1 and item_id = any ($2::uuid[])',
    [supplierId, itemIds],
  );
  const isCovered = new Set(covered.map((row) => row.item_id));
  const added = await recordTerms(
    run.context,
    tx,
    itemIds
      .filter((itemId) => !isCovered.has(itemId))
      .map((itemId) => ({
        supplierId,
        itemId,
        leadTimeDays,
        orderWeekdays: [1, 2, 3, 4, 5],
        cutOffTime: '12:00',
        rounding: 'up' as const,
        unitPriceMicros,
        currency: own.currency,
        validFrom: '2000-01-01' as never,
      })),
  );
  addCount(run, 'addedTerms', added.changedCount);
}

/** Finds item-locations by name, remembers them, and adds or refuses what is not there. */
export function createPlaceFinder(run: ImportRun) {
  const remembered = new Map<string, Place>();

  async function learn(tx: Transaction, names: readonly PlaceName[]): Promise<FoundPlace[]> {
    if (names.length === 0) return [];
    if (remembered.size > rememberedMax) remembered.clear();
    const found = await lookUp(tx, names);
    for (const place of found) if (isComplete(place)) remembered.set(keyOf(place), place);
    return found.filter((place) => !isComplete(place));
  }

  /** The place of each fact; a fact without one is refused in its row and left out. */
  return async function findPlaces<Fact extends PlaceName>(
    tx: Transaction,
    facts: readonly ReadFact<Fact>[],
  ): Promise<(ReadFact<Fact> & { place: Place })[]> {
    const unknown = new Map<string, PlaceName>();
    for (const { fact } of facts) if (!remembered.has(keyOf(fact))) unknown.set(keyOf(fact), fact);
    let missing = await learn(tx, [...unknown.values()]);
    if (missing.length > 0 && run.options.createMissing) {
      await addMissing(run, tx, missing);
      missing = await learn(tx, missing);
    }
    const missingByKey = new Map(missing.map((place) => [keyOf(place), place]));
    return facts.flatMap(({ row, fact }) => {
      const place = remembered.get(keyOf(fact));
      if (place !== undefined) return [{ row, fact, place }];
      const hole = missingByKey.get(keyOf(fact));
      const remedy = 'import it first, or import this file with "create missing"';
      if (hole?.itemId === null) {
        row.refuse('item', { code: 'item-unknown', message: `There is no item "${fact.item}": ${remedy}` });
      }
      if (hole?.locationId === null) {
        row.refuse('location', {
          code: 'location-unknown',
          message: `There is no location "${fact.location}": ${remedy}`,
        });
      }
      if (hole === undefined || (hole.itemId !== null && hole.locationId !== null)) {
        row.refuse('item', {
          code: 'not-planned',
          message: `Item "${fact.item}" is not planned at "${fact.location}": give its supplier and location with the terms, or import this file with "create missing"`,
        });
      }
      return [];
    });
  };
}
