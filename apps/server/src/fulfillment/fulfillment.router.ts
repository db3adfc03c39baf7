import { z } from 'zod';
import { definePermissions, router } from '../platform/index.ts';
import {
  releaseLine,
  releaseLineInput,
  reSourceInput,
  reSourceLine,
  setPriority,
  setPriorityInput,
} from './allocation/act-on-lines.ts';
import { getBoard, getBoardInput } from './allocation/get-board.ts';
import { runAllocation } from './allocation/run-allocation.ts';
import { sourceLines, sourceLinesInput } from './allocation/source-lines.ts';
import { promiseOrder, promiseOrderInput } from './promise/promise-order.ts';
import { listReservations, listReservationsInput } from './reservations/list-reservations.ts';
import { getRules } from './rules/get-rules.ts';
import { setRulesInput } from './rules/rules-input.ts';
import { setRules } from './rules/set-rules.ts';
import {
  cancelSalesOrder,
  cancelSalesOrderInput,
  holdSalesOrder,
  holdSalesOrderInput,
  releaseHold,
  releaseHoldInput,
} from './sales-orders/act-on-sales-order.ts';
import {
  getSalesOrder,
  getSalesOrderInput,
  listSalesOrders,
  listSalesOrdersInput,
} from './sales-orders/list-sales-orders.ts';
import { placeSalesOrder, placeSalesOrderInput } from './sales-orders/place-sales-order.ts';

/** Absent: everything that is promised. */
const allocateInput = z.object({ itemIds: z.array(z.uuid()).min(1).max(1_000).optional() });

const { permitted } = definePermissions('fulfillment', {
  'fulfillment.read': ['supplier-planner', 'buyer', 'approver', 'clerk', 'admin'],
  'fulfillment.allocate': ['supplier-planner', 'buyer', 'admin'],
  'fulfillment.sell': ['supplier-planner', 'clerk', 'admin', 'edi'],
  'fulfillment.release-holds': ['approver', 'admin'],
  'fulfillment.administer-rules': ['supplier-planner', 'admin'],
});

export const fulfillmentRouter = router({
  board: permitted('fulfillment.read')
    .input(getBoardInput)
    .query(({ ctx, input }) => getBoard(ctx, input)),
  promise: permitted('fulfillment.read')
    .input(promiseOrderInput)
    .query(({ ctx, input }) => promiseOrder(ctx, input)),
  sourcing: permitted('fulfillment.read')
    .input(sourceLinesInput)
    .query(({ ctx, input }) => sourceLines(ctx, input)),
  reservations: permitted('fulfillment.read')
    .input(listReservationsInput)
    .query(({ ctx, input }) => listReservations(ctx.db, input)),
  allocate: permitted('fulfillment.allocate')
    .input(allocateInput)
    .mutation(({ ctx, input }) => runAllocation(ctx, { reason: 'asked', ...input })),
  release: permitted('fulfillment.allocate')
    .input(releaseLineInput)
    .mutation(({ ctx, input }) => releaseLine(ctx, input)),
  setPriority: permitted('fulfillment.allocate')
    .input(setPriorityInput)
    .mutation(({ ctx, input }) => setPriority(ctx, input)),
  reSource: permitted('fulfillment.allocate')
    .input(reSourceInput)
    .mutation(({ ctx, input }) => reSourceLine(ctx, input)),
  rules: router({
    get: permitted('fulfillment.read').query(({ ctx }) => getRules(ctx.db)),
    set: permitted('fulfillment.administer-rules')
      .input(setRulesInput)
      .mutation(({ ctx, input }) => setRules(ctx, input)),
  }),
});

export const salesOrdersRouter = router({
  list: permitted('fulfillment.read')
    .input(listSalesOrdersInput)
    .query(({ ctx, input }) => listSalesOrders(ctx, input)),
  get: permitted('fulfillment.read')
    .input(getSalesOrderInput)
    .query(({ ctx, input }) => getSalesOrder(ctx, input)),
  place: permitted('fulfillment.sell')
    .input(placeSalesOrderInput)
    .mutation(({ ctx, input }) =>
      ctx.db.transaction((tx) => placeSalesOrder(ctx, tx, { ...input, channel: 'portal' })),
    ),
  hold: permitted('fulfillment.sell')
    .input(holdSalesOrderInput)
    .mutation(({ ctx, input }) => holdSalesOrder(ctx, input)),
  releaseHold: permitted('fulfillment.release-holds')
    .input(releaseHoldInput)
    .mutation(({ ctx, input }) => releaseHold(ctx, input)),
  cancel: permitted('fulfillment.sell')
    .input(cancelSalesOrderInput)
    .mutation(({ ctx, input }) => cancelSalesOrder(ctx, input)),
});
