import { defineLifecycle } from '@coplan/kernel';

export const salesLineStates = [
  'validated',
  'held',
  'promised',
  'allocated',
  'part-allocated',
  'backordered',
  'released',
  'picked',
  'short-picked',
  'packed',
  'shipped',
  'delivered',
  'invoiced',
  'closed',
  'cancelled',
] as const;
export type SalesLineState = (typeof salesLineStates)[number];
export type SalesLineEvent =
  | 'hold'
  | 'release-hold'
  | 'promise'
  | 'allocate-all'
  | 'allocate-part'
  | 'backorder'
  | 're-source'
  | 'release-to-wave'
  | 'pick-all'
  | 'pick-short'
  | 'pick-rest'
  | 'backorder-rest'
  | 'pack'
  | 'unpack'
  | 'ship'
  | 'take-back'
  | 'deliver'
  | 'invoice'
  | 'settle'
  | 'cancel';

const stock = {
  'allocate-all': 'allocated',
  'allocate-part': 'part-allocated',
  backorder: 'backordered',
  promise: 'promised',
} as const;

/**
 * A line of a customer's order (domain reference, M8). What is not valid is refused at the door and has no state. A line
 * may be promised anew until it is released to a wave; what is packed can still be cancelled, what is shipped cannot. What a
 * warehouse takes back (a pick, a carton, a departure) leads back one step.
 */
export const salesLineLifecycle = defineLifecycle<SalesLineState, SalesLineEvent>('validated', {
  validated: { hold: 'held', promise: 'promised', cancel: 'cancelled' },
  held: { 'release-hold': 'validated', cancel: 'cancelled' },
  promised: { ...stock, hold: 'held', 're-source': 'promised', cancel: 'cancelled' },
  allocated: { ...stock, 're-source': 'promised', 'release-to-wave': 'released', cancel: 'cancelled' },
  'part-allocated': { ...stock, 're-source': 'promised', 'release-to-wave': 'released', cancel: 'cancelled' },
  backordered: { ...stock, 're-source': 'promised', cancel: 'cancelled' },
  released: {
    'pick-all': 'picked',
    'pick-short': 'short-picked',
    're-source': 'promised',
    cancel: 'cancelled',
  },
  'short-picked': { 'pick-rest': 'released', 'backorder-rest': 'picked', cancel: 'cancelled' },
  picked: { pack: 'packed', 'pick-rest': 'released', cancel: 'cancelled' },
  packed: { ship: 'shipped', unpack: 'picked', cancel: 'cancelled' },
  shipped: { deliver: 'delivered', 'take-back': 'packed' },
  delivered: { invoice: 'invoiced' },
  invoiced: { settle: 'closed' },
  closed: {},
  cancelled: {},
});
