import { z } from 'zod';
import { restRoute } from '../../platform/index.ts';
import { proofContent, recordProof } from './record-proof.ts';

/** Proofs of delivery from a carrier's or a driver's system. */
export const deliveryRoutes = [
  restRoute({
    method: 'post',
    path: '/warehouse/shipments/{shipmentId}/proof-of-delivery',
    permission: 'warehouse.prove',
    summary: 'Say who signed for a shipment, when, and what was damaged, refused or missing at the door',
    request: { params: z.object({ shipmentId: z.uuid() }), body: z.object(proofContent) },
    response: z.object({ state: z.string(), proofNumber: z.int(), isUnchanged: z.boolean() }),
    status: 201,
    run: async (context, { params, body }) => {
      const { state, proofNumber, isUnchanged } = await recordProof(context, {
        ...{ ...body, ...params },
        channel: 'rest',
      });
      return { state, proofNumber, isUnchanged };
    },
  }),
];
