import { allowedEvents, nextState } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { type ExceptionState, exceptionLifecycle } from '../lifecycles.ts';
import { followUp, type KnownException } from './follow-up.ts';
import type { PooledException } from './pooled-exception.ts';

const pooled = (moneyMinor = 1_000, causeKey = 'item:a'): PooledException => ({
  criterionCode: 'sales-difference',
  causeKind: 'item',
  causeKey,
  causeRef: 'a',
  owedBy: null,
  moneyMinor,
  overMinor: moneyMinor,
  underMinor: 0,
  criterionIndexes: Int32Array.of(0),
  findingIndexes: Int32Array.of(0),
});
const known = (state: ExceptionState, changes: Partial<KnownException> = {}): KnownException => ({
  exceptionId: 'one',
  state,
  criterionCode: 'sales-difference',
  causeKey: 'item:a',
  inBoundsCount: 0,
  toleratedMinor: 1_000,
  isWaitingToBeWritten: false,
  isSettled: false,
  ...changes,
});
const kindsOf = (one: KnownException, isOutside: boolean, moneyMinor = 1_000) =>
  followUp([one], { exceptions: isOutside ? [pooled(moneyMinor)] : [], notes: [] }).map(({ kind }) => kind);

const standing = [
  'open',
  'assigned',
  'waiting-partner',
  'proposed',
  'snoozed',
  'resolved',
  'auto-resolved',
] as const;

/** The event of the life cycle behind each step; what has none leaves the state alone. */
const events = { wake: 'wake', reopen: 'reopen', clear: 'clear', close: 'close' } as const;

test.each(standing)(
  '%s: whatever an evaluation finds, its step is one that the life cycle allows',
  (state) => {
    for (const isOutside of [true, false]) {
      for (const moneyMinor of [1_000, 9_000]) {
        for (const inBoundsCount of [0, 1]) {
          for (const kind of kindsOf(known(state, { inBoundsCount }), isOutside, moneyMinor)) {
            const event = events[kind as keyof typeof events];
            if (event !== undefined) expect(allowedEvents(exceptionLifecycle, state)).toContain(event);
          }
        }
      }
    }
  },
);

test('a new cause is raised, a standing one is refreshed and never raised twice', () => {
  expect(followUp([], { exceptions: [pooled()], notes: [] })).toEqual([
    { kind: 'raise', place: 0, afterAcceptedId: null },
  ]);
  expect(kindsOf(known('open'), true)).toEqual(['refresh']);
  expect(kindsOf(known('assigned'), true)).toEqual(['refresh']);
});

test('back in bounds once is counted, twice in a row clears; outside in between begins anew', () => {
  expect(kindsOf(known('open'), false)).toEqual(['count']);
  expect(kindsOf(known('open', { inBoundsCount: 1 }), false)).toEqual(['clear']);
  expect(kindsOf(known('open', { inBoundsCount: 1 }), true)).toEqual(['refresh']);
  expect(nextState(exceptionLifecycle, 'open', 'clear')).toBe('self-cleared');
});

test('what both have agreed on is over at once', () => {
  expect(kindsOf(known('open', { isSettled: true }), false)).toEqual(['clear']);
  expect(kindsOf(known('snoozed', { isSettled: true }), false)).toEqual(['clear']);
});

test('a snoozed one sleeps on until it is worse by more than a fifth', () => {
  expect(kindsOf(known('snoozed'), true, 1_200)).toEqual(['refresh']);
  expect(kindsOf(known('snoozed'), true, 1_201)).toEqual(['wake']);
});

test('a resolution that holds is closed, one that does not is reopened, one not yet written is not judged', () => {
  for (const state of ['resolved', 'auto-resolved'] as const) {
    expect(kindsOf(known(state), false)).toEqual(['close']);
    expect(kindsOf(known(state), true)).toEqual(['reopen']);
    expect(kindsOf(known(state, { isWaitingToBeWritten: true }), true)).toEqual(['refresh']);
    expect(kindsOf(known(state, { isWaitingToBeWritten: true }), false)).toEqual([]);
  }
});

test('what was accepted as it is comes back only when it got worse, or when it went away and came again', () => {
  expect(kindsOf(known('accepted'), true, 1_200)).toEqual([]);
  expect(kindsOf(known('accepted'), true, 1_201)).toEqual(['raise']);
  expect(kindsOf(known('accepted', { inBoundsCount: 1 }), false)).toEqual(['forget']);
});

test('a criterion that could not be evaluated clears nothing', () => {
  const notes = [{ criterionCode: 'sales-difference', missing: ['sales.seller' as const] }];
  expect(followUp([known('open', { inBoundsCount: 1 })], { exceptions: [], notes })).toEqual([]);
});
