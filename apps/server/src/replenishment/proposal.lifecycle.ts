import { defineLifecycle } from '@coplan/kernel';

export const proposalStates = [
  'new',
  'in-review',
  'needs-second',
  'conflict',
  'approved',
  'ordered',
  'rejected',
  'expired',
  'superseded',
] as const;
export type ProposalState = (typeof proposalStates)[number];
export type ProposalEvent =
  | 'queue'
  | 'edit'
  | 'approve'
  | 'ask-second'
  | 'approve-second'
  | 'reject'
  | 'supersede'
  | 'disagree'
  | 'keep-edit'
  | 'order'
  | 'expire';

/** The states in which a proposal waits for a person. */
export const openProposalStates = [
  'in-review',
  'needs-second',
  'conflict',
] as const satisfies ProposalState[];

/**
 * A proposal from its run to its order. What a person has touched (an edit, a first approval) is never replaced
 * silently: a newer run that disagrees makes a conflict, which a person resolves.
 */
export const proposalLifecycle = defineLifecycle<ProposalState, ProposalEvent>('new', {
  new: { queue: 'in-review', supersede: 'superseded' },
  'in-review': {
    edit: 'in-review',
    approve: 'approved',
    'ask-second': 'needs-second',
    reject: 'rejected',
    supersede: 'superseded',
    disagree: 'conflict',
    expire: 'expired',
  },
  'needs-second': {
    edit: 'in-review',
    'approve-second': 'approved',
    reject: 'rejected',
    disagree: 'conflict',
    expire: 'expired',
  },
  conflict: {
    'keep-edit': 'in-review',
    reject: 'rejected',
    supersede: 'superseded',
    disagree: 'conflict',
    expire: 'expired',
  },
  approved: { order: 'ordered', expire: 'expired' },
  ordered: {},
  rejected: {},
  expired: {},
  superseded: {},
});
