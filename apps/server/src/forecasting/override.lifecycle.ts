import { defineLifecycle } from '@coplan/kernel';

export type OverrideState = 'standing' | 'removed';
export type OverrideEvent = 'remove';

/** An override is never changed: another number is another override, and what was removed stays on record. */
export const overrideLifecycle = defineLifecycle<OverrideState, OverrideEvent>('standing', {
  standing: { remove: 'removed' },
  removed: {},
});
