import { nextState } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { type BlanketEvent, blanketLifecycle, blanketStates } from './blanket.lifecycle.ts';

const events: BlanketEvent[] = ['exhaust', 'reopen', 'end', 'extend', 'close'];

test('every pair of state and event of a blanket order is as written down, and all others are refused', () => {
  const moves = blanketStates.flatMap((state) =>
    events.flatMap((event) => {
      const next = nextState(blanketLifecycle, state, event);
      return next === undefined ? [] : [`${state} ${event} ${next}`];
    }),
  );
  expect(moves).toEqual([
    'running exhaust exhausted',
    'running end over',
    'running close closed',
    'exhausted reopen running',
    'exhausted end over',
    'exhausted close closed',
    'over extend running',
    'over close closed',
  ]);
});
