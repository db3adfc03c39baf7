import { assert, DomainError } from '@coplan/kernel';

/** States of stock at a place. */
export const stockStates = [
  'available',
  'allocated',
  'picked',
  'in-transit',
  'quarantine',
  'damaged',
  'blocked',
  'returned-uninspected',
  'refurb',
  'consigned',
] as const;
export type StockState = (typeof stockStates)[number];

/** The world outside: where goods come from and go to. Only these may be below zero, and then they say what came from there. */
export const outsideAccounts = ['supplier', 'customer', 'correction', 'scrap'] as const;
export type OutsideAccount = (typeof outsideAccounts)[number];

export type StockOfLot = { itemId: string; lotId: string; ownerId: string };
export type LedgerAccount = { state: StockState; locationId: string } | { state: OutsideAccount };

/** From one account to another: what leaves one arrives in the other, so all accounts together are always zero. */
export type LedgerEntry = StockOfLot & {
  entryId: string;
  commandId: string;
  from: LedgerAccount;
  to: LedgerAccount;
  quantityMilli: number;
  /** The entry that this one takes back. */
  compensates: string | null;
};

/** What may be done with stock: from which state to which. A rule that is not here does not exist. */
export const stockMoves = {
  receive: ['supplier', 'available'],
  'receive-for-inspection': ['supplier', 'quarantine'],
  'receive-damaged': ['supplier', 'damaged'],
  'receive-consigned': ['supplier', 'consigned'],
  'take-over-consigned': ['consigned', 'available'],
  'pass-inspection': ['quarantine', 'available'],
  'fail-inspection': ['quarantine', 'blocked'],
  allocate: ['available', 'allocated'],
  release: ['allocated', 'available'],
  pick: ['allocated', 'picked'],
  unpick: ['picked', 'allocated'],
  ship: ['picked', 'in-transit'],
  'return-to-sender': ['in-transit', 'returned-uninspected'],
  deliver: ['in-transit', 'customer'],
  'receive-transfer': ['in-transit', 'available'],
  'lose-in-transit': ['in-transit', 'correction'],
  'receive-return': ['customer', 'returned-uninspected'],
  restock: ['returned-uninspected', 'available'],
  'send-to-refurb': ['returned-uninspected', 'refurb'],
  'finish-refurb': ['refurb', 'available'],
  'find-damaged': ['available', 'damaged'],
  'damage-return': ['returned-uninspected', 'damaged'],
  block: ['available', 'blocked'],
  unblock: ['blocked', 'available'],
  'return-to-supplier': ['blocked', 'supplier'],
  'return-damaged-to-supplier': ['damaged', 'supplier'],
  scrap: ['damaged', 'scrap'],
  'scrap-refurb': ['refurb', 'scrap'],
  'count-up': ['correction', 'available'],
  'count-down': ['available', 'correction'],
} as const satisfies Record<string, readonly [StockState | OutsideAccount, StockState | OutsideAccount]>;
export type StockMove = keyof typeof stockMoves;

/** One or more moves that happen together or not at all. */
export type StockCommand = {
  commandId: string;
  moves: readonly (StockOfLot & {
    move: StockMove;
    /** Where it is; for goods that come in, where they come to. */
    locationId: string;
    /** Where it comes to, when that is another place (a transfer received). */
    toLocationId?: string;
    quantityMilli: number;
  })[];
};

/** Undoes everything of an earlier command by entries the other way round; nothing is deleted. */
export type UndoCommand = { commandId: string; undoes: string };

export type Posting =
  | { kind: 'posted'; entries: LedgerEntry[] }
  /** The same command came before: nothing happens. */
  | { kind: 'repeated'; entries: readonly LedgerEntry[] };

/** What the rules must know of the ledger so far; a map, or a table read under lock. */
export type LedgerReader = {
  balanceMilli(account: LedgerAccount, stock: StockOfLot): number;
  /** Entries of a command, in their order; empty where it is unknown. */
  entriesOf(commandId: string): readonly LedgerEntry[];
  /** Whether a command was taken back. */
  isUndone(commandId: string): boolean;
};

const isOutside = (state: string): state is OutsideAccount =>
  (outsideAccounts as readonly string[]).includes(state);

const accountAt = (state: StockState | OutsideAccount, locationId: string): LedgerAccount =>
  isOutside(state) ? { state } : { state, locationId };

