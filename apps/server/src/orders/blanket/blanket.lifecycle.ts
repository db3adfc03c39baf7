import { defineLifecycle } from '@coplan/kernel';

export const blanketStates = ['running', 'exhausted', 'over', 'closed'] as const;
export type BlanketState = (typeof blanketStates)[number];
export type BlanketEvent = 'exhaust' | 'reopen' | 'end' | 'extend' | 'close';

/**
 * A blanket order from its agreement to its end. It is exhausted once everything agreed is called off, and runs again
 * when a later release takes some of it back; it is over when its last day has passed, whatever is called off then
 * still comes, and it runs again when the parties prolong it. Closed is the end.
 */
export const blanketLifecycle = defineLifecycle<BlanketState, BlanketEvent>('running', {
  running: { exhaust: 'exhausted', end: 'over', close: 'closed' },
  exhausted: { reopen: 'running', end: 'over', close: 'closed' },
  over: { extend: 'running', close: 'closed' },
  closed: {},
});
