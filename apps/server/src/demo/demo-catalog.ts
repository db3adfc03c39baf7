import { type ItemId, type LocalDate, type LocationId, localDate, toGtin14 } from '@coplan/kernel';
import {
  listPlannedItemLocations,
  recordCalendar,
  recordCrossReferences,
  recordItemLocations,
  recordItems,
  recordTerms,
} from '../catalog/index.ts';
import { recordLocations, startTrading } from '../partners/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import { type DemoPlace, type DemoRetailer, type DemoSupplier, demoSuppliers } from './demo-companies.ts';
import { demoGln, demoGtin, demoPackGtin } from './demo-names.ts';
import { organisationIdOf } from './demo-people.ts';
import { type DemoProduct, demoProducts } from './demo-products.ts';

/** A product as one retailer buys it. */
export type DemoItem = {
  itemNumber: string;
  product: DemoProduct;
  supplier: DemoSupplier;
  category: string;
  /** Position in the supplier's list; part of its GTIN. */
  position: number;
  places: readonly DemoPlace[];
  unitPriceMicros: number;
};

/** What a dollar is worth in the demo. */
const rates: Record<string, number> = { USD: 1, EUR: 0.92, NOK: 10.6 };
const demoValidFrom = localDate('2024-01-01');

export function itemsOf(retailer: DemoRetailer): DemoItem[] {
  return retailer.suppliers.flatMap(({ key, to }) => {
    const supplier = demoSuppliers.find((known) => known.key === key);
    const range = demoProducts[key];
    if (supplier === undefined || range === undefined) return [];
    const places = retailer.places.filter((place) => place.kind === to);
    return range.products.map((product, index) => ({
      itemNumber: `${retailer.number}${supplier.number}${String(index + 1).padStart(3, '0')}`,
      product,
      supplier,
      category: range.category,
      position: index + 1,
      places,
      unitPriceMicros: Math.round(product.price * (rates[retailer.currency] ?? 1) * 100) * 10_000,
    }));
  });
}

/** With whom the retailer trades and where it sells. */
export async function addPartnersAndPlaces(context: Context, retailer: DemoRetailer): Promise<void> {
  for (const { key, number, channel } of retailer.suppliers) {
    const relation = { partnerId: organisationIdOf(key), partnerNumber: number, channel };
    await startTrading(context, { ...relation, kind: 'supplier' });
  }
  for (const [index, key] of retailer.carriers.entries()) {
    const relation = { partnerId: organisationIdOf(key), partnerNumber: `C-${index + 1}` };
    await startTrading(context, { ...relation, kind: 'carrier', channel: 'portal' });
  }
  await context.db.transaction(async (tx) => {
    await recordLocations(
      context,
      tx,
      retailer.places.map(({ size: _size, ...place }, index) => ({
        ...place,
        gln: demoGln(retailer.number, index + 1),
        country: retailer.country,
        timeZone: place.timeZone ?? retailer.timeZone,
      })),
    );
    await recordCalendar(context, tx, { code: 'default', workingWeekdays: [1, 2, 3, 4, 5, 6], holidays: [] });
  });
}

/** Items with packs, what suppliers call them, on what terms they deliver, and where each is planned. */
export async function addCatalog(
  context: Context,
  items: readonly DemoItem[],
  currency: string,
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const { idsByNumber } = await recordItems(context, tx, items.map(toItemFacts));
    const idOf = ({ itemNumber }: DemoItem): ItemId => idsByNumber.get(itemNumber) as ItemId;
    await recordTerms(
      context,
      tx,
      items.map((item) => ({ ...toTermsFacts(item), itemId: idOf(item), currency })),
    );
    await recordCrossReferences(
      context,
      tx,
      items.map((item) => ({
        itemId: idOf(item),
        partnerId: organisationIdOf(item.supplier.key),
        partnerItemNumber: `${item.supplier.key.slice(0, 2).toUpperCase()}-${1000 + item.position}`,
        validFrom: demoValidFrom,
      })),
    );
    await planItems(context, tx, items, idOf);
  });
}

const gtinOf = ({ supplier, position }: DemoItem): string => demoGtin(supplier.number, position);

function toItemFacts(item: DemoItem) {
  const { product, supplier } = item;
  const pieces = { layer: supplier.casesPerLayer * product.caseSize, layers: supplier.layersPerPallet };
  return {
    itemNumber: item.itemNumber,
    gtin14: toGtin14(gtinOf(item)),
    description: product.description,
    category: item.category,
    packs: [
      { unit: 'CS' as const, numerator: product.caseSize, gtin14: demoPackGtin(1, gtinOf(item)) },
      { unit: 'LY' as const, numerator: pieces.layer },
      { unit: 'PL' as const, numerator: pieces.layer * pieces.layers, gtin14: demoPackGtin(2, gtinOf(item)) },
    ],
  };
}

function toTermsFacts({ product, supplier, unitPriceMicros }: DemoItem) {
  const caseMilli = product.caseSize * 1000;
  const layerMilli = caseMilli * supplier.casesPerLayer;
  return {
    supplierId: organisationIdOf(supplier.key),
    leadTimeDays: supplier.leadTimeDays,
    orderWeekdays: supplier.orderWeekdays,
    cutOffTime: supplier.cutOffTime,
    moqMilli: caseMilli * supplier.casesMin,
    multipleMilli: caseMilli,
    layerMilli,
    palletMilli: layerMilli * supplier.layersPerPallet,
    rounding: 'up' as const,
    unitPriceMicros,
    validFrom: demoValidFrom as LocalDate,
  };
}

async function planItems(
  context: Context,
  tx: Transaction,
  items: readonly DemoItem[],
  idOf: (item: DemoItem) => ItemId,
): Promise<void> {
  const places = await tx.query<{ id: LocationId; code: string }>(
    `select id, code from locations where org_id = (select current_setting('app.org')::uuid)`,
  );
  const placeIds = new Map(places.map(({ id, code }) => [code, id]));
  await recordItemLocations(
    context,
    tx,
    items.flatMap((item) =>
      item.places.map((place) => ({
        itemId: idOf(item),
        locationId: placeIds.get(place.code) as LocationId,
        supplierId: organisationIdOf(item.supplier.key),
        serviceLevel: item.product.pattern === 'slow' ? 0.9 : 0.97,
        presentationMilli: place.kind === 'store' ? Math.ceil(item.product.caseSize / 3) * 1000 : undefined,
      })),
    ),
  );
}

/** The demo's items and places beside the ids they were given. */
export async function findDemoPlaces(context: Context, items: readonly DemoItem[]) {
  const planned = await listPlannedItemLocations(context.db);
  const byKey = new Map(planned.map((row) => [`${row.itemNumber} ${row.locationCode}`, row]));
  return items.flatMap((item) =>
    item.places.flatMap((place) => {
      const row = byKey.get(`${item.itemNumber} ${place.code}`);
      return row === undefined ? [] : [{ item, place, row }];
    }),
  );
}
