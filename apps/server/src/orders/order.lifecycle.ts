import { defineLifecycle } from '@coplan/kernel';

export const orderStates = [
  'approved',
  'sent',
  'send-failed',
  'acknowledged',
  'changes-proposed',
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
  | 'cancel';

const answers = {
  acknowledge: 'acknowledged',
  'propose-changes': 'changes-proposed',
  reject: 'rejected',
} as const;

/**
 * A purchase order up to its confirmation. A supplier may answer before we know that the order arrived (it reads
 * the portal, or the delivery report is late) and may answer again as long as the order lives.
 */
export const orderLifecycle = defineLifecycle<OrderState, OrderEvent>('approved', {
  approved: { send: 'sent', 'fail-sending': 'send-failed', ...answers, cancel: 'cancelled' },
  sent: { send: 'sent', resend: 'sent', 'fail-sending': 'send-failed', ...answers, cancel: 'cancelled' },
  'send-failed': { send: 'sent', resend: 'approved', ...answers, cancel: 'cancelled' },
  acknowledged: { ...answers, cancel: 'cancelled' },
  'changes-proposed': {
    ...answers,
    'accept-changes': 'acknowledged',
    'refuse-changes': 'sent',
    cancel: 'cancelled',
  },
  rejected: {},
  cancelled: {},
});
