import { defineLifecycle } from '@coplan/kernel';

export const scheduleLineStates = [
  'open',
  'negotiating',
  'promised',
  'backordered',
  'part-shipped',
  'shipped',
  'part-received',
  'received',
  'matched',
  'closed',
  'rejected',
  'cancelled',
] as const;
export type ScheduleLineState = (typeof scheduleLineStates)[number];
export type ScheduleLineEvent =
  | 'promise'
  | 'propose-change'
  | 'backorder'
  | 'reject'
  | 'accept-change'
  | 'refuse-change'
  | 'ask-again'
  | 'ship-part'
  | 'ship-all'
  | 'withdraw-shipment'
  | 'receive-part'
  | 'receive-all'
  | 'short-close'
  | 'reverse-receipt'
  | 'match'
  | 'unmatch'
  | 'close'
  | 'cancel';

const answers = {
  promise: 'promised',
  'propose-change': 'negotiating',
  backorder: 'backordered',
  reject: 'rejected',
} as const;

const goods = {
  'ship-part': 'part-shipped',
  'ship-all': 'shipped',
  'receive-part': 'part-received',
  'receive-all': 'received',
} as const;

const unshipped = { ...answers, 'ask-again': 'open', ...goods, cancel: 'cancelled' } as const;

/**
 * One requested delivery. A promise inside the buyer's tolerance binds at once, one outside waits for the buyer. A
 * supplier may promise again; promises are appended and the requested day never moves. A change of the buyer asks
 * anew. Goods may arrive without a notice. Payment ends it.
 */
export const scheduleLineLifecycle = defineLifecycle<ScheduleLineState, ScheduleLineEvent>('open', {
  open: { ...unshipped },
  negotiating: { ...unshipped, 'accept-change': 'promised', 'refuse-change': 'open' },
  promised: { ...unshipped },
  backordered: { ...unshipped },
  'part-shipped': { ...goods, 'short-close': 'shipped', 'withdraw-shipment': 'promised' },
  shipped: { ...goods, 'withdraw-shipment': 'promised' },
  'part-received': { ...goods, 'short-close': 'received', 'withdraw-shipment': 'promised' },
  received: { ...goods, 'reverse-receipt': 'shipped', 'withdraw-shipment': 'promised', match: 'matched' },
  matched: { unmatch: 'received', 'reverse-receipt': 'part-received', close: 'closed' },
  closed: { unmatch: 'received' },
  rejected: {},
  cancelled: {},
});
