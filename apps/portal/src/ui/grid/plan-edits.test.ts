import { expect, test } from 'vitest';
import { addressAt, lineAt, valueAt } from './grid-view.ts';
import {
  copyRange,
  isOutside,
  planClear,
  planFill,
  planPaste,
  planSpread,
  planTyped,
  typedTotal,
} from './plan-edits.ts';
import { openTestView } from './test-view.ts';

const locale = 'de-DE';
const ours = await openTestView(12, { codes: ['mine'] });

const apply = (
  view: typeof ours,
  {
    edits,
  }: {
    edits: readonly { edit: Parameters<typeof view.store.setPending>[0] & { afterMilli: number | null } }[];
  },
) => {
  for (const { edit } of edits) view.store.setPending(edit, edit.afterMilli);
};

test('a formula changes what the cell holds, in the language of the user', () => {
  const place = { line: 1, column: 3 };
  const before = valueAt(ours, place) ?? 0;
  const { edits } = planTyped(ours, { text: '*1,5', locale, places: [place] });
  expect(edits.map(({ edit }) => edit.afterMilli)).toEqual([before * 1.5]);
});

test('another measure of the same row and week is named by its letter', async () => {
  const view = await openTestView(2, { codes: ['statistical', 'mine'] });
  const place = { line: 3, column: 3 };
  const { edits } = planTyped(view, { text: '=A', locale, places: [place] });
  expect(edits[0]?.edit.afterMilli).toBe(valueAt(view, { line: 2, column: 3 }));
});

test.each([
  [{ line: 1, column: 0 }, '5', 'The past is only read'],
  [{ line: 1, column: 3 }, '=-5', 'A plan has no numbers below zero'],
  [{ line: 1, column: 3 }, 'abc', 'cannot be read'],
])('what cannot be typed at %o is refused with its reason', (place, text, reason) => {
  const plan = planTyped(ours, { text, locale, places: [place] });
  expect(plan.edits).toEqual([]);
  expect(plan.problems[0]).toContain(reason);
});

test('what is copied is pasted as the same numbers, with decimal commas', async () => {
  const view = await openTestView(12, { codes: ['mine'] });
  view.store.setPending({ measureIndex: 2, rowIndex: 0, bucketIndex: 3 }, 1_234_500);
  const text = copyRange(view, { top: 1, bottom: 3, left: 2, right: 5 }, locale);
  expect(text.split('\r\n')[0]?.split('\t')[1]).toBe('1234,5');
  const plan = planPaste(view, {
    text,
    locale,
    range: { top: 5, bottom: 5, left: 2, right: 2 },
    isOwnCopy: false,
  });
  expect(plan.problems).toEqual([]);
  apply(view, plan);
  expect(copyRange(view, { top: 5, bottom: 7, left: 2, right: 5 }, locale)).toBe(text);
});

test('a pasted table goes to the lines of the measure it was put on, past the others', async () => {
  const view = await openTestView(4);
  const line = 5 + 2;
  const plan = planPaste(view, {
    text: '10\t20\r\n30\t40\r\n',
    locale,
    range: { top: line, bottom: line, left: 3, right: 3 },
    isOwnCopy: false,
  });
  expect(
    plan.edits.map(({ edit }) => [edit.measureIndex, edit.rowIndex, edit.bucketIndex, edit.afterMilli]),
  ).toEqual([
    [2, 0, 3, 10_000],
    [2, 0, 4, 20_000],
    [2, 1, 3, 30_000],
    [2, 1, 4, 40_000],
  ]);
});

test('text, the past and what goes beyond the grid are named, the rest is pasted', () => {
  const plan = planPaste(ours, {
    text: '1\tx\r\n2\t3\r\n',
    locale,
    range: { top: 12, bottom: 12, left: 1, right: 1 },
    isOwnCopy: false,
  });
  expect(plan.edits).toEqual([]);
  expect(plan.problems).toEqual([
    expect.stringContaining('Row 1, column 2'),
    '1 rows of the table go beyond the last row of the grid',
    'The past is only read',
  ]);
});

test('one number pasted over a selection fills all of it', () => {
  const range = { top: 1, bottom: 3, left: 3, right: 4 };
  const { edits } = planPaste(ours, { text: '7', locale, range, isOwnCopy: false });
  expect(edits.map(({ edit }) => edit.afterMilli)).toEqual(Array(6).fill(7_000));
});

test('filling down writes only into lines of the measure that is repeated', async () => {
  const view = await openTestView(4);
  const source = { top: 7, bottom: 7, left: 3, right: 4 };
  const { edits } = planFill(view, source, { ...source, bottom: 20 });
  expect(new Set(edits.map(({ edit }) => edit.measureIndex))).toEqual(new Set([2]));
  expect(edits.map(({ place }) => lineAt(view, place.line).rowIndex)).toEqual([1, 1, 2, 2]);
  expect(edits[0]?.edit.afterMilli).toBe(valueAt(view, { line: 7, column: 3 }));
});

test('clearing takes overrides away, so that base and events count again', async () => {
  const view = await openTestView(2, { codes: ['mine'] });
  const address = addressAt(view, { line: 1, column: 3 });
  if (address === undefined) throw new Error('the row is loaded');
  const underlying = valueAt(view, { line: 1, column: 3 });
  view.store.setPending(address, 1_000);
  const plan = planClear(view, { top: 1, bottom: 2, left: 3, right: 3 });
  expect(plan.edits).toHaveLength(1);
  apply(view, plan);
  expect(valueAt(view, { line: 1, column: 3 })).toBe(underlying);
});

test.each(['proportional', 'even', 'last-year'] as const)(
  'a total spread %s is the exact sum of its rows',
  async (method) => {
    const view = await openTestView(12, { codes: ['mine'] });
    const place = { line: 0, column: 3 };
    const total = typedTotal(view, { place, text: '1001', locale });
    expect(total).toBe(1_001_000);
    const spread = planSpread(view, { place, totalMilli: 1_001_000, method, bucketsPerYear: 2 });
    if (typeof spread === 'string') throw new Error(spread);
    apply(view, spread);
    expect(valueAt(view, place)).toBe(1_001_000);
    expect(spread.edits.every(({ edit }) => (edit.afterMilli ?? 0) % 1_000 === 0)).toBe(true);
  },
);

test('a change counts as large beyond the tolerance, from zero too', () => {
  const edit = { measureIndex: 2, rowIndex: 0, bucketIndex: 3, beforeMilli: null, afterMilli: 16_000 };
  const changed = (shownBeforeMilli: number | null) => ({
    place: { line: 1, column: 3 },
    edit,
    shownBeforeMilli,
  });
  expect(isOutside(changed(10_000), 0.5)).toBe(true);
  expect(isOutside(changed(12_000), 0.5)).toBe(false);
  expect(isOutside(changed(0), 0.5)).toBe(true);
  expect(isOutside(changed(null), 0.5)).toBe(false);
});

test('buckets that the plan does not reach are not typed into', async () => {
  const view = await openTestView(2, { codes: ['mine'] });
  const measures = view.store.measures.map((measure) => ({ ...measure, columns: { first: 3, before: 6 } }));
  const shorter = { ...view, store: { ...view.store, measures } };
  const typedAt = (column: number) =>
    planTyped(shorter, { text: '5', locale, places: [{ line: 1, column }] }).problems;
  expect([2, 3, 5, 6].map((column) => typedAt(column).length)).toEqual([1, 0, 0, 1]);
  expect(typedAt(6)).toEqual(['Ours does not reach this bucket']);
});
