import { expect, test } from 'vitest';
import { disputeStates, isLive } from './dispute.lifecycle.ts';
import {
  type DisputeAtHand,
  decisionsOf,
  disputeAbouts,
  eventsOf,
  proposalsOf,
  type Role,
} from './dispute-rules.ts';

const roles: readonly Role[] = ['buyer', 'supplier'];
const every: DisputeAtHand[] = disputeAbouts.flatMap((about) =>
  disputeStates.flatMap((state) =>
    roles.flatMap((raisedBy) =>
      [null, ...roles].map((proposedBy) => ({ about, state, raisedBy, proposedBy })),
    ),
  ),
);

test('who ends what how: the supplier credits, the buyer debits or lets stand, a count is decided by the other side', () => {
  const at = (about: DisputeAtHand['about'], raisedBy: Role): DisputeAtHand => ({
    ...{ about, raisedBy, state: 'open', proposedBy: null },
  });
  expect(decisionsOf(at('invoice', 'buyer'), 'buyer')).toEqual(['debit', 'stands']);
  expect(decisionsOf(at('invoice', 'buyer'), 'supplier')).toEqual(['credit']);
  expect(decisionsOf(at('receipt', 'supplier'), 'buyer')).toEqual(['corrected', 'stands']);
  expect(decisionsOf(at('receipt', 'supplier'), 'supplier')).toEqual([]);
  expect(decisionsOf(at('receipt', 'buyer'), 'supplier')).toEqual(['accepted', 'stands']);
});

test('of a verdict: whoever did not raise it restates it or lets it stand, in every state before its end; either side proposes both', () => {
  for (const dispute of every.filter(({ about }) => about === 'verdict')) {
    for (const role of roles) {
      const isRaiser = dispute.raisedBy === role;
      expect(decisionsOf(dispute, role)).toEqual(isRaiser ? [] : ['restated', 'stands']);
      expect(proposalsOf(dispute, role)).toEqual(['restated', 'stands']);
      const decides = eventsOf(dispute, role).filter((event) => event === 'settle' || event === 'uphold');
      expect(decides).toEqual(isRaiser || !isLive(dispute.state) ? [] : ['settle', 'uphold']);
    }
  }
});

test('nobody accepts the own proposal, withdraws what the other side raised, or says anything after the end', () => {
  for (const dispute of every) {
    for (const role of roles) {
      const events = eventsOf(dispute, role);
      if (!isLive(dispute.state)) expect(events).toEqual([]);
      if (dispute.proposedBy === role) expect(events).not.toContain('accept');
      if (dispute.raisedBy !== role) expect(events).not.toContain('withdraw');
      if (decisionsOf(dispute, role).length === 0) {
        expect(events).not.toContain('settle');
        expect(events).not.toContain('uphold');
      }
    }
  }
});

test('money is proposed by the side that does not write the memo, so that an acceptance writes it', () => {
  for (const dispute of every.filter(({ about }) => about === 'invoice')) {
    expect(proposalsOf(dispute, 'buyer')).toContain('credit');
    expect(proposalsOf(dispute, 'supplier')).toContain('debit');
    for (const role of roles) {
      for (const outcome of proposalsOf(dispute, role).filter((one) => one !== 'stands')) {
        const other = role === 'buyer' ? 'supplier' : 'buyer';
        expect(decisionsOf(dispute, other)).toContain(outcome);
      }
    }
  }
});
