import { allowedEvents, reachableFrom } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { openProposalStates, proposalLifecycle, proposalStates } from './proposal.lifecycle.ts';
import { runLifecycle, runStates } from './run.lifecycle.ts';

test('what is ordered, rejected, expired or superseded stays so', () => {
  const terminal = proposalStates.filter((state) => reachableFrom(proposalLifecycle, state).size === 1);
  expect(terminal).toEqual(['ordered', 'rejected', 'expired', 'superseded']);
});

test('in a conflict nothing can be ordered before a person has taken a side', () => {
  expect(allowedEvents(proposalLifecycle, 'conflict')).not.toContain('approve');
  expect(allowedEvents(proposalLifecycle, 'conflict')).toContain('keep-edit');
});

test('every proposal that waits for a person can be rejected and can expire', () => {
  for (const state of openProposalStates) {
    expect(allowedEvents(proposalLifecycle, state)).toEqual(expect.arrayContaining(['reject', 'expire']));
  }
});

test('a proposal that waits for its second approval is not replaced by a newer run', () => {
  expect(allowedEvents(proposalLifecycle, 'needs-second')).not.toContain('supersede');
});

test('an ended run does not begin again', () => {
  const terminal = runStates.filter((state) => reachableFrom(runLifecycle, state).size === 1);
  expect(terminal).toEqual(['done', 'failed', 'cancelled']);
});
