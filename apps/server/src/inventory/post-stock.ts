import { type StockState, stockStates } from '@coplan/fulfillment';
import type { ItemId, LocalDate, LocationId } from '@coplan/kernel';
import { breaks, type Context, type Transaction } from '../platform/index.ts';
import { stockTooLow } from './inventory.errors.ts';
import { stockArrived, stockChanged } from './inventory.events.ts';
import { postSerials } from './serials/post-serials.ts';

export const shelfStates = stockStates;
export type ShelfState = StockState;

/** Stock in a state at a place; null is the world outside (supplier, customer, what a count corrects). */
export type StockAccount = { locationId: LocationId; state: ShelfState } | null;

export type StockEntry = {
  itemId: ItemId;
  from: StockAccount;
  to: StockAccount;
  /** Absent or null: stock without a lot. */
  lotId?: string | null | undefined;
  quantityMilli: number;
  /** What was done, e.g. `count`, `receipt`, or the name of a stock move. */
  reason: string;
  sourceKind: string;
  sourceId: string;
  countedOn?: LocalDate | undefined;
  commandId?: string | undefined;
  /** The entry that this one takes back. */
  compensates?: string | undefined;
  /** The units of an item with serial numbers, where they are somewhere else afterwards. */
  serialIds?: readonly string[] | undefined;
};

/** Posts entries into the ledger; all of them, or none when one would take more than there is. */
export async function postStock(
  context: Context,
  tx: Transaction,
  entries: readonly StockEntry[],
): Promise<{ entryCount: number }> {
  if (entries.length === 0) return { entryCount: 0 };
  const posted = entries.map((entry) => ({ ...entry, id: context.newId() }));
  const rows = posted.map(({ from, to, serialIds: _serialIds, ...entry }) => ({
    ...entry,
    fromState: from?.state ?? 'outside',
    fromLocationId: from?.locationId,
    toState: to?.state ?? 'outside',
    toLocationId: to?.locationId,
  }));
  try {
    await tx.query(
      `insert into stock_entries (id, org_id, item_id, from_state, from_location_id, to_state, to_location_id, lot_id,
         quantity_milli, reason, source_kind, source_id, counted_on, command_id, compensates, recorded_at)
       select given.id, (select current_setting('app.org')::uuid), given."itemId", given."fromState",
         given."fromLocationId", given."toState", given."toLocationId", given."lotId", given."quantityMilli",
         given.reason, given."sourceKind", given."sourceId", given."countedOn", given."commandId",
         given.compensates, $2::timestamptz
       from jsonb_to_recordset($1::jsonb) as given(id uuid, "itemId" uuid, "fromState" text, "fromLocationId" uuid,
         "toState" text, "toLocationId" uuid, "lotId" uuid, "quantityMilli" bigint, reason text, "sourceKind" text,
         "sourceId" text, "countedOn" date, "commandId" text, compensates uuid)`,
      [JSON.stringify(rows), context.clock.now().toISOString()],
    );
  } catch (error) {
    if (breaks(error, 'stock_never_negative')) throw stockTooLow({ entryCount: entries.length });
    throw error;
  }
  await postSerials(tx, posted);
  const { organisationId } = context.actor;
  await tx.publish(stockChanged(organisationId, entries.length));
  // What is given back from an allocation was decided by somebody: it is no news for those who wait.
  const arrived = entries.filter(({ from, to }) => to?.state === 'available' && from?.state !== 'allocated');
  if (arrived.length > 0) {
    await tx.publish(
      stockArrived(
        organisationId,
        arrived.map(({ itemId }) => itemId),
      ),
    );
  }
  return { entryCount: entries.length };
}
