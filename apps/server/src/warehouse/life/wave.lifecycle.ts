import { defineLifecycle } from '@coplan/kernel';

export const waveStates = ['released', 'picking', 'picked', 'shipped', 'cancelled'] as const;
export type WaveState = (typeof waveStates)[number];
export type WaveEvent =
  | 'start-picking'
  | 'finish-picking'
  | 'undo-pick'
  | 'undo-first-pick'
  | 'ship-all'
  | 'take-back'
  | 'cancel';

/**
 * Lines that are released together. It follows its tasks: the first pick starts it, the last one finishes it, and a
 * pick that is undone leads back. What is left of a started wave is cancelled task by task; where all else has left by
 * then, it is shipped.
 */
export const waveLifecycle = defineLifecycle<WaveState, WaveEvent>('released', {
  released: { 'start-picking': 'picking', 'finish-picking': 'picked', cancel: 'cancelled' },
  picking: {
    'finish-picking': 'picked',
    'undo-first-pick': 'released',
    cancel: 'picked',
    'ship-all': 'shipped',
  },
  picked: { 'undo-pick': 'picking', 'undo-first-pick': 'released', 'ship-all': 'shipped' },
  shipped: { 'take-back': 'picked' },
  cancelled: {},
});
