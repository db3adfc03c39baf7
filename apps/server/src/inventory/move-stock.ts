import { outsideAccounts, type StockMove, stockMoves } from '@coplan/fulfillment';
import type { ItemId, LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { commandUndoneAlready, commandUnknown } from './inventory.errors.ts';
import { postStock, type ShelfState, type StockAccount, type StockEntry } from './post-stock.ts';
import { claimStockCommand } from './stock-command.ts';

/** One move of the table `stockMoves` (@coplan/fulfillment): from which state into which. */
export type StockMoving = {
  move: StockMove;
  itemId: ItemId;
  /** Null: stock without a lot. */
  lotId: string | null;
  /** Where it is; for goods that come in, where they come to. */
  locationId: LocationId;
  /** Where it comes to, when that is another place (a transfer received). */
  toLocationId?: LocationId | undefined;
  quantityMilli: number;
  /** The units of an item with serial numbers, where they are somewhere else afterwards. */
  serialIds?: readonly string[] | undefined;
};

/** What the moves are for, e.g. a wave, a pick, a shipment; it stands in every entry. */
export type StockSource = { sourceKind: string; sourceId: string };

export type StockMoves = StockSource & { commandId: string; moves: readonly StockMoving[] };

const isOutside = (state: string): boolean => (outsideAccounts as readonly string[]).includes(state);

const accountAt = (state: string, locationId: LocationId): StockAccount =>
  isOutside(state) ? null : { state: state as ShelfState, locationId };

/** The entries of moves, one each, in their order. */
export const entriesOfMoves = ({ moves, commandId, sourceKind, sourceId }: StockMoves): StockEntry[] =>
  moves.map(({ move, itemId, lotId, locationId, toLocationId, quantityMilli, serialIds }) => {
    const [from, to] = stockMoves[move];
    return {
      itemId,
      lotId,
      from: accountAt(from, locationId),
      to: accountAt(to, toLocationId ?? locationId),
      quantityMilli,
      serialIds,
      reason: move,
      sourceKind,
      sourceId,
      commandId,
    };
  });

/**
 * Moves stock by double entry: all moves of a command or none, and the same command again nothing. Throws `DomainError`
 * `inventory.stock-too-low` where something is not there, and where the id came with another content.
 */
export async function moveStock(
  context: Context,
  tx: Transaction,
  command: StockMoves,
): Promise<'posted' | 'repeated'> {
  const { commandId, moves } = command;
  if ((await claimStockCommand(context, tx, { commandId, content: moves })) === 'repeated') return 'repeated';
  await postStock(context, tx, entriesOfMoves(command));
  return 'posted';
}

type EntryRow = {
  id: string;
  itemId: ItemId;
  lotId: string | null;
  fromState: string;
  fromLocationId: LocationId | null;
  toState: string;
  toLocationId: LocationId | null;
  quantityMilli: number;
  serialIds: string[];
};

const accountOf = (state: string, locationId: LocationId | null): StockAccount =>
  locationId === null ? null : { state: state as ShelfState, locationId };

/** Takes the mark of being undone; false when another undo stands. */
async function markUndone(tx: Transaction, commandId: string, undoes: string): Promise<boolean> {
  const marked = await tx.query<{ undoes: string | null }>(
    `update stock_commands set undone_by = $1
     where org_id = (select current_setting('app.org')::uuid) and command_id = $2 and undone_by is null
     returning undoes`,
    [commandId, undoes],
  );
  const [first] = marked;
  if (first === undefined) return false;
  // An undo that is undone lets the first command stand again.
  if (first.undoes !== null) {
    await tx.query(
      `update stock_commands set undone_by = null
       where org_id = (select current_setting('app.org')::uuid) and command_id = $1`,
      [first.undoes],
    );
  }
  return true;
}

/**
 * Takes a command back by entries the other way round; nothing is deleted. An undo can itself be undone. Throws
 * `DomainError` when there is no such command, when it is undone already, and when the goods went on meanwhile.
 */
export async function undoStockCommand(
  context: Context,
  tx: Transaction,
  { commandId, undoes, ...source }: StockSource & { commandId: string; undoes: string },
): Promise<'posted' | 'repeated'> {
  if ((await claimStockCommand(context, tx, { commandId, content: { undoes }, undoes })) === 'repeated')
    return 'repeated';
  const entries = await tx.query<EntryRow>(
    `select id, item_id as "itemId", lot_id as "lotId", from_state as "fromState",
       from_location_id as "fromLocationId", to_state as "toState", to_location_id as "toLocationId",
       quantity_milli::float8 as "quantityMilli",
       array(select serial_id from serial_moves moved where moved.org_id = stock_entries.org_id
         and moved.entry_id = stock_entries.id) as "serialIds"
     from stock_entries where org_id = (select current_setting('app.org')::uuid) and command_id = $1`,
    [undoes],
  );
  if (entries.length === 0) throw commandUnknown(undoes);
  if (!(await markUndone(tx, commandId, undoes))) throw commandUndoneAlready(undoes);
  await postStock(
    context,
    tx,
    entries.map((entry) => ({
      itemId: entry.itemId,
      lotId: entry.lotId,
      from: accountOf(entry.toState, entry.toLocationId),
      to: accountOf(entry.fromState, entry.fromLocationId),
      quantityMilli: entry.quantityMilli,
      serialIds: entry.serialIds,
      reason: 'undo',
      ...source,
      commandId,
      compensates: entry.id,
    })),
  );
  return 'posted';
}
