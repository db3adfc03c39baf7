/** Why a supplier commits to less than was asked; the buyer sees the sentence. */
export const commitReasons = [
  { code: 'capacity', name: 'Not enough capacity' },
  { code: 'material', name: 'Material is missing' },
  { code: 'allocation', name: 'Stock is allocated among customers' },
  { code: 'transport', name: 'No transport' },
  { code: 'quality', name: 'Goods are held for quality' },
  { code: 'lead-time', name: 'The lead time is too short' },
  { code: 'minimum-quantity', name: 'Below the minimum quantity' },
  { code: 'discontinued', name: 'The item runs out' },
  { code: 'other', name: 'Another reason, see the note' },
] as const;
export type CommitReasonCode = (typeof commitReasons)[number]['code'];
export const commitReasonCodes = commitReasons.map(({ code }) => code) as [
  CommitReasonCode,
  ...CommitReasonCode[],
];
