import type { DisputeDetail, DisputeRow } from '../../app/api-types.ts';

type Cause = DisputeRow['cause'];
type Outcome = NonNullable<DisputeDetail['outcome']>;

export const causeNames: Readonly<Record<Cause, string>> = {
  price: 'Price',
  short: 'Less came than was billed',
  damaged: 'Damaged goods',
  'not-ordered': 'Not ordered',
  whole: 'The whole invoice',
  count: 'The count',
  exclusion: 'It should not count',
  quantity: 'Another quantity came in time',
  cause: 'Somebody else answers for it',
};

/** What a party does by this outcome, as the label of a choice. */
export const outcomeNames: Readonly<Record<Outcome, string>> = {
  credit: 'Credit by the supplier',
  debit: 'Debit by the buyer',
  corrected: 'The count was corrected',
  restated: 'The verdict is restated',
  accepted: 'The other side is right',
  stands: 'It stays as it is',
};

export const hasAmount = (outcome: Outcome | null): boolean => outcome === 'credit' || outcome === 'debit';

const verbs: Readonly<Record<DisputeDetail['entries'][number]['kind'], string>> = {
  raise: 'raised it',
  answer: 'said',
  propose: 'proposed',
  accept: 'accepted the proposal',
  refuse: 'refused the proposal',
  settle: 'settled it',
  uphold: 'ended it as it is',
  withdraw: 'withdrew it',
};
export const verbOf = (kind: keyof typeof verbs): string => verbs[kind];

/** Whose word is missing, for the reader. */
export function turnText({
  state,
  isWaitingForMe,
  partnerName,
}: Pick<DisputeRow, 'isWaitingForMe' | 'partnerName' | 'state'>): string {
  if (['settled', 'upheld', 'withdrawn'].includes(state)) return '';
  return isWaitingForMe ? 'You' : partnerName;
}
