import { defineLifecycle } from '@coplan/kernel';

export const transferStates = [
  'placed',
  'in-transit',
  'partly-received',
  'received',
  'closed-short',
  'cancelled',
] as const;
export type TransferState = (typeof transferStates)[number];
export type TransferEvent = 'ship' | 'receive-part' | 'receive-rest' | 'close' | 'cancel';

/** Goods between own places. What has left is received or written off, never cancelled. */
export const transferLifecycle = defineLifecycle<TransferState, TransferEvent>('placed', {
  placed: { ship: 'in-transit', cancel: 'cancelled' },
  'in-transit': { 'receive-part': 'partly-received', 'receive-rest': 'received', close: 'closed-short' },
  'partly-received': {
    'receive-part': 'partly-received',
    'receive-rest': 'received',
    close: 'closed-short',
  },
  received: {},
  'closed-short': {},
  cancelled: {},
});
