import {
  accountKey,
  type LedgerAccount,
  type LedgerEntry,
  type LedgerReader,
  type Posting,
  postingsOf,
  type StockCommand,
  type StockOfLot,
  stockStates,
  type UndoCommand,
} from './stock-ledger.ts';

/** A ledger held in memory: the meaning of the rules, for simulations and tests. Balances follow from the entries alone. */
export type MemoryLedger = LedgerReader & {
  entries: LedgerEntry[];
  balances: Map<string, number>;
  post(command: StockCommand | UndoCommand): Posting;
};

/** Adds entries to balances; the order within one command does not matter. */
export function applyEntries(balances: Map<string, number>, entries: readonly LedgerEntry[]): void {
  for (const entry of entries) {
    const { quantityMilli } = entry;
    const from = accountKey(entry.from, entry);
    const to = accountKey(entry.to, entry);
    balances.set(from, (balances.get(from) ?? 0) - quantityMilli);
    balances.set(to, (balances.get(to) ?? 0) + quantityMilli);
  }
}

/** An empty ledger. */
export function memoryLedger(): MemoryLedger {
  const entries: LedgerEntry[] = [];
  const balances = new Map<string, number>();
  const byCommand = new Map<string, LedgerEntry[]>();
  const undone = new Set<string>();
  const none: LedgerEntry[] = [];
  const ledger: MemoryLedger = {
    entries,
    balances,
    balanceMilli: (account: LedgerAccount, stock: StockOfLot) =>
      balances.get(accountKey(account, stock)) ?? 0,
    entriesOf: (commandId) => byCommand.get(commandId) ?? none,
    isUndone: (commandId) => undone.has(commandId),
    post(command) {
      const posting = postingsOf(command, ledger);
      if (posting.kind === 'repeated') return posting;
      entries.push(...posting.entries);
      applyEntries(balances, posting.entries);
      byCommand.set(command.commandId, posting.entries);
      if ('undoes' in command) {
        undone.add(command.undoes);
        // What an undo took back stands again when the undo is undone.
        const taken = posting.entries[0]?.compensates;
        const undoneUndo = byCommand.get(command.undoes)?.[0]?.compensates;
        if (taken !== null && undoneUndo !== null && undoneUndo !== undefined) {
          const first = entries.find(({ entryId }) => entryId === undoneUndo);
          if (first !== undefined) undone.delete(first.commandId);
        }
      }
      return posting;
    },
  };
  return ledger;
}

/** What breaks the ledger, one sentence each; empty where all is well: everything together is zero, no state is negative. */
export function ledgerFaults({ entries, balances }: Pick<MemoryLedger, 'entries' | 'balances'>): string[] {
  const faults: string[] = [];
  let total = 0;
  for (const [key, balance] of balances) {
    total += balance;
    const state = key.slice(0, key.indexOf('|'));
    if (balance < 0 && (stockStates as readonly string[]).includes(state))
      faults.push(`${key} is ${balance}.`);
  }
  if (total !== 0) faults.push(`All accounts together are ${total} instead of 0.`);
  const recomputed = new Map<string, number>();
  applyEntries(recomputed, entries);
  for (const [key, balance] of recomputed) {
    if (balances.get(key) !== balance)
      faults.push(`${key} is ${balances.get(key)}, its entries make ${balance}.`);
  }
  return faults;
}
