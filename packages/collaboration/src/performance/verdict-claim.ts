import type { PerfectOrderCheck } from './check.ts';
import type { AccountableParty, LineEventBody } from './order-line-facts.ts';

/** What should hold of a line instead: it is left out, another quantity came in time, or somebody else answers for it. */
export type VerdictClaim =
  | { kind: 'exclusion'; code: 'FORCE_MAJEURE' | 'BUYER_FAULT' }
  | { kind: 'quantity'; receivedMilli: number }
  | { kind: 'cause'; check: PerfectOrderCheck; party: AccountableParty; cause: string };

/** The fact that a dispute has ended with this, as the score of the line reads it. */
export function restatedBy(claim: VerdictClaim): LineEventBody {
  const restated = { kind: 'dispute-resolved', outcome: 'restated' } as const;
  switch (claim.kind) {
    case 'exclusion':
      return { ...restated, exclusion: claim.code };
    case 'quantity':
      return { ...restated, receivedMilli: claim.receivedMilli };
    case 'cause': {
      const { check, party, cause } = claim;
      return { ...restated, cause: { check, party, cause } };
    }
  }
}
