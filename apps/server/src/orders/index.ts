export { subscriptions } from './follow-up.ts';
export { Order } from './order.entity.ts';
export { type OrderState, orderLifecycle, orderStates } from './order.lifecycle.ts';
export { migrations } from './orders.migrations.ts';
export { ordersRouter, supplierRouter, tolerancesRouter } from './orders.router.ts';
export { type OrderToPlace, type PlacedOrder, placeOrder } from './place-order.ts';
export { orderConfirmationReader } from './read-order-confirmation.ts';
export { deliveryReportReader } from './record-delivery.ts';
export { ScheduleLine } from './schedule-line.entity.ts';
