import { defineLifecycle, nextState } from '@coplan/kernel';

export const runStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];
export type RunEvent = 'start' | 'resume' | 'finish' | 'fail' | 'cancel';

/** `resume`: the server was killed during the run and its job is delivered again. */
export const runLifecycle = defineLifecycle<RunState, RunEvent>('queued', {
  queued: { start: 'running', cancel: 'cancelled', fail: 'failed' },
  running: { resume: 'running', finish: 'done', fail: 'failed', cancel: 'cancelled' },
  done: {},
  failed: {},
  cancelled: {},
});

export const nextRunState = (state: RunState, event: RunEvent): RunState | undefined =>
  nextState(runLifecycle, state, event);
