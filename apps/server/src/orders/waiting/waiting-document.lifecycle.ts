import { defineLifecycle } from '@coplan/kernel';

export const waitingStates = ['waiting', 'taken', 'dismissed'] as const;
export type WaitingState = (typeof waitingStates)[number];
export type WaitingEvent = 'try-again' | 'correct' | 'take' | 'dismiss';

/** A document that could not be understood yet: never lost, never guessed. */
export const waitingDocumentLifecycle = defineLifecycle<WaitingState, WaitingEvent>('waiting', {
  waiting: { 'try-again': 'waiting', correct: 'waiting', take: 'taken', dismiss: 'dismissed' },
  taken: {},
  dismissed: {},
});
