import { expect, test } from 'vitest';
import { judgeCommits, type LiveCommit } from './judge-commits.ts';

const cell = (quantityMilli: number) => ({ itemLocationId: 'a', startsOn: '2026-11-23', quantityMilli });
const commit = (changes: Partial<LiveCommit>): LiveCommit => ({
  commitId: 'commit',
  itemLocationId: 'a',
  startsOn: '2026-11-23',
  state: 'due',
  forecastMilli: 100,
  committedMilli: null,
  ...changes,
});
const nothing = { ask: [], change: [], takeBackIds: [], supersedeIds: [] };

test('what is asked for the first time becomes a question', () => {
  expect(judgeCommits([cell(100)], [])).toEqual({ ...nothing, ask: [cell(100)] });
});

test.each(['due', 'draft', 'overdue'] as const)(
  'a question that is %s follows the forecast, or goes with it',
  (state) => {
    expect(judgeCommits([cell(100)], [commit({ state })])).toEqual(nothing);
    expect(judgeCommits([cell(120)], [commit({ state })]).change).toEqual([
      { commitId: 'commit', quantityMilli: 120 },
    ]);
    expect(judgeCommits([], [commit({ state })]).takeBackIds).toEqual(['commit']);
  },
);

test.each(['submitted', 'short', 'accepted'] as const)(
  'an answer that is %s stands while it covers what is asked',
  (state) => {
    const answer = commit({ state, committedMilli: 80 });
    expect(judgeCommits([cell(80)], [answer])).toEqual(nothing);
    expect(judgeCommits([cell(100)], [answer])).toEqual(nothing);
    expect(judgeCommits([], [answer])).toEqual(nothing);
  },
);

test('more than was answered is asked for anew, and the old answer is superseded', () => {
  for (const state of ['submitted', 'short'] as const)
    expect(judgeCommits([cell(120)], [commit({ state, committedMilli: 80 })])).toEqual({
      ...nothing,
      ask: [cell(120)],
      supersedeIds: ['commit'],
    });
  const full = commit({ state: 'accepted', committedMilli: 100 });
  expect(judgeCommits([cell(120)], [full]).supersedeIds).toEqual(['commit']);
});

test('an accepted short commit is a limit and stands whatever else is asked for', () => {
  expect(judgeCommits([cell(120)], [commit({ state: 'accepted', committedMilli: 80 })])).toEqual(nothing);
});
