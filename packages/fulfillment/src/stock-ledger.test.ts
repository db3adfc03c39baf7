import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ledgerFaults, type MemoryLedger, memoryLedger } from './ledger-in-memory.ts';
import {
  outsideAccounts,
  type StockCommand,
  type StockMove,
  type StockState,
  stockMoves,
  stockStates,
  type UndoCommand,
} from './stock-ledger.ts';

const stock = { itemId: 'tea', lotId: 'A', ownerId: 'we' };
const move = (
  commandId: string,
  name: StockMove,
  quantityMilli: number,
  changes: Partial<StockCommand['moves'][number]> = {},
): StockCommand => ({
  commandId,
  moves: [{ ...stock, move: name, locationId: 'north', quantityMilli, ...changes }],
});
const balance = (ledger: MemoryLedger, state: StockState, locationId = 'north'): number =>
  ledger.balanceMilli({ state, locationId }, stock);
const shipped = (): MemoryLedger => {
  const ledger = memoryLedger();
  ledger.post(move('1', 'receive', 100_000));
  ledger.post(move('2', 'allocate', 60_000));
  ledger.post(move('3', 'pick', 60_000));
  ledger.post(move('4', 'ship', 60_000));
  return ledger;
};

test('goods go from supplier to customer through the states, and nothing is lost on the way', () => {
  const ledger = shipped();
  expect([balance(ledger, 'available'), balance(ledger, 'in-transit')]).toEqual([40_000, 60_000]);
  ledger.post(move('5', 'deliver', 60_000));
  expect(ledger.balanceMilli({ state: 'customer' }, stock)).toBe(60_000);
  expect(ledger.balanceMilli({ state: 'supplier' }, stock)).toBe(-100_000);
  expect(ledgerFaults(ledger)).toEqual([]);
});

test('each state of stock can be entered and left, and what is outside is never a state', () => {
  const moves = Object.values(stockMoves);
  for (const state of stockStates) {
    expect(
      moves.some(([, to]) => to === state),
      `${state} is entered`,
    ).toBe(true);
    expect(
      moves.some(([from]) => from === state),
      `${state} is left`,
    ).toBe(true);
  }
  expect(stockStates.filter((state) => (outsideAccounts as readonly string[]).includes(state))).toEqual([]);
});

test.each(Object.keys(stockMoves) as StockMove[])(
  '"%s" from an empty place is refused, unless the goods come from outside',
  (name) => {
    const [from] = stockMoves[name];
    const post = () => memoryLedger().post(move('1', name, 1_000));
    if ((outsideAccounts as readonly string[]).includes(from)) expect(post().kind).toBe('posted');
    else expect(post).toThrow(new RegExp(`from ${from} at north, where 0 are`));
  },
);

test('cancelling twice gives stock back once', () => {
  const ledger = shipped();
  const undo: UndoCommand = { commandId: 'undo 4', undoes: '4' };
  expect(ledger.post(undo).kind).toBe('posted');
  expect(ledger.post(undo).kind).toBe('repeated');
  expect(() => ledger.post({ commandId: 'undo 4 again', undoes: '4' })).toThrow(/undone already/);
  expect([balance(ledger, 'picked'), balance(ledger, 'in-transit')]).toEqual([60_000, 0]);
});

test('undoing leaves the first entries as they were and refers to them', () => {
  const ledger = shipped();
  const before = structuredClone(ledger.entries);
  ledger.post({ commandId: 'undo', undoes: '4' });
  expect(ledger.entries.slice(0, before.length)).toEqual(before);
  expect(ledger.entries.at(-1)).toMatchObject({
    compensates: '4/1',
    from: { state: 'in-transit' },
    to: { state: 'picked' },
  });
});

test('an undo can be undone, and then the first command again', () => {
  const ledger = shipped();
  ledger.post({ commandId: 'undo', undoes: '4' });
  ledger.post({ commandId: 'redo', undoes: 'undo' });
  expect(balance(ledger, 'in-transit')).toBe(60_000);
  ledger.post({ commandId: 'undo once more', undoes: '4' });
  expect(balance(ledger, 'in-transit')).toBe(0);
  expect(ledgerFaults(ledger)).toEqual([]);
});

test('goods that went on cannot be taken back from where they were', () => {
  const ledger = shipped();
  expect(() => ledger.post({ commandId: 'undo', undoes: '2' })).toThrow(
    /where 0 are: count again or undo what took them/,
  );
});

test('one id with two contents is refused, and nothing is posted', () => {
  const ledger = shipped();
  expect(() => ledger.post(move('1', 'receive', 1_000))).toThrow(/another content/);
  expect(ledger.entries).toHaveLength(4);
});

test('moves of one command happen together or not at all', () => {
  const ledger = shipped();
  const both: StockCommand = {
    commandId: 'both',
    moves: [
      { ...stock, move: 'allocate', locationId: 'north', quantityMilli: 40_000 },
      { ...stock, move: 'allocate', locationId: 'north', quantityMilli: 1 },
    ],
  };
  expect(() => ledger.post(both)).toThrow(/where 0 are/);
  expect(balance(ledger, 'allocated')).toBe(0);
});

