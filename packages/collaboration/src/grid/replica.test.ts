import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CellEdit,
  type CellRef,
  cellKey,
  decideEdits,
  type LoggedEdit,
  mergeEdits,
  undoEdits,
} from './cell-edits.ts';
import { createReplica, type Replica, replayEdits } from './replica.ts';

const ref = (cell: number): CellRef => ({
  itemLocationId: `row-${cell % 3}`,
  bucketIndex: Math.floor(cell / 3),
  layer: 'override',
});
const edit = (cell: number, beforeMilli: number | null, afterMilli: number | null): CellEdit => ({
  ...ref(cell),
  beforeMilli,
  afterMilli,
});

test('an edit applies where the cell still holds what its author saw, else it is a conflict with the value held', () => {
  const held = new Map([[cellKey(ref(0)), 5]]);
  const { applied, conflicts } = decideEdits(
    [edit(0, 5, 6), edit(0, 6, 7), edit(0, 5, 9), edit(1, null, 1)],
    (cell) => held.get(cellKey(cell)) ?? null,
  );
  expect(applied).toEqual([edit(0, 5, 6), edit(0, 6, 7), edit(1, null, 1)]);
  expect(conflicts).toEqual([{ ...edit(0, 5, 9), currentMilli: 7 }]);
});

test('two who typed the same number do not quarrel', () => {
  expect(decideEdits([edit(0, 1, 4)], () => 4).conflicts).toEqual([]);
});

test('many edits of a sitting become one per cell, and those that came to nothing disappear', () => {
  expect(mergeEdits([edit(0, 1, 2), edit(1, 5, 6), edit(0, 2, 3), edit(1, 6, 5)])).toEqual([edit(0, 1, 3)]);
});

test('merging and undoing keep the effect', () => {
  const steps = fc.array(fc.tuple(fc.nat(5), fc.option(fc.nat(9))), { maxLength: 30 });
  fc.assert(
    fc.property(steps, (changes) => {
      const cells = new Map<string, number | null>();
      const edits = changes.map(([cell, afterMilli]) => {
        const made = edit(cell, cells.get(cellKey(ref(cell))) ?? null, afterMilli);
        cells.set(cellKey(made), afterMilli);
        return made;
      });
      const merged = decideEdits(mergeEdits(edits), () => null);
      expect(merged.conflicts).toEqual([]);
      const after = new Map(merged.applied.map((made) => [cellKey(made), made.afterMilli]));
      for (const [key, value] of cells) expect(after.get(key) ?? null).toBe(value);
      const undone = decideEdits(undoEdits(edits), (cell) => cells.get(cellKey(cell)) ?? null);
      expect(undone.conflicts).toEqual([]);
      for (const made of undone.applied) cells.set(cellKey(made), made.afterMilli);
      expect([...cells.values()].every((value) => value === null)).toBe(true);
    }),
  );
});

test('the log leaves the same state in whatever order it is read', () => {
  const logged = [edit(0, null, 1), edit(1, null, 2), edit(0, 1, 3)].map((made, index) => ({
    ...made,
    editNumber: index + 1,
  }));
  const state = replayEdits(logged);
  expect(state).toEqual(replayEdits([...logged].reverse()));
  expect(state.get(cellKey(ref(0)))).toBe(3);
});

test('a late edit of somebody else does not flicker over an own edit under way; the answer decides', () => {
  const replica = createReplica(() => 10);
  replica.edit('mine', [edit(0, 10, 20)]);
  replica.receive([{ ...edit(0, 10, 15), editNumber: 1 }]);
  expect(replica.visibleMilli(ref(0))).toBe(20);
  expect(replica.confirmedMilli(ref(0))).toBe(15);
  const conflict = { ...edit(0, 10, 20), currentMilli: 15 };
  expect(replica.settle({ operationId: 'mine', applied: [], conflicts: [conflict] })).toEqual([conflict]);
  expect(replica.visibleMilli(ref(0))).toBe(15);
  expect(replica.conflicts()).toEqual([conflict]);
  expect(replica.settle({ operationId: 'mine', applied: [], conflicts: [conflict] })).toEqual([]);
});

test('operations without an answer wait to be sent again, oldest first', () => {
  const replica = createReplica(() => null);
  replica.edit('one', [edit(0, null, 1)]);
  replica.edit('two', [edit(0, 1, 2)]);
  replica.settle({ operationId: 'one', applied: [{ ...edit(0, null, 1), editNumber: 1 }], conflicts: [] });
  expect(replica.waiting().map(({ operationId }) => operationId)).toEqual(['two']);
  expect(replica.visibleMilli(ref(0))).toBe(2);
});

type Action = {
  who: number;
  kind: 'edit' | 'send' | 'deliver' | 'repeat';
  cell: number;
  value: number | null;
};
type Screen = { replica: Replica; read: number };

/** A server with one log and screens that edit, send and receive whenever chance wants, some news twice. */
function play(
  screenCount: number,
  actions: Action[],
): { screens: Screen[]; server: Map<string, number | null> } {
  const server = new Map<string, number | null>();
  const log: LoggedEdit[] = [];
  const screens: Screen[] = Array.from({ length: screenCount }, () => ({
    replica: createReplica(() => null),
    read: 0,
  }));
  const send = ({ replica }: Screen): void => {
    const operation = replica.waiting()[0];
    if (operation === undefined) return;
    const { applied, conflicts } = decideEdits(operation.edits, (cell) => server.get(cellKey(cell)) ?? null);
    const numbered = applied.map((made, index) => ({ ...made, editNumber: log.length + 1 + index }));
    for (const made of numbered) server.set(cellKey(made), made.afterMilli);
    log.push(...numbered);
    replica.settle({ operationId: operation.operationId, applied: numbered, conflicts });
  };
  actions.forEach(({ who, kind, cell, value }, number) => {
    const screen = screens[who % screenCount]!;
    if (kind === 'edit') {
      screen.replica.edit(`${number}`, [edit(cell, screen.replica.visibleMilli(ref(cell)), value)]);
    } else if (kind === 'send') send(screen);
    else if (kind === 'deliver') {
      screen.replica.receive(log.slice(screen.read, screen.read + 1));
      screen.read = Math.min(screen.read + 1, log.length);
    } else screen.replica.receive([...log].reverse().slice(0, 3));
  });
  for (const screen of screens) while (screen.replica.waiting().length > 0) send(screen);
  for (const screen of screens) screen.replica.receive([...log].reverse());
  return { screens, server };
}

test('whatever is edited, delayed and repeated, all screens end with what the server holds', () => {
  const action = fc.record({
    who: fc.nat(3),
    kind: fc.constantFrom(
      'edit' as const,
      'edit' as const,
      'send' as const,
      'deliver' as const,
      'repeat' as const,
    ),
    cell: fc.nat(8),
    value: fc.option(fc.nat(5)),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 4 }),
      fc.array(action, { maxLength: 200 }),
      (screenCount, actions) => {
        const { screens, server } = play(screenCount, actions);
        for (const { replica } of screens) {
          for (let cell = 0; cell <= 8; cell++) {
            expect(replica.visibleMilli(ref(cell))).toBe(server.get(cellKey(ref(cell))) ?? null);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
