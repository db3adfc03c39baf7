import type { ProposalId, UserId } from '@coplan/kernel';
import { expect, test } from 'vitest';
import type { ApprovalLimits } from '../orders/index.ts';
import { judgeApproval } from './judge-approval.ts';
import { type ProposalState, proposalStates } from './proposal.lifecycle.ts';

const now = new Date('2026-11-23T10:00:00Z');
const [first, second] = ['first' as UserId, 'second' as UserId];
const limits: ApprovalLimits = new Map([['EUR', 1_000]]);

const judge = (about: {
  state?: ProposalState;
  valueMinor?: number;
  currency?: string;
  cutOffAt?: string;
  isLookingBack?: boolean;
  userId?: UserId | null;
}) => {
  const judgement = judgeApproval(
    {
      proposal: {
        id: 'proposal' as ProposalId,
        state: about.state ?? 'in-review',
        valueMinor: about.valueMinor ?? 1_000,
        currency: about.currency ?? 'EUR',
        cutOffAt: new Date(about.cutOffAt ?? '2026-11-23T11:00:00Z'),
        firstApprovedBy: about.state === 'needs-second' ? first : null,
      },
      isLookingBack: about.isLookingBack ?? false,
    },
    { actor: { userId: about.userId === undefined ? second : about.userId }, limits, now },
  );
  return 'event' in judgement ? judgement.event : judgement.refusal.code;
};

test('only what waits for approval can be approved', () => {
  const answers = proposalStates.map((state) => [state, judge({ state })]);
  expect(answers.filter(([, answer]) => !String(answer).startsWith('replenishment.'))).toEqual([
    ['in-review', 'approve'],
    ['needs-second', 'approve-second'],
  ]);
});

test('a limit holds up to its value, in its currency', () => {
  expect(judge({ valueMinor: 1_000 })).toBe('approve');
  expect(judge({ valueMinor: 1_001 })).toBe('ask-second');
  expect(judge({ valueMinor: 1_001, currency: 'NOK' })).toBe('approve');
});

test('the second approval is another person’s, within that person’s limit', () => {
  expect(judge({ state: 'needs-second', userId: first })).toBe('replenishment.needs-another-person');
  expect(judge({ state: 'needs-second', userId: null })).toBe('replenishment.needs-another-person');
  expect(judge({ state: 'needs-second', valueMinor: 1_001 })).toBe('replenishment.above-limit');
});

test('at the instant of the cut-off it is too late, except for a run that looks back', () => {
  expect(judge({ cutOffAt: '2026-11-23T10:00:00.001Z' })).toBe('approve');
  expect(judge({ cutOffAt: '2026-11-23T10:00:00Z' })).toBe('replenishment.cut-off-passed');
  expect(judge({ cutOffAt: '2026-11-23T10:00:00Z', isLookingBack: true })).toBe('approve');
});
