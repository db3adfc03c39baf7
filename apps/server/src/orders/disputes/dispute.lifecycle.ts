import { defineLifecycle } from '@coplan/kernel';

export const disputeStates = ['open', 'answered', 'proposed', 'settled', 'upheld', 'withdrawn'] as const;
export type DisputeState = (typeof disputeStates)[number];
export type DisputeEvent = 'answer' | 'propose' | 'accept' | 'refuse' | 'settle' | 'uphold' | 'withdraw';

const ending = { settle: 'settled', uphold: 'upheld', withdraw: 'withdrawn' } as const;
const talking = { answer: 'answered', propose: 'proposed', ...ending } as const;

/**
 * A difference between two parties about an invoice or a receipt, from the first word to its end. A proposal
 * needs the other side's word; `settled` means that something changes, `upheld` that nothing does. An ended dispute is
 * not opened again.
 */
export const disputeLifecycle = defineLifecycle<DisputeState, DisputeEvent>('open', {
  open: { ...talking },
  answered: { ...talking },
  proposed: { ...talking, answer: 'proposed', accept: 'settled', refuse: 'answered' },
  settled: {},
  upheld: {},
  withdrawn: {},
});

/** Still between the parties. */
export const isLive = (state: DisputeState): boolean => Object.keys(disputeLifecycle.table[state]).length > 0;
