import { defineLifecycle } from '@coplan/kernel';

export const outboundShipmentStates = ['planned', 'in-transit', 'delivered', 'refused', 'cancelled'] as const;
export type OutboundShipmentState = (typeof outboundShipmentStates)[number];
export type OutboundShipmentEvent = 'confirm' | 'take-back' | 'deliver' | 'refuse' | 'cancel';

/** What leaves the warehouse for one order at a time, from the first carton until somebody signed for it. A proof
 * may be corrected; what was refused may be delivered after all. */
export const outboundShipmentLifecycle = defineLifecycle<OutboundShipmentState, OutboundShipmentEvent>(
  'planned',
  {
    planned: { confirm: 'in-transit', cancel: 'cancelled' },
    'in-transit': { 'take-back': 'planned', deliver: 'delivered', refuse: 'refused' },
    delivered: { deliver: 'delivered' },
    refused: { deliver: 'delivered', refuse: 'refused' },
    cancelled: {},
  },
);
