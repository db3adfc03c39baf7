import { defineLifecycle } from '@coplan/kernel';

export const countTaskStates = ['open', 'counted'] as const;
export type CountTaskState = (typeof countTaskStates)[number];
export type CountTaskEvent = 'count';

/** A bin that held less than the books say. Until it is counted, what is missing is promised to nobody. */
export const countTaskLifecycle = defineLifecycle<CountTaskState, CountTaskEvent>('open', {
  open: { count: 'counted' },
  counted: {},
});