test('a transfer is received elsewhere, and a return to the sender needs no credit', () => {
  const ledger = shipped();
  ledger.post(move('5', 'receive-transfer', 20_000, { toLocationId: 'south' }));
  ledger.post(move('6', 'return-to-sender', 40_000));
  expect([balance(ledger, 'available', 'south'), balance(ledger, 'returned-uninspected')]).toEqual([
    20_000, 40_000,
  ]);
});

test('goods of another owner in one place are another account', () => {
  const ledger = shipped();
  const theirs = { ...stock, ownerId: 'supplier' };
  ledger.post({
    commandId: '9',
    moves: [{ ...theirs, move: 'receive-consigned', locationId: 'north', quantityMilli: 5_000 }],
  });
  expect(balance(ledger, 'consigned')).toBe(0);
  expect(ledger.balanceMilli({ state: 'consigned', locationId: 'north' }, theirs)).toBe(5_000);
});

/** A plain model of the same rules: a number for each state and lot, and what each command did. */
function runAgainstModel(
  commandCount: number,
  pick: (below: number) => number,
): { posted: number; refused: number; repeated: number } {
  const ledger = memoryLedger();
  const names = Object.keys(stockMoves) as StockMove[];
  const model = new Map<string, number>();
  const log: { command: StockCommand | UndoCommand; effect: [string, string, number] }[] = [];
  const undone = new Set<string>();
  const counts = { posted: 0, refused: 0, repeated: 0 };
  const of = (key: string): number => model.get(key) ?? 0;
  const isStock = (key: string): boolean => (stockStates as readonly string[]).includes(key.split(' ')[0]!);
  for (let index = 0; index < commandCount; index++) {
    const dice = pick(100);
    if (dice < 10 && log.length > 0) {
      const earlier = log[pick(log.length)]!;
      const before = ledger.entries.length;
      expect(ledger.post(earlier.command).kind).toBe('repeated');
      expect(ledger.entries.length).toBe(before);
      counts.repeated += 1;
      continue;
    }
    const commandId = `c${index}`;
    let command: StockCommand | UndoCommand;
    let effect: [string, string, number];
    const target = log.length === 0 ? undefined : log[log.length - 1 - pick(Math.min(50, log.length))]!;
    if (dice < 20 && target !== undefined && !('undoes' in target.command)) {
      command = { commandId, undoes: target.command.commandId };
      effect = [target.effect[1], target.effect[0], target.effect[2]];
    } else {
      const name = names[pick(names.length)]!;
      const lotId = pick(2) === 0 ? 'A' : 'B';
      const locationId = pick(2) === 0 ? 'north' : 'south';
      const quantityMilli = 1 + pick(20);
      const [from, to] = stockMoves[name];
      const key = (state: string): string =>
        isStock(state) ? `${state} ${locationId} ${lotId}` : `${state} ${lotId}`;
      command = { commandId, moves: [{ ...stock, lotId, move: name, locationId, quantityMilli }] };
      effect = [key(from), key(to), quantityMilli];
    }
    const isAllowed =
      (!isStock(effect[0]) || of(effect[0]) >= effect[2]) &&
      !('undoes' in command && undone.has(command.undoes));
    if (!isAllowed) {
      expect(() => ledger.post(command)).toThrow();
      counts.refused += 1;
      continue;
    }
    expect(ledger.post(command).kind).toBe('posted');
    if ('undoes' in command) undone.add(command.undoes);
    model.set(effect[0], of(effect[0]) - effect[2]);
    model.set(effect[1], of(effect[1]) + effect[2]);
    log.push({ command, effect });
    counts.posted += 1;
  }
  for (const [key, expected] of model) {
    const [state, ...rest] = key.split(' ') as [StockState, ...string[]];
    const account = rest.length === 2 ? { state, locationId: rest[0]! } : { state };
    const found = ledger.balanceMilli(account as { state: StockState; locationId: string }, {
      ...stock,
      lotId: rest.at(-1)!,
    });
    expect(found, key).toBe(expected);
  }
  expect(ledgerFaults(ledger)).toEqual([]);
  return counts;
}

test('after any commands, some told twice and some taken back, the ledger is zero, no stock is negative, and it equals the model', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      runAgainstModel(150, (below) => (numbers.next().value as number) % below);
    }),
    { numRuns: 25 },
  );
});

/** `COPLAN_LEDGER_COMMANDS=100000` runs as many; the suite runs fewer. */
test('a long run of commands against the model', () => {
  const commandCount = Number(process.env['COPLAN_LEDGER_COMMANDS'] ?? 3_000);
  let state = 7;
  const counts = runAgainstModel(commandCount, (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  });
  if (commandCount > 3_000) console.log(counts);
  expect(counts.posted + counts.refused + counts.repeated).toBe(commandCount);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(commandCount / 20);
});
