import { z } from 'zod';
import { type RestRoute, readText, restRoute } from '../platform/index.ts';
import { cancelRun } from './cancel-run.ts';
import { getRun } from './list-runs.ts';
import { orderByFile } from './order-by-hand/order-by-file.ts';
import { orderByHand, orderByHandInput } from './order-by-hand/order-by-hand.ts';
import { refuseFile } from './order-by-hand/read-csv-purchase-orders.ts';
import { startRun } from './start-run.ts';

const runParams = z.object({ runId: z.uuid() });

const runView = z.object({
  runId: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  phase: z.string(),
  doneCount: z.number(),
  totalCount: z.number(),
  counts: z.record(z.string(), z.number()),
  snapshotHash: z.string().nullable(),
  engineVersion: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  error: z.string().nullable(),
  problems: z.array(z.object({ itemLocationId: z.string(), code: z.string(), message: z.string() })),
});

const ordered = z.object({
  orderId: z.string(),
  poNumber: z.string(),
  heldFor: z.string().nullable(),
  remarks: z.array(z.string()),
});

/** Runs and orders for systems and the command line. */
export const restRoutes: readonly RestRoute[] = [
  restRoute({
    method: 'post',
    path: '/runs',
    permission: 'replenishment.run',
    summary: 'Start a run: forecast, plan, proposals. `asOf` plans as if it were that day.',
    request: { body: z.object({ asOf: z.iso.date().optional() }) },
    response: z.object({ runId: z.string() }),
    status: 202,
    run: (context, { body }) => startRun(context, body),
  }),
  restRoute({
    method: 'get',
    path: '/runs/{runId}',
    permission: 'replenishment.read-runs',
    summary: 'State, progress and result of a run.',
    request: { params: runParams },
    response: runView,
    run: (context, { params }) => getRun(context, params),
  }),
  restRoute({
    method: 'post',
    path: '/runs/{runId}/cancellation',
    permission: 'replenishment.run',
    summary: 'Ask a run to stop; it leaves no proposals behind.',
    request: { params: runParams },
    response: z.object({ state: z.string(), isCancelRequested: z.boolean() }),
    run: (context, { params }) => cancelRun(context, params),
  }),
  restRoute({
    method: 'post',
    path: '/purchase-orders',
    permission: 'replenishment.order',
    summary: 'Place a purchase order without a proposal, at the agreed price where none is written.',
    request: { body: orderByHandInput },
    response: ordered,
    status: 201,
    run: (context, { body }) => context.db.transaction((tx) => orderByHand(context, tx, body)),
  }),
  restRoute({
    method: 'post',
    path: '/purchase-orders/file',
    permission: 'replenishment.order',
    summary: 'Place purchase orders by a CSV file, all or none; what is wrong is named with its line.',
    request: { body: 'stream' },
    response: z.object({ orders: z.array(ordered) }),
    status: 201,
    run: async (context, { body }) => orderByFile(context, await readText(body.stream, refuseFile)),
  }),
];
