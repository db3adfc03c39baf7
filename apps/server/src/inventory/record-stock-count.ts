import type { ItemId, LocalDate, LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { postStock, type ShelfState, type StockEntry } from './post-stock.ts';

/** How much of an item was found in a state at a place. */
export type StockCount = {
  itemId: ItemId;
  locationId: LocationId;
  state: ShelfState;
  /** The lot that was counted; absent: all of it, whatever its lots. */
  lotId?: string | undefined;
  quantityMilli: number;
  countedOn?: LocalDate | undefined;
};

/**
 * Brings balances to what was counted, by an entry over each difference; the same count again posts nothing. Each
 * item, place, state and lot may be named once in `counts`. Where only the whole was counted, the difference is
 * posted to stock without a lot; when lots hold more than was counted, it is refused: count them lot by lot.
 */
export async function recordStockCounts(
  context: Context,
  tx: Transaction,
  counts: readonly StockCount[],
  source: { sourceKind: string; sourceId: string },
): Promise<{ entryCount: number }> {
  const differences = await tx.query<StockCount & { heldMilli: number }>(
    `select given."itemId", given."locationId", given.state, given."quantityMilli"::float8 as "quantityMilli",
       given."lotId", given."countedOn"::text as "countedOn", balance.held::float8 as "heldMilli"
     from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, "locationId" uuid, state text, "lotId" uuid,
       "quantityMilli" bigint, "countedOn" date)
     cross join lateral (
       select coalesce(sum(quantity_milli), 0) as held from stock_balances
       where org_id = (select current_setting('app.org')::uuid) and item_id = given."itemId"
         and location_id = given."locationId" and state = given.state
         and (given."lotId" is null or lot_id = given."lotId")) balance
     where balance.held <> given."quantityMilli"`,
    [JSON.stringify(counts)],
  );
  const entries = differences.map(({ heldMilli, ...count }): StockEntry => {
    const account = { locationId: count.locationId, state: count.state };
    const isMore = count.quantityMilli > heldMilli;
    return {
      itemId: count.itemId,
      from: isMore ? null : account,
      to: isMore ? account : null,
      lotId: count.lotId,
      quantityMilli: Math.abs(count.quantityMilli - heldMilli),
      reason: 'count',
      countedOn: count.countedOn ?? undefined,
      ...source,
    };
  });
  return postStock(context, tx, entries);
}
