import { type ActivityFact, type ProductActivity, productActivity } from '@coplan/documents';
import { DomainError, dayNumber, daysBetween, isoWeekday, type LocalDate } from '@coplan/kernel';
import { type Context, defineDocumentReader, type Transaction } from '../platform/index.ts';
import type { ShelfState } from './post-stock.ts';
import { recordSales, type SalesFacts } from './record-sales.ts';
import { recordStockCounts, type StockCount } from './record-stock-count.ts';

/** How far a measure of the document is a fact for us; the others are kept in the document alone. */
const shelfStateOf: Partial<Record<ActivityFact['measure'], ShelfState>> = {
  'on-hand': 'available',
  'closing-balance': 'available',
  'on-hold': 'quarantine',
  committed: 'allocated',
};

type PlacedFact = { fact: ActivityFact; itemLocationId: string; itemId: never; locationId: never };

/**
 * What a retailer sold and holds, as its system says it: sales by day or week, and stock. Items and places must be
 * known; a document that names others is refused as a whole, with their names, and can be sent again.
 */
export const productActivityReader = defineDocumentReader({
  documentType: 'product-activity',
  permission: 'inventory.record-activity',
  schema: productActivity,
  run: (context, document) => recordActivity(context, document),
});

export function recordActivity(context: Context, document: ProductActivity) {
  return context.db.transaction(async (tx) => {
    const placed = await findPlaces(tx, document.facts);
    const bucketDays = bucketOf(document);
    const { changedCount } = await recordSales(context, tx, { bucketDays, facts: salesOf(document, placed) });
    const counts = countsOf(placed);
    const { entryCount } = await recordStockCounts(context, tx, counts, {
      sourceKind: 'product-activity',
      sourceId: `${document.period.startsOn}/${document.period.endsBefore}`,
    });
    return { changedSeriesCount: changedCount, changedBalanceCount: entryCount };
  });
}

function bucketOf({ period, facts }: ProductActivity): 1 | 7 {
  if (facts.every((fact) => fact.on !== undefined)) return 1;
  const days = daysBetween(period.startsOn, period.endsBefore);
  if (days === 1) return 1;
  if (days === 7 && isoWeekday(period.startsOn) === 1) return 7;
  throw new DomainError(
    'invalid',
    'inventory.activity-period',
    { ...period },
    `The period ${period.startsOn} to ${period.endsBefore} is neither a day nor a week from Monday: send one of them, or a day with each fact`,
  );
}

async function findPlaces(tx: Transaction, facts: readonly ActivityFact[]): Promise<PlacedFact[]> {
  const rows = await tx.query<Omit<PlacedFact, 'fact'> & { at: number }>(
    `select given.at::int as at, planned.id as "itemLocationId", planned.item_id as "itemId",
       planned.location_id as "locationId"
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality
         as given(gtin14, item_number, gln, code, at)
       join items item on item.org_id = (select current_setting('app.org')::uuid)
         and (item.item_number = given.item_number or item.gtin14 = given.gtin14)
       join locations place on place.org_id = (select current_setting('app.org')::uuid)
         and (place.gln = given.gln or place.code = given.code)
       join item_locations planned on planned.org_id = (select current_setting('app.org')::uuid)
         and planned.item_id = item.id and planned.location_id = place.id`,
    [
      facts.map((fact) => fact.gtin ?? null),
      facts.map((fact) => fact.buyerItemNumber ?? null),
      facts.map((fact) => fact.location.gln ?? null),
      facts.map((fact) => fact.location.code ?? null),
    ],
  );
  const placeAt = new Map(rows.map(({ at, ...place }) => [at, place]));
  const unknown = facts.filter((_, index) => !placeAt.has(index + 1));
  if (unknown.length > 0) {
    const names = unknown
      .slice(0, 10)
      .map((fact) => `${fact.gtin ?? fact.buyerItemNumber} at ${fact.location.gln ?? fact.location.code}`);
    throw new DomainError(
      'invalid',
      'inventory.activity-places-unknown',
      { names, unknownCount: unknown.length },
      `${unknown.length} facts name items or places that are not planned here, e.g. ${names.join('; ')}: add them, then send the document again`,
    );
  }
  return facts.flatMap((fact, index) => {
    const place = placeAt.get(index + 1);
    return place === undefined ? [] : [{ fact, ...place }];
  });
}

function salesOf({ period }: ProductActivity, placed: readonly PlacedFact[]): SalesFacts[] {
  const dayOf = (fact: ActivityFact): number => dayNumber((fact.on ?? period.startsOn) as LocalDate);
  const hasNet = new Set(
    placed.filter(({ fact }) => fact.measure === 'sold-net').map(({ itemLocationId }) => itemLocationId),
  );
  const perPlace = Map.groupBy(placed, (place) => place.itemLocationId);
  return [...perPlace].flatMap(([itemLocationId, places]) => {
    const said = new Map<number, { sold: number | null; inStock: boolean | null }>();
    for (const { fact } of places) {
      const point = said.get(dayOf(fact)) ?? { sold: null, inStock: null };
      const measure = hasNet.has(itemLocationId) ? 'sold-net' : 'sold';
      if (fact.measure === measure) point.sold = fact.quantity.amountMilli;
      else if (fact.measure === 'out-of-stock') point.inStock = fact.quantity.amountMilli <= 0;
      else continue;
      said.set(dayOf(fact), point);
    }
    const days = [...said.keys()].sort((left, right) => left - right);
    if (days.length === 0) return [];
    const points = {
      days,
      soldMilli: days.map((day) => said.get(day)?.sold ?? null),
      inStock: days.map((day) => said.get(day)?.inStock ?? null),
    };
    return [{ itemLocationId, points, rowNumbers: days.map(() => 0) }];
  });
}

/** The last word counts where a document names one balance twice. */
function countsOf(placed: readonly PlacedFact[]): StockCount[] {
  const counts = new Map<string, StockCount>();
  for (const { fact, itemLocationId, itemId, locationId } of placed) {
    const state = shelfStateOf[fact.measure];
    if (state === undefined) continue;
    const quantityMilli = Math.max(0, fact.quantity.amountMilli);
    counts.set(`${itemLocationId} ${state}`, {
      itemId,
      locationId,
      state,
      quantityMilli,
      countedOn: fact.on,
    });
  }
  return [...counts.values()];
}
