import { z } from 'zod';
import { type RestRoute, restRoute } from '../../platform/index.ts';
import { recordArrival, recordArrivalInput } from './record-arrival.ts';

/** Arrivals from a gate's, dock's or yard's system. */
export const restRoutes: readonly RestRoute[] = [
  restRoute({
    method: 'post',
    path: '/purchase-orders/{orderId}/arrivals',
    permission: 'orders.arrive',
    summary: 'Say when a shipment of a purchase order stood at the gate, before anybody counted it',
    request: {
      params: z.object({ orderId: z.uuid() }),
      body: recordArrivalInput.omit({ orderId: true }),
    },
    response: z.object({ isUnchanged: z.boolean() }),
    status: 201,
    run: (context, { params, body }) => recordArrival(context, { ...body, ...params, channel: 'rest' }),
  }),
];
