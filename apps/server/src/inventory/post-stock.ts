import type { ItemId, LocalDate, LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { stockTooLow } from './inventory.errors.ts';
import { stockChanged } from './inventory.events.ts';

export const shelfStates = ['available', 'allocated', 'quarantine', 'damaged'] as const;
export type ShelfState = (typeof shelfStates)[number];

/** Stock in a state at a place; null is the world outside (supplier, customer, what a count corrects). */
export type StockAccount = { locationId: LocationId; state: ShelfState } | null;

export type StockEntry = {
  itemId: ItemId;
  from: StockAccount;
  to: StockAccount;
  quantityMilli: number;
  reason: 'count' | 'receipt' | 'sale' | 'transfer' | 'allocation' | 'inspection' | 'loss';
  sourceKind: string;
  sourceId: string;
  countedOn?: LocalDate | undefined;
};

const isBelowZero = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'stock_never_negative';

/** Posts entries into the ledger; all of them, or none when one would take more than there is. */
export async function postStock(
  context: Context,
  tx: Transaction,
  entries: readonly StockEntry[],
): Promise<{ entryCount: number }> {
  if (entries.length === 0) return { entryCount: 0 };
  const rows = entries.map(({ from, to, ...entry }) => ({
    ...entry,
    id: context.newId(),
    fromState: from?.state ?? 'outside',
    fromLocationId: from?.locationId,
    toState: to?.state ?? 'outside',
    toLocationId: to?.locationId,
  }));
  try {
    await tx.query(
      `insert into stock_entries (id, org_id, item_id, from_state, from_location_id, to_state, to_location_id,
         quantity_milli, reason, source_kind, source_id, counted_on, recorded_at)
       select given.id, (select current_setting('app.org')::uuid), given."itemId", given."fromState",
         given."fromLocationId", given."toState", given."toLocationId", given."quantityMilli", given.reason,
         given."sourceKind", given."sourceId", given."countedOn", $2::timestamptz
       from jsonb_to_recordset($1::jsonb) as given(id uuid, "itemId" uuid, "fromState" text, "fromLocationId" uuid,
         "toState" text, "toLocationId" uuid, "quantityMilli" bigint, reason text, "sourceKind" text,
         "sourceId" text, "countedOn" date)`,
      [JSON.stringify(rows), context.clock.now().toISOString()],
    );
  } catch (error) {
    if (isBelowZero(error)) throw stockTooLow({ entryCount: entries.length });
    throw error;
  }
  await tx.publish(stockChanged(context.actor.organisationId, entries.length));
  return { entryCount: entries.length };
}
