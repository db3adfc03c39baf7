import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupAt, lineCountOf, valueAt } from './grid-view.ts';
import { groupings, groupOfBlock } from './row-model.ts';
import { openTestView } from './test-view.ts';

test('groups stand over their rows, and every row stands below exactly one of each level', async () => {
  const view = await openTestView(40, { groupBy: ['category', 'location'] });
  const leaves = [...view.model.blocks].filter((block) => groupOfBlock(block) === undefined);
  expect(leaves.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  for (const level of [1, 2]) {
    const members = view.model.groups
      .filter((group) => group.level === level)
      .flatMap((group) => [...group.members]);
    expect(members.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  }
});

test('a total is the sum of its rows after any edits, and rows without a value do not count as zero', async () => {
  const view = await openTestView(20, { groupBy: ['location'], codes: ['mine'] });
  const groupLines = Array.from({ length: lineCountOf(view) }, (_, line) => line).filter(
    (line) => groupAt(view, line) !== undefined,
  );
  const sumOf = (line: number, column: number): number | null => {
    const values = [...(groupAt(view, line)?.members ?? [])]
      .map((rowIndex) => view.store.valueAt({ measureIndex: 2, rowIndex, bucketIndex: column }))
      .filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  };
  for (const line of groupLines) valueAt(view, { line, column: 0 });
  const anyEdit = fc.record({
    rowIndex: fc.nat(19),
    bucketIndex: fc.nat(7),
    value: fc.option(fc.nat(1_000_000)),
  });
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 40 }), (edits) => {
      for (const { rowIndex, bucketIndex, value } of edits)
        view.store.setPending({ measureIndex: 2, rowIndex, bucketIndex }, value);
      for (const line of groupLines)
        for (let column = 0; column < 8; column += 1)
          expect(valueAt(view, { line, column })).toBe(sumOf(line, column));
    }),
    { numRuns: 30 },
  );
});

test('every way to group is a column that rows have', () => {
  expect(groupings).toEqual(['category', 'location', 'item']);
});
