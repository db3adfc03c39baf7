import { listSharedForecast, listSharedForecastInput } from '../collaboration/index.ts';
import { definePermissions, router } from '../platform/index.ts';
import { cancelOrder, cancelOrderInput } from './cancel-order.ts';
import { confirmOrder, confirmOrderInput } from './confirm-order.ts';
import { decideChange, decideChangeInput } from './decide-change.ts';
import { getOrder, getOrderInput } from './get-order.ts';
import { listOrders, listOrdersInput } from './list-orders.ts';
import { resendOrder, resendOrderInput } from './resend-order.ts';
import { setTolerances, setTolerancesInput } from './set-tolerances.ts';
import { getSupplierHome } from './supplier-home.ts';
import { getTolerances } from './tolerances.ts';

const { permitted } = definePermissions('orders', {
  'orders.read': ['buyer', 'approver', 'admin', 'clerk', 'supplier-planner', 'edi-coordinator'],
  'orders.confirm': ['supplier-planner', 'edi'],
  'orders.decide': ['buyer', 'approver'],
  'orders.administer-tolerances': ['admin'],
  'orders.report-delivery': ['edi'],
  'orders.supply': ['supplier-planner'],
});

export const ordersRouter = router({
  list: permitted('orders.read')
    .input(listOrdersInput)
    .query(({ ctx, input }) => listOrders(ctx, input)),
  get: permitted('orders.read')
    .input(getOrderInput)
    .query(({ ctx, input }) => getOrder(ctx, input)),
  confirm: permitted('orders.confirm')
    .input(confirmOrderInput)
    .mutation(({ ctx, input }) => confirmOrder(ctx, input)),
  decideChange: permitted('orders.decide')
    .input(decideChangeInput)
    .mutation(({ ctx, input }) => decideChange(ctx, input)),
  cancel: permitted('orders.decide')
    .input(cancelOrderInput)
    .mutation(({ ctx, input }) => cancelOrder(ctx, input)),
  resend: permitted('orders.decide')
    .input(resendOrderInput)
    .mutation(({ ctx, input }) => resendOrder(ctx, input)),
});

/** A supplier's own view over all its buyers. */
export const supplierRouter = router({
  home: permitted('orders.supply').query(({ ctx }) => getSupplierHome(ctx)),
  forecast: permitted('orders.supply')
    .input(listSharedForecastInput)
    .query(({ ctx, input }) => listSharedForecast(ctx, input)),
});

/** How far a supplier's promise may stray before the buyer is asked; counts for orders placed from then on. */
export const tolerancesRouter = router({
  get: permitted('orders.administer-tolerances').query(({ ctx }) => getTolerances(ctx)),
  set: permitted('orders.administer-tolerances')
    .input(setTolerancesInput)
    .mutation(({ ctx, input }) => setTolerances(ctx, input)),
});
