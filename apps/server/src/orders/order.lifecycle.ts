import { defineLifecycle } from '@coplan/kernel';

export const orderStates = [
  'approved',
  'sent',
  'send-failed',
  'acknowledged',
  'changes-proposed',
  'change-pending',
  'partially-shipped',
  'shipped',
  'partially-received',
  'received',
  'closed',
  'closed-short',
  'rejected',
  'cancelled',
] as const;
export type OrderState = (typeof orderStates)[number];
export type OrderEvent =
  | 'send'
  | 'fail-sending'
  | 'resend'
  | 'acknowledge'
  | 'propose-changes'
  | 'reject'
  | 'accept-changes'
  | 'refuse-changes'
  | 'change'
  | 'ship-part'
  | 'ship-all'
  | 'withdraw-shipment'
  | 'receive-part'
  | 'receive-all'
  | 'reverse-receipt'
  | 'close'
  | 'close-short'
  | 'reopen'
  | 'cancel';

const answers = {
  acknowledge: 'acknowledged',
  'propose-changes': 'changes-proposed',
  reject: 'rejected',
} as const;

/** What the buyer asks anew waits for the supplier. */
const asks = { change: 'change-pending' } as const;

/** Goods may leave before the answer came, and arrive before the notice did. */
const goods = {
  'ship-part': 'partially-shipped',
  'ship-all': 'shipped',
  'receive-part': 'partially-received',
  'receive-all': 'received',
} as const;

const unshipped = { ...answers, ...asks, ...goods, cancel: 'cancelled' } as const;

/**
 * A purchase order from its approval to its end (a draft of it is a proposal, and lives there). Its state follows from
 * its lines. A supplier may answer before we know that the order arrived and may answer again as long as the order
 * lives; what is shipped is not cancelled any more, only closed short. A short order keeps being matched with its
 * invoices after it is closed.
 */
export const orderLifecycle = defineLifecycle<OrderState, OrderEvent>('approved', {
  approved: { send: 'sent', 'fail-sending': 'send-failed', ...unshipped },
  sent: { send: 'sent', resend: 'sent', 'fail-sending': 'send-failed', ...unshipped },
  'send-failed': { send: 'sent', resend: 'approved', ...unshipped },
  acknowledged: { ...unshipped },
  'changes-proposed': {
    ...unshipped,
    'accept-changes': 'acknowledged',
    'refuse-changes': 'sent',
  },
  'change-pending': { ...unshipped, send: 'sent' },
  'partially-shipped': { ...goods, 'withdraw-shipment': 'acknowledged', 'close-short': 'closed-short' },
  shipped: { ...goods, 'withdraw-shipment': 'acknowledged' },
  'partially-received': {
    'receive-part': 'partially-received',
    'receive-all': 'received',
    'reverse-receipt': 'shipped',
    'withdraw-shipment': 'partially-shipped',
    'close-short': 'closed-short',
    close: 'closed',
  },
  received: {
    'receive-part': 'partially-received',
    'reverse-receipt': 'shipped',
    'close-short': 'closed-short',
    close: 'closed',
  },
  closed: { reopen: 'received' },
  'closed-short': {},
  rejected: {},
  cancelled: {},
});
