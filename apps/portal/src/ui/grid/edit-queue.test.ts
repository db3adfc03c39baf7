import { expect, test } from 'vitest';
import { createEditQueue } from './edit-queue.ts';
import { createGeneratedSource } from './generated-source.ts';
import type { EditAnswer, SourceEdit } from './grid-source.ts';
import { createGridStore } from './grid-store.ts';

const source = createGeneratedSource({ rowCount: 4, bucketCount: 8, pastCount: 2 });
const mine = source.head.measures.findIndex(({ code }) => code === 'mine');
const cell = (rowIndex: number, bucketIndex: number) => ({ measureIndex: mine, rowIndex, bucketIndex });

type Sent = { operationId: string; edits: readonly SourceEdit[] };

/** A queue whose server answers as the test says. */
async function openQueue(answer: (sent: Sent, call: number) => EditAnswer | Error) {
  const store = createGridStore({ ...source.head, scheduleFlush: (flush) => flush() });
  store.loadRows(0, await source.readRows({ offset: 0, limit: 4 }));
  const sent: Sent[] = [];
  let operation = 0;
  const stale: number[] = [];
  const queue = createEditQueue({
    store,
    source: {
      async edit(batch) {
        sent.push(batch);
        const answered = answer(batch, sent.length);
        if (answered instanceof Error) throw answered;
        return answered;
      },
      isUnreached: (error) => error instanceof TypeError,
      explain: (error) => (error instanceof Error ? error.message : ''),
    },
    newOperationId: () => {
      operation += 1;
      return `operation ${operation}`;
    },
    after: (_delayMs, run) => void setTimeout(run, 0),
    onStale: (rowIndex) => stale.push(rowIndex),
  });
  const type = (rowIndex: number, bucketIndex: number, afterMilli: number | null): void => {
    const address = cell(rowIndex, bucketIndex);
    queue.enqueue([{ ...address, beforeMilli: store.overrideAt(address), afterMilli }]);
  };
  const settled = async (): Promise<void> => {
    do await new Promise((resolve) => setTimeout(resolve, 5));
    while (queue.state.get().waitingCount > 0);
  };
  return { store, queue, sent, stale, type, settled };
}

const applied = ({ edits }: Sent, first = 1): EditAnswer => ({
  applied: edits.map((_, index) => first + index),
  conflicts: [],
});

test('what is typed is shown at once and sent as one batch, a cell touched twice as one edit', async () => {
  const { store, queue, sent, type, settled } = await openQueue((batch) => applied(batch));
  type(0, 3, 5_000);
  type(0, 3, 7_000);
  type(1, 3, 9_000);
  expect(store.valueAt(cell(0, 3))).toBe(7_000);
  expect(queue.state.get().waitingCount).toBe(2);
  await settled();
  expect(sent.map(({ edits }) => edits)).toEqual([
    [
      { itemLocationId: 'row-0', column: 3, beforeMilli: null, afterMilli: 7_000 },
      { itemLocationId: 'row-1', column: 3, beforeMilli: null, afterMilli: 9_000 },
    ],
  ]);
  expect(store.isPending(cell(0, 3))).toBe(false);
  expect(store.valueAt(cell(0, 3))).toBe(7_000);
});

test('a lost connection sends the same edit again under the same operation', async () => {
  const { queue, sent, type, settled } = await openQueue((batch, call) =>
    call < 3 ? new TypeError('network') : applied(batch),
  );
  type(0, 3, 5_000);
  await settled();
  expect(sent.map(({ operationId }) => operationId)).toEqual(['operation 1', 'operation 1', 'operation 1']);
  expect(queue.state.get()).toMatchObject({ isOffline: false, waitingCount: 0, conflicts: [] });
});

test('when somebody was first, their number is shown and both are kept until one is taken', async () => {
  const { store, queue, type, settled } = await openQueue((batch, call) =>
    call > 1
      ? applied(batch, 10)
      : {
          applied: [],
          conflicts: [
            {
              itemLocationId: 'row-0',
              column: 3,
              currentMilli: 8_000,
              editNumber: 4,
              actorName: 'Supplier planner',
              at: '2026-11-22T10:00:00Z',
            },
          ],
        },
  );
  type(0, 3, 5_000);
  await settled();
  expect(store.valueAt(cell(0, 3))).toBe(8_000);
  const [conflict] = queue.state.get().conflicts;
  expect(conflict).toMatchObject({ theirsMilli: 8_000, mineMilli: 5_000, theirsName: 'Supplier planner' });
  if (conflict !== undefined) queue.forgetConflict(conflict);
  type(0, 3, conflict?.mineMilli ?? null);
  await settled();
  expect(store.valueAt(cell(0, 3))).toBe(5_000);
  expect(queue.state.get().conflicts).toEqual([]);
});

test('one forbidden cell does not take the others of its batch with it', async () => {
  const isForbidden = ({ column }: SourceEdit): boolean => column === 4;
  let number = 0;
  const { store, queue, type, settled } = await openQueue((batch) => {
    if (batch.edits.some(isForbidden)) return new Error('The week is frozen');
    number += batch.edits.length;
    return applied(batch, number);
  });
  const untouched = store.valueAt(cell(1, 4));
  for (const column of [3, 5, 6]) type(0, column, 1_000);
  type(1, 4, 1_000);
  await settled();
  expect([3, 5, 6].map((column) => store.valueAt(cell(0, column)))).toEqual([1_000, 1_000, 1_000]);
  expect(store.valueAt(cell(1, 4))).toBe(untouched);
  expect(queue.state.get().refused).toMatchObject([{ mineMilli: 1_000, text: 'The week is frozen' }]);
});

test('a partner’s later edit stays although the answer to ours comes after it', async () => {
  const { store, type, settled } = await openQueue((batch) => {
    store.confirm(cell(0, 3), 9_000, 12);
    return applied(batch, 11);
  });
  type(0, 3, 5_000);
  await settled();
  expect(store.valueAt(cell(0, 3))).toBe(9_000);
});

test('rows that are read again never bring back an older number', async () => {
  const { store } = await openQueue((batch) => applied(batch));
  store.confirm(cell(0, 3), 9_000, 12);
  store.loadRows(0, await source.readRows({ offset: 0, limit: 1 }));
  expect(store.valueAt(cell(0, 3))).toBe(9_000);
  expect(store.confirm(cell(0, 3), 1_000, 11)).toBe(false);
});
