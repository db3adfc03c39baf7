import { defineLifecycle } from '@coplan/kernel';

export const outboundShipmentStates = ['planned', 'in-transit', 'cancelled'] as const;
export type OutboundShipmentState = (typeof outboundShipmentStates)[number];
export type OutboundShipmentEvent = 'confirm' | 'take-back' | 'cancel';

/** What leaves the warehouse for one order at a time, from the first carton until it has left. */
export const outboundShipmentLifecycle = defineLifecycle<OutboundShipmentState, OutboundShipmentEvent>(
  'planned',
  {
    planned: { confirm: 'in-transit', cancel: 'cancelled' },
    'in-transit': { 'take-back': 'planned' },
    cancelled: {},
  },
);