/** One text for one account of one lot. */
export const accountKey = (account: LedgerAccount, { itemId, lotId, ownerId }: StockOfLot): string =>
  [account.state, 'locationId' in account ? account.locationId : '', itemId, lotId, ownerId].join('|');

const isSameEntry = (a: LedgerEntry, b: LedgerEntry): boolean =>
  accountKey(a.from, a) === accountKey(b.from, b) &&
  accountKey(a.to, a) === accountKey(b.to, b) &&
  a.quantityMilli === b.quantityMilli &&
  a.compensates === b.compensates;

/** The entries of a command must leave no state of stock below zero, taken together and in their order. */
function checkBalances(entries: readonly LedgerEntry[], ledger: LedgerReader): void {
  const changed = new Map<string, number>();
  for (const entry of entries) {
    const { from, to, quantityMilli } = entry;
    const fromKey = accountKey(from, entry);
    const there = changed.get(fromKey) ?? ledger.balanceMilli(from, entry);
    if (!isOutside(from.state) && there < quantityMilli) {
      const { commandId, itemId, lotId } = entry;
      const message = `Command ${commandId} takes ${quantityMilli} thousandths of ${itemId}, lot ${lotId}, from ${fromKey.split('|', 2).join(' at ')}, where ${there} are: count again or undo what took them.`;
      throw new DomainError(
        'conflict',
        'fulfillment.stock-too-low',
        { commandId, itemId, lotId, there, quantityMilli },
        message,
      );
    }
    changed.set(fromKey, there - quantityMilli);
    const toKey = accountKey(to, entry);
    changed.set(toKey, (changed.get(toKey) ?? ledger.balanceMilli(to, entry)) + quantityMilli);
  }
}

function entriesFor({ commandId, moves }: StockCommand): LedgerEntry[] {
  assert(moves.length > 0, 'a command moves something');
  return moves.map(({ move, locationId, toLocationId, quantityMilli, itemId, lotId, ownerId }, index) => {
    assert(
      Number.isSafeInteger(quantityMilli) && quantityMilli > 0,
      'a move is a whole number of thousandths above 0',
    );
    const [from, to] = stockMoves[move];
    return {
      entryId: `${commandId}/${index + 1}`,
      commandId,
      itemId,
      lotId,
      ownerId,
      from: accountAt(from, locationId),
      to: accountAt(to, toLocationId ?? locationId),
      quantityMilli,
      compensates: null,
    };
  });
}

function entriesUndoing({ commandId, undoes }: UndoCommand, ledger: LedgerReader): LedgerEntry[] {
  const original = ledger.entriesOf(undoes);
  if (original.length === 0) {
    throw new DomainError(
      'not-found',
      'fulfillment.command-unknown',
      { undoes },
      `There is no command ${undoes} to undo.`,
    );
  }
  return [...original].reverse().map((entry, index) => ({
    ...entry,
    entryId: `${commandId}/${index + 1}`,
    commandId,
    from: entry.to,
    to: entry.from,
    compensates: entry.entryId,
  }));
}

/**
 * What a command posts. It changes nothing: whoever calls appends the entries and keeps the balances, in one transaction.
 * A command that came before posts nothing again; the same id with another content, stock that is not there, and a second
 * undo of one command are refused (`DomainError`), each naming what to do. An undo can itself be undone.
 */
export function postingsOf(command: StockCommand | UndoCommand, ledger: LedgerReader): Posting {
  const before = ledger.entriesOf(command.commandId);
  const entries = 'undoes' in command ? entriesUndoing(command, ledger) : entriesFor(command);
  if (before.length > 0) {
    const isSame =
      before.length === entries.length && before.every((entry, index) => isSameEntry(entry, entries[index]!));
    if (isSame) return { kind: 'repeated', entries: before };
    const { commandId } = command;
    const message = `Command ${commandId} was posted with another content: send a correction under its own id.`;
    throw new DomainError('conflict', 'fulfillment.command-posted-differently', { commandId }, message);
  }
  if ('undoes' in command && ledger.isUndone(command.undoes)) {
    const message = `Command ${command.undoes} is undone already.`;
    throw new DomainError(
      'conflict',
      'fulfillment.command-undone-already',
      { undoes: command.undoes },
      message,
    );
  }
  checkBalances(entries, ledger);
  return { kind: 'posted', entries };
}
