import { defineLifecycle } from '@coplan/kernel';

export const scheduleLineStates = [
  'open',
  'negotiating',
  'promised',
  'backordered',
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
  | 'cancel';

const answers = {
  promise: 'promised',
  'propose-change': 'negotiating',
  backorder: 'backordered',
  reject: 'rejected',
} as const;

/**
 * One requested delivery. A promise inside the buyer's tolerance binds at once, one outside waits for the buyer.
 * A supplier may promise again; promises are appended and the requested day never moves.
 */
export const scheduleLineLifecycle = defineLifecycle<ScheduleLineState, ScheduleLineEvent>('open', {
  open: { ...answers, cancel: 'cancelled' },
  negotiating: { ...answers, 'accept-change': 'promised', 'refuse-change': 'open', cancel: 'cancelled' },
  promised: { ...answers, cancel: 'cancelled' },
  backordered: { ...answers, cancel: 'cancelled' },
  rejected: {},
  cancelled: {},
});
