import type { ItemId, LocalDate, LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { postStock, type ShelfState, type StockEntry } from './post-stock.ts';

/** How much of an item was found in a state at a place. */
export type StockCount = {
  itemId: ItemId;
  locationId: LocationId;
  state: ShelfState;
  quantityMilli: number;
  countedOn?: LocalDate | undefined;
};

/**
 * Brings balances to what was counted, by an entry over each difference; the same count again posts nothing. Each
 * item, place and state may be named once in `counts`.
 */
export async function recordStockCounts(
  context: Context,
  tx: Transaction,
  counts: readonly StockCount[],
  source: { sourceKind: string; sourceId: string },
): Promise<{ entryCount: number }> {
  const differences = await tx.query<StockCount & { heldMilli: number }>(
    `select given."itemId", given."locationId", given.state, given."quantityMilli"::float8 as "quantityMilli",
       given."countedOn"::text as "countedOn", coalesce(balance.quantity_milli, 0)::float8 as "heldMilli"
     from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, "locationId" uuid, state text, "quantityMilli" bigint,
       "countedOn" date)
     left join stock_balances balance on balance.org_id = (select current_setting('app.org')::uuid)
       and balance.item_id = given."itemId" and balance.location_id = given."locationId" and balance.state = given.state
     where coalesce(balance.quantity_milli, 0) <> given."quantityMilli"`,
    [JSON.stringify(counts)],
  );
  const entries = differences.map(({ heldMilli, ...count }): StockEntry => {
    const account = { locationId: count.locationId, state: count.state };
    const isMore = count.quantityMilli > heldMilli;
    return {
      itemId: count.itemId,
      from: isMore ? null : account,
      to: isMore ? account : null,
      quantityMilli: Math.abs(count.quantityMilli - heldMilli),
      reason: 'count',
      countedOn: count.countedOn ?? undefined,
      ...source,
    };
  });
  return postStock(context, tx, entries);
}
