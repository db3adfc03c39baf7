import type { LocalDate } from '@coplan/kernel';
import type { Context } from '../../platform/index.ts';
import type { AgreementInForce } from './load-agreement.ts';
import { readSales } from './read-sales.ts';

/** What a category has reached in a period so far. null: not known to the reader. */
export type CategoryProgress = {
  category: string;
  soldMilli: number;
  /** Sold units at the purchase price of today, minor units of the agreement's currency. */
  salesMinor: number | null;
  /** Share of periods on sale in which the shelf was not empty; ratio of sums. */
  inStockRatio: number | null;
  /** Sold units of a year divided by the stock of today. */
  turns: number | null;
  /** Days of the period with known sales. */
  dayCount: number;
};

type Window = { startsOn: LocalDate; endsBefore: LocalDate };

const daysOfYear = 365;

/** Sales, in-stock and turns per category; empty where the sales are not the reader's to see. */
export async function readProgress(
  context: Context,
  agreement: AgreementInForce,
  window: Window,
): Promise<CategoryProgress[]> {
  const sales = await readSales(context, context.db, agreement, window);
  if (sales === null) return [];
  const facts = await context.db.read<{
    itemId: string;
    category: string | null;
    unitPriceMicros: number | null;
  }>(
    `select distinct on (item.id) item.id as "itemId", item.category, terms.unit_price_micros::float8 as "unitPriceMicros"
     from agreement_item_locations scope join items item on item.id = scope.item_id
     left join supplier_terms terms on terms.item_id = item.id and terms.supplier_id = $2 and terms.currency = $3
       and terms.valid_from < $4::date
     where scope.agreement_id = $1 order by item.id, terms.valid_from desc`,
    [agreement.agreementId, agreement.supplierId, agreement.content.units.currency, window.endsBefore],
  );
  const stock = await readStock(context, agreement);
  const byItem = new Map(facts.map((fact) => [fact.itemId, fact]));
  const groups = new Map<string, Sums>();
  for (const row of sales) {
    const fact = byItem.get(row.itemId);
    const category = fact?.category ?? 'Without a category';
    const sums = groups.get(category) ?? noSums();
    sums.soldMilli += row.soldMilli;
    if (fact?.unitPriceMicros == null) sums.isPriced = false;
    else sums.salesMicros += (row.soldMilli / 1_000) * fact.unitPriceMicros;
    sums.inStockCount += row.inStockCount;
    sums.knownCount += row.knownCount;
    sums.dayCount = Math.max(sums.dayCount, row.dayCount);
    groups.set(category, sums);
  }
  for (const [itemId, onHandMilli] of stock ?? []) {
    const sums = groups.get(byItem.get(itemId)?.category ?? 'Without a category');
    if (sums !== undefined) sums.onHandMilli = (sums.onHandMilli ?? 0) + onHandMilli;
  }
  return [...groups]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([category, sums]) => toProgress(category, sums));
}

type Sums = {
  soldMilli: number;
  salesMicros: number;
  isPriced: boolean;
  inStockCount: number;
  knownCount: number;
  dayCount: number;
  onHandMilli: number | null;
};

const noSums = (): Sums => ({
  soldMilli: 0,
  salesMicros: 0,
  isPriced: true,
  inStockCount: 0,
  knownCount: 0,
  dayCount: 0,
  onHandMilli: null,
});

const toProgress = (category: string, sums: Sums): CategoryProgress => ({
  category,
  soldMilli: sums.soldMilli,
  salesMinor: sums.isPriced ? Math.round(sums.salesMicros / 10_000) : null,
  inStockRatio: sums.knownCount === 0 ? null : sums.inStockCount / sums.knownCount,
  turns:
    sums.onHandMilli === null || sums.onHandMilli === 0 || sums.dayCount === 0
      ? null
      : (sums.soldMilli / sums.dayCount) * (daysOfYear / sums.onHandMilli),
  dayCount: sums.dayCount,
});

/** Stock of today per item: the buyer's own knowledge. */
async function readStock(
  { db, actor }: Context,
  agreement: AgreementInForce,
): Promise<Map<string, number> | null> {
  if (actor.organisationId !== agreement.buyerId) return null;
  const rows = await db.read<{ itemId: string; onHandMilli: number }>(
    `select balance.item_id as "itemId", sum(balance.quantity_milli)::float8 as "onHandMilli"
     from stock_balances balance
     join agreement_item_locations scope on scope.buyer_id = balance.org_id
       and scope.item_id = balance.item_id and scope.location_id = balance.location_id
     where scope.agreement_id = $1 and balance.state = 'available' group by balance.item_id`,
    [agreement.agreementId],
  );
  return new Map(rows.map(({ itemId, onHandMilli }) => [itemId, onHandMilli]));
}
