import { localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellKey, cellsOf, changedCells, rebaseCells } from './compare-branch.ts';
import type { PlanValues } from './load-scenario.ts';

const startsOn = localDate('2026-11-23');
const plan = (...rows: (number | null)[][]): PlanValues[] =>
  rows.map((valueMilli, index) => ({
    itemLocationId: `item-location-${index}`,
    startsOn,
    bucketDays: 7,
    valueMilli,
  }));
const cell = fc.option(fc.nat(3), { nil: null });
const anyPlan = fc
  .array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 })
  .map((rows) => plan(...rows));
const nobodyChose = new Map<string, 'mine' | 'theirs'>();

test('a missing value is not zero: giving one is a change', () => {
  expect(changedCells(plan([null, 5]), plan([0, 5]))).toEqual([
    { itemLocationId: 'item-location-0', startsOn, baseMilli: null, branchMilli: 0 },
  ]);
});

test('only cells that both changed differently are conflicts, and a choice settles each', () => {
  const branchedFrom = plan([1, 1, 1, 1]);
  const branch = plan([2, 2, 1, 2]);
  const base = plan([1, 3, 3, 2]);
  const undecided = rebaseCells({ branchedFrom, branch, base, choices: nobodyChose });
  expect(undecided.conflicts).toEqual([
    {
      itemLocationId: 'item-location-0',
      startsOn: '2026-11-30',
      baseMilli: 1,
      branchMilli: 2,
      theirsMilli: 3,
    },
  ]);
  const choices = new Map([['item-location-0|2026-11-30', 'mine' as const]]);
  expect(rebaseCells({ branchedFrom, branch, base, choices }).kept.map((kept) => kept.startsOn)).toEqual([
    '2026-11-23',
    '2026-11-30',
  ]);
});

test('a branch rebased on a base that did not move is the same branch', () => {
  fc.assert(
    fc.property(anyPlan, anyPlan, (branchedFrom, branch) => {
      const { kept, conflicts } = rebaseCells({
        branchedFrom,
        branch,
        base: branchedFrom,
        choices: nobodyChose,
      });
      expect(conflicts).toEqual([]);
      expect(kept).toEqual(changedCells(branchedFrom, branch));
    }),
  );
});

test('with every conflict decided, each cell is what the branch or the base made of it, and no edit is lost', () => {
  fc.assert(
    fc.property(anyPlan, anyPlan, anyPlan, fc.boolean(), (branchedFrom, branch, base, takesMine) => {
      const open = rebaseCells({ branchedFrom, branch, base, choices: nobodyChose });
      const choices = new Map(
        open.conflicts.map((conflict) => [cellKey(conflict), takesMine ? 'mine' : 'theirs'] as const),
      );
      const { kept, conflicts } = rebaseCells({ branchedFrom, branch, base, choices });
      expect(conflicts).toEqual([]);
      const result = cellsOf(base);
      for (const one of kept) result.set(cellKey(one), one.branchMilli);
      const [was, mine, theirs] = [cellsOf(branchedFrom), cellsOf(branch), cellsOf(base)];
      for (const [key, value] of result) {
        if (mine.get(key) === was.get(key)) expect(value).toBe(theirs.get(key));
        else if (theirs.get(key) === was.get(key) || takesMine) expect(value).toBe(mine.get(key));
        else expect(value).toBe(theirs.get(key));
      }
    }),
  );
});
