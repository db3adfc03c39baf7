import { expect, test } from 'vitest';
import type { GridMeasure } from './grid-types.ts';
import { createMeasureCells } from './measure-cells.ts';

const measure = (code: string, planId: string | null, isEditable: boolean): GridMeasure => ({
  code,
  name: code,
  planId,
  isEditable,
  source: '',
});
const measures = [
  measure('sold', null, false),
  measure('joint', 'plan-1', false),
  measure('ours', 'plan-2', true),
];
const [sold, joint, ours] = [0, 1, 2];

const openCells = () => {
  const changed: number[] = [];
  const cells = createMeasureCells({
    measures,
    rowCount: 1,
    bucketCount: 2,
    onChange: ({ measureIndex }) => changed.push(measureIndex),
  });
  cells.load(sold, 0, { underlyingMilli: [5, null], overrideMilli: null, editNumber: 0 });
  cells.load(joint, 0, { underlyingMilli: [10, 20], overrideMilli: [null, 25], editNumber: 3 });
  cells.load(ours, 0, { underlyingMilli: [1, 2], overrideMilli: null, editNumber: 3 });
  return { cells, changed };
};
const at = (measureIndex: number, bucketIndex: number) => ({ rowIndex: 0, measureIndex, bucketIndex });

test('a plan that is only read here shows what counts, and the partner’s live edits of it', () => {
  const { cells } = openCells();
  expect([...cells.shownOf(joint)]).toEqual([10, 25]);
  expect(cells.confirm(at(joint, 0), 77, 4)).toBe(true);
  expect([...cells.shownOf(joint)]).toEqual([77, 25]);
  expect(cells.confirm(at(joint, 1), null, 5)).toBe(true);
  expect([...cells.shownOf(joint)]).toEqual([77, 20]);
});

test('older news than what is known changes nothing', () => {
  const { cells } = openCells();
  expect(cells.confirm(at(ours, 0), 9, 3)).toBe(false);
  expect(cells.confirm(at(ours, 0), 9, 6)).toBe(true);
  expect(cells.confirm(at(ours, 0), 8, 5)).toBe(false);
  expect(cells.shownOf(ours)[0]).toBe(9);
});

test('facts have one number, and no value is not zero', () => {
  const { cells } = openCells();
  expect([...cells.shownOf(sold)]).toEqual([5, Number.NaN]);
  expect(cells.confirm(at(sold, 0), 9, 9)).toBe(false);
});
