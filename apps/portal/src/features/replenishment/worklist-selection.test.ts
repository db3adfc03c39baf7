import { expect, test } from 'vitest';
import {
  chosenProposals,
  cursorAfterChange,
  keepUnchanged,
  nothingSelected,
  selectRange,
  selectRows,
  toggleRow,
} from './worklist-selection.ts';

const row = (proposalId: string, version = 1) => ({ proposalId, version });
const rows = [row('a'), row('b'), row('c'), row('d')];

test('X chooses a proposal with the version that was seen, and lets go of it again', () => {
  const once = toggleRow(nothingSelected, row('a', 3));
  expect([...once]).toEqual([['a', 3]]);
  expect(toggleRow(once, row('a', 3)).size).toBe(0);
});

test('a range is chosen in either direction', () => {
  expect([...selectRange(nothingSelected, rows, 2, 0).keys()]).toEqual(['a', 'b', 'c']);
});

test('a proposal that somebody changed is no longer chosen, one that is not loaded stays', () => {
  const chosen = selectRows([row('a'), row('b'), row('z')]);
  expect([...keepUnchanged(chosen, [row('a', 2), row('b')]).keys()]).toEqual(['b', 'z']);
});

test('the cursor stays on its proposal, or on its place when the proposal was approved away', () => {
  expect(cursorAfterChange(rows, { proposalId: 'c', index: 0 })).toBe(2);
  expect(cursorAfterChange(rows, { proposalId: 'gone', index: 3 })).toBe(3);
  expect(cursorAfterChange(rows.slice(0, 2), { proposalId: 'gone', index: 3 })).toBe(1);
  expect(cursorAfterChange([], { proposalId: 'gone', index: 3 })).toBe(0);
});

test('a command is about the selection, else about the row under the cursor', () => {
  expect(chosenProposals(selectRows([row('b', 2)]), row('a'))).toEqual([
    { proposalId: 'b', expectedVersion: 2 },
  ]);
  expect(chosenProposals(nothingSelected, row('a', 4))).toEqual([{ proposalId: 'a', expectedVersion: 4 }]);
  expect(chosenProposals(nothingSelected, undefined)).toEqual([]);
});
