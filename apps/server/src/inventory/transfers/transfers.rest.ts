import { z } from 'zod';
import { type RestRoute, restRoute } from '../../platform/index.ts';
import { placeTransfer, placeTransferInput } from './place-transfer.ts';

/** Transfers for systems. */
export const transferRoutes: readonly RestRoute[] = [
  restRoute({
    method: 'post',
    path: '/transfers',
    permission: 'inventory.transfer',
    summary: 'Send goods from one own place to another; what is moved is set aside at once.',
    request: { body: placeTransferInput },
    response: z.object({ transferId: z.string(), transferNumber: z.string() }),
    status: 201,
    run: (context, { body }) => context.db.transaction((tx) => placeTransfer(context, tx, body)),
  }),
];
