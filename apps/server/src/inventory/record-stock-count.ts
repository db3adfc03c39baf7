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

type Difference = StockCount & { heldMilli: number };

/** Where the countings differ from the books. */
const readDifferences = (tx: Transaction, counts: readonly StockCount[]): Promise<Difference[]> =>
  tx.query<Difference>(
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

type Part = { at: number; lotId: string | null; heldMilli: number };

/** Lots from which a loss of the whole is taken: what has none first, then what expires first. */
const readParts = (tx: Transaction, losses: readonly Difference[]): Promise<Part[]> =>
  tx.query<Part>(
    `select given.at::integer - 1 as at, balance.lot_id as "lotId", balance.quantity_milli::float8 as "heldMilli"
     from rows from (jsonb_to_recordset($1::jsonb) as ("itemId" uuid, "locationId" uuid, state text))
         with ordinality as given("itemId", "locationId", state, at)
       join stock_balances balance on balance.org_id = (select current_setting('app.org')::uuid)
         and balance.item_id = given."itemId" and balance.location_id = given."locationId"
         and balance.state = given.state and balance.quantity_milli > 0
       left join stock_lots lot on lot.org_id = balance.org_id and lot.id = balance.lot_id
     order by given.at, balance.lot_id is not null, lot.expires_on, lot.received_on, balance.lot_id`,
    [JSON.stringify(losses)],
  );

/** A loss by lot: nobody counted them, so what leaves first is taken to have left. */
function spread(
  lostMilli: number,
  parts: readonly Part[],
): { lotId: string | null; quantityMilli: number }[] {
  let left = lostMilli;
  return parts.flatMap(({ lotId, heldMilli }) => {
    const quantityMilli = Math.min(left, heldMilli);
    left -= quantityMilli;
    return quantityMilli > 0 ? [{ lotId, quantityMilli }] : [];
  });
}

/**
 * Brings balances to what was counted, by an entry over each difference; the same count again posts nothing. Each
 * item, place, state and lot may be named once in `counts`. Where only the whole was counted, what is more is posted to
 * stock without a lot, and what is less is taken from it and then from the lots that expire first.
 */
export async function recordStockCounts(
  context: Context,
  tx: Transaction,
  counts: readonly StockCount[],
  source: { sourceKind: string; sourceId: string },
): Promise<{ entryCount: number }> {
  const differences = await readDifferences(tx, counts);
  const isLossOfWhole = ({ lotId, quantityMilli, heldMilli }: Difference): boolean =>
    (lotId ?? null) === null && quantityMilli < heldMilli;
  const losses = differences.filter(isLossOfWhole);
  const parts = losses.length === 0 ? [] : await readParts(tx, losses);
  const partsOf = Map.groupBy(parts, ({ at }) => losses[at]);
  const entries = differences.flatMap((count): StockEntry[] => {
    const { itemId, locationId, state, quantityMilli, heldMilli } = count;
    const account = { locationId, state };
    const isMore = quantityMilli > heldMilli;
    const changed = isLossOfWhole(count)
      ? spread(heldMilli - quantityMilli, partsOf.get(count) ?? [])
      : [{ lotId: count.lotId ?? null, quantityMilli: Math.abs(quantityMilli - heldMilli) }];
    return changed.map((one) => ({
      itemId,
      from: isMore ? null : account,
      to: isMore ? account : null,
      ...one,
      reason: 'count',
      countedOn: count.countedOn ?? undefined,
      ...source,
    }));
  });
  return postStock(context, tx, entries);
}
