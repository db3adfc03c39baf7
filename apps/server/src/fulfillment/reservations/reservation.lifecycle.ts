import { defineLifecycle } from '@coplan/kernel';

export const reservationStates = ['soft', 'hard', 'part-taken', 'taken', 'released', 'expired'] as const;
export type ReservationState = (typeof reservationStates)[number];
export type ReservationEvent =
  | 'confirm'
  | 'release-part'
  | 'release-rest'
  | 'expire'
  | 'take-part'
  | 'take-rest'
  | 'put-back-part'
  | 'put-back-all';

/**
 * Stock kept for a line. A soft hold ends by itself unless it is confirmed; a hard one stays until
 * somebody releases it. What is taken has been picked; putting it back makes it an open reservation again. What was
 * partly taken and then released of the rest is taken.
 */
export const reservationLifecycle = defineLifecycle<ReservationState, ReservationEvent>('soft', {
  soft: { confirm: 'hard', 'release-part': 'soft', 'release-rest': 'released', expire: 'expired' },
  hard: {
    'release-part': 'hard',
    'release-rest': 'released',
    'take-part': 'part-taken',
    'take-rest': 'taken',
  },
  'part-taken': {
    'release-part': 'part-taken',
    'release-rest': 'taken',
    'take-part': 'part-taken',
    'take-rest': 'taken',
    'put-back-part': 'part-taken',
    'put-back-all': 'hard',
  },
  taken: { 'put-back-part': 'part-taken', 'put-back-all': 'hard' },
  released: {},
  expired: {},
});
