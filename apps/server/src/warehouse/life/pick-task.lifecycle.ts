import { defineLifecycle } from '@coplan/kernel';

export const pickTaskStates = ['open', 'picked', 'short-picked', 'cancelled'] as const;
export type PickTaskState = (typeof pickTaskStates)[number];
export type PickTaskEvent = 'pick' | 'pick-short' | 'undo' | 'cancel';

/** One stop of a walk. An undone pick is to be made again; what was freed by a short one is not taken back. */
export const pickTaskLifecycle = defineLifecycle<PickTaskState, PickTaskEvent>('open', {
  open: { pick: 'picked', 'pick-short': 'short-picked', cancel: 'cancelled' },
  picked: { undo: 'open' },
  'short-picked': { undo: 'open' },
  cancelled: {},
});
